"""Whether words ask for a person: what is only close in meaning to such a request must not end a call."""

from collections.abc import Mapping

from flows.definition.bot import Bot
from flows.definition.flow import Flow
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.say import Say
from flows.understanding.cues import cue
from flows.understanding.line import Line
from flows.understanding.phrases import phrases, word_set
from flows.understanding.vocabulary import content, stem
from flows.values.words import Words

FILE = "cues.yaml"
HANDOFF = "handoff"


def hands_over(flow: Flow) -> bool:
    """Whether a flow does nothing but to give the call to a person."""
    nodes = flow.nodes.values()
    says = all(isinstance(node, Say | Handoff) for node in nodes)
    return says and any(isinstance(node, Handoff) or node.next == HANDOFF for node in nodes)


def person_words(bot: Bot) -> Mapping[str, frozenset[str]]:
    """The flows that only hand over, with the words of their examples by which callers ask for somebody."""
    return {
        name: frozenset(
            word
            for intent in flow.triggers
            if intent in bot.intents
            for example in bot.intents[intent].examples
            for word in content(example)
            if word not in _asking()
        )
        for name, flow in bot.flows.items()
        if flow.triggers and hands_over(flow)
    }


def person_flow(bot: Bot) -> str | None:
    """The bot's own way to a person: a flow whose examples mostly ask for one."""
    for name, flow in bot.flows.items():
        examples = [text for intent in flow.triggers if intent in bot.intents for text in bot.intents[intent].examples]
        asking = sum(cue(Line.of(Words.of(text))) == "human" for text in examples)
        if 2 * asking > len(examples):
            return name
    return None


def asks_for_person(tokens: tuple[str, ...], words: frozenset[str]) -> bool:
    """Whether somebody is named, or the words are those of being put through."""
    named = words | word_set(FILE, "somebody")
    # "Somebody's at the door" asks for nobody.
    return (
        any(stem(token) in named and not token.endswith("'s") for token in tokens)
        or phrases(FILE, "put_through").inside(tokens) is not None
    )


def _asking() -> frozenset[str]:
    return frozenset(stem(word) for word in word_set(FILE, "asking"))
