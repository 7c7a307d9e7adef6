"""What the bot says under the name of a response."""

from dataclasses import dataclass

from flows.exchange.rasa.domain import payload_intent, payload_values
from flows.exchange.rasa.maker import Maker
from flows.exchange.rasa.model import Button, Variation
from flows.exchange.rasa.source import Part

MAX_SHOWN = 60


@dataclass(frozen=True)
class Spoken:
    """A response as the bot says it."""

    say: str
    others: tuple[str, ...]
    """Other wordings of it."""
    buttons: tuple[Button, ...]
    part: Part


def spoken(maker: Maker, name: str, *, repair: bool = False) -> Spoken | None:
    """A response as a text; None when there is none of that name, or it has no words."""
    response = maker.project.responses.get(name)
    if response is None:
        return None
    variations = [entry for entry in response.variations if entry.text.strip()]
    voices = [entry for entry in variations if not entry.channel]
    for entry in variations:
        if entry.channel and voices:
            told = f"The words for the channel `{entry.channel}` were left out."
            maker.report.left_out(entry.part, name, told, "Use them in a bot of their own, where they differ.")
    variations = voices or variations
    if not variations:
        return None
    texts = maker.texts()
    plain = [entry for entry in variations if not entry.conditions]
    made = [texts.template(entry.text, entry.part, repair=repair) for entry in plain]
    conditional = [entry for entry in variations if entry.conditions]
    say = made[0] if made else ""
    if conditional:
        branches = [
            (test, texts.template(entry.text, entry.part, repair=repair))
            for entry in conditional
            if (test := _test(maker, entry)) is not None
        ]
        say = _conditional(branches, say) if branches else say
    others = tuple(text for text in dict.fromkeys(made[1:]) if text and text != say)
    buttons = tuple(button for entry in variations for button in entry.buttons)
    return Spoken(say, others, buttons, response.part) if say else None


def _test(maker: Maker, variation: Variation) -> str | None:
    tests = []
    for slot, wanted in variation.conditions:
        name = maker.name_of(slot)
        if name is None:
            maker.report.changed(variation.part, f"condition on {slot}", "There is no such slot; it is never said.")
            return None
        match wanted:
            case True:
                tests.append(name)
            case False:
                tests.append(f"not {name}")
            case None:
                tests.append(f"{name} is none")
            case int() | float():
                tests.append(f"{name} == {wanted}")
            case _:
                quote = "'" if '"' in str(wanted) else '"'
                tests.append(f"{name} == {quote}{str(wanted).replace(quote, '')}{quote}")
    return " and ".join(tests)


def _conditional(branches: list[tuple[str, str]], otherwise: str) -> str:
    words = ["if", *["elif"] * (len(branches) - 1)]
    made = "".join(f"{{% {word} {test} %}}{text}" for word, (test, text) in zip(words, branches, strict=True))
    return f"{made}{{% else %}}{otherwise}{{% endif %}}" if otherwise else f"{made}{{% endif %}}"


def tell_others(maker: Maker, name: str, said: Spoken) -> None:
    """The other wordings of something that is said once have no place: they are told."""
    for text in said.others:
        told = f"The first of its texts is said; this one is left out: {text[:MAX_SHOWN]!r}."
        maker.report.left_out(said.part, name, told)


def tell_buttons(maker: Maker, name: str, said: Spoken) -> None:
    """Buttons below words that ask nothing: those that ask for an intent become examples of it."""
    for button in said.buttons:
        intent = payload_intent(button.payload)
        if intent in maker.project.intents and payload_values(button.payload) is None:
            maker.more_examples.setdefault(intent, []).append(button.title)
            told = f"Callers say it: the words are an example of the intent `{intent}`."
            maker.report.changed(button.part, f"button {button.title} of {name}", told)
        else:
            told = "There is nothing to press here, and it answers no question."
            maker.report.left_out(button.part, f"button {button.title} of {name}", told, "Ask for it by a question.")
