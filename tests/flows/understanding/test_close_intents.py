"""Examples that lie closer to another intent, told with real vectors; bots that are good are left alone."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flows.findings import Finding
from flows.loader.load import Loaded, load_path, load_text
from flows.understanding import close_intents as tested
from flows.understanding.close_intents import close_intents
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.port import Vectors
from flows.understanding.workshop import Workshop

BROKEN = Path(__file__).parents[1] / "broken" / "intent_close.yaml"
TEXT = BROKEN.read_text(encoding="utf-8")
ANSWERED = "  # lint ok intent.close: asked on holidays"
PLACED = "I want to send fifty dollars to my sister"


class Counting:
    """Counts for how many sentences vectors are made."""

    def __init__(self, inner: InProcessEmbedder) -> None:
        self._inner = inner
        self.versions = inner.versions
        self.asked = 0

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        self.asked += 1
        return await self._inner.embed(sentences)


def _found(loaded: Loaded, embedder: InProcessEmbedder, folder: Path | None = None) -> list[Finding]:
    return asyncio.run(close_intents(loaded, embedder, Workshop(folder)))


def _paths(text: str, embedder: InProcessEmbedder) -> list[str]:
    return sorted(finding.path for finding in _found(load_text(text), embedder))


def test_tells_both_sentences_and_both_intents(embedder: InProcessEmbedder) -> None:
    same, closer = sorted(_found(load_text(TEXT), embedder), key=lambda finding: -finding.place.line)
    assert same.message == "`what is the balance` (`transfer`) says the same as `what's my balance` (`balance`)."
    assert (closer.path, closer.place.line, closer.severity) == ("intents.balance.examples.3", 11, "warning")
    assert closer.message == (
        f"`{PLACED}` (`balance`) is closer to `send fifty dollars to my brother` (`transfer`) "
        "than to the other examples of `balance`."
    )
    assert closer.remedy == ("Move it to `transfer` if it belongs there, else give `balance` more examples like it.")


def test_what_is_answered_in_the_text_is_not_told(embedder: InProcessEmbedder) -> None:
    assert "intents.hours.examples.2" not in _paths(TEXT, embedder)
    assert "intents.hours.examples.2" in _paths(TEXT.replace(ANSWERED, ""), embedder)


def test_good_bots_are_left_alone(root: Path, embedder: InProcessEmbedder) -> None:
    folders = (root / "templates" / "bots", root / "tests" / "flows" / "golden_bots")
    paths = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    assert len(paths) >= 4
    for path in paths:
        assert _found(load_path(path), embedder) == [], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start: main", "start: nowhere"),  # a bot with errors
        ("triggers: [transfer]", "triggers: [transfer, balance]"),
    ],
)
def test_nothing_of_bots_with_errors_and_of_intents_of_one_flow(
    old: str, new: str, embedder: InProcessEmbedder
) -> None:
    text = TEXT.replace(old, new).replace("tell: {triggers: [balance]", "tell: {triggers: [transfer, balance]")
    assert _paths(text, embedder) == []


def test_a_bot_with_one_intent_needs_no_vectors(embedder: InProcessEmbedder) -> None:
    counting = Counting(embedder)
    flows = "flows: {m: {triggers: [a], nodes: {n: {type: end}}}}\n"
    text = f"voxloom: 1\nbot: b\nstart: m\nintents: {{a: {{examples: [x]}}}}\n{flows}"
    assert load_text(text).runnable
    assert asyncio.run(close_intents(load_text(text), counting, Workshop())) == []
    assert counting.asked == 0


def test_of_the_same_sentences_nothing_is_made_twice(tmp_path: Path, embedder: InProcessEmbedder) -> None:
    counting, loaded = Counting(embedder), load_text(TEXT)
    first, second = (asyncio.run(close_intents(loaded, counting, Workshop(tmp_path))) for _ in range(2))
    assert first == second != []
    assert counting.asked == 1
    other = load_text(TEXT.replace("Five.", "Six."))
    assert asyncio.run(close_intents(other, counting, Workshop(tmp_path))) == first
    assert counting.asked == 1


def test_a_second_look_is_quick(tmp_path: Path, root: Path, embedder: InProcessEmbedder) -> None:
    loaded = load_path(root / "templates" / "bots" / "riverbank.yaml")
    _found(loaded, embedder, tmp_path)
    begin = time.process_time()
    _found(loaded, embedder, tmp_path)
    assert time.process_time() - begin < 0.5


def test_more_examples_than_can_be_compared(monkeypatch: pytest.MonkeyPatch, embedder: InProcessEmbedder) -> None:
    monkeypatch.setattr(tested, "MOST_EXAMPLES", 5)
    assert _paths(TEXT, embedder) == []


def test_a_long_example_is_cut_in_the_message(monkeypatch: pytest.MonkeyPatch, embedder: InProcessEmbedder) -> None:
    monkeypatch.setattr(tested, "SHOWN", 20)
    (finding,) = [one for one in _found(load_text(TEXT), embedder) if one.place.line == 11]
    assert finding.message.startswith("`I want to send fift…` (`balance`) is closer to `send fifty dollars …`")


@pytest.mark.parametrize(("language", "count"), [("en", 2), ("en-GB", 2), ("de", 0)])
def test_other_languages_than_english_have_no_bounds(language: str, count: int, embedder: InProcessEmbedder) -> None:
    loaded = load_text(TEXT)
    assert loaded.bot is not None
    spoken = replace(loaded, bot=replace(loaded.bot, language=language))
    assert len(_found(spoken, embedder)) == count
