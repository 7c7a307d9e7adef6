"""The files of a folder become one text."""

import pytest

from flows.exchange.format.layout import format_text
from flows.exchange.format.merge import merge_texts
from flows.exchange.format.refusal import CannotFormat
from flows.loader.builder import MAX_VALUES
from flows.loader.load import load_texts

A = "# the head\nvoxloom: 1\nbot: x  # its name\nslots: {a: {type: text}}\n# end of a\n"
B = (
    "# about the flows\nflows:\n  f:\n    nodes: {}\n# why x\nbot: x\r\n"
    "# more slots\nslots:  # mine\n  # b\n  b: 1\n  # c\n"
)


def _merged(texts: dict[str, str]) -> str:
    return merge_texts(texts, load_texts(texts).document)


def test_maps_are_joined_and_every_comment_stays() -> None:
    text = _merged({"a.yaml": A, "b.yaml": B})
    assert text == (
        "# the head\nvoxloom: 1\n# why x\nbot: x  # its name\n\n"
        "slots:\n  a: {type: text}\n  # more slots\n  # mine\n  # b\n  b: 1\n  # c\n\n"
        "# about the flows\nflows:\n  f:\n    nodes: {}\n# end of a\n"
    )
    assert format_text(text) == text


def test_a_text_alone_is_laid_out() -> None:
    assert _merged({"a": "bot:   x\n"}) == "bot: x\n"


def test_an_empty_map_gives_its_comments_only() -> None:
    assert _merged({"a": "slots:\n  b: 1\n", "b": "# none\nslots: {}\n"}) == "slots:\n  b: 1\n  # none\n"


def test_braces_with_comments_are_refused_with_their_file() -> None:
    with pytest.raises(CannotFormat) as refused:
        _merged({"a": "slots: {a: 1}\n", "b": "slots: {b: 1, # why\n c: 2}\n"})
    assert refused.value.findings[0].place.file == "b"


def test_what_is_too_much_together_is_refused() -> None:
    texts = {name: f"{name}:\n" + f"- {name}\n" * (MAX_VALUES - 10) for name in ("a", "b")}
    with pytest.raises(CannotFormat) as refused:
        _merged(texts)
    assert refused.value.findings[0].code == "yaml.size"
