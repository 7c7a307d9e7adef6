"""Whether words only round off what was said before them: "the savings account, ... please"."""

from runtime.turns.phrases import made_of, words_of

LANGUAGE = "en"


def only_polite(text: str, language: str = LANGUAGE) -> bool:
    """Whether there is nothing in it but politeness (`polite.en.yaml`).

    >>> only_polite("Please."), only_polite("please, thank you"), only_polite("Please stop.")
    (True, True, False)
    """
    return made_of("polite", words_of(text), language)
