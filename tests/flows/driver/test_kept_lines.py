"""Lines as they are kept, and a replay of them with and without the values."""

import asyncio
from typing import Any

import pytest

from flows.driver.event_log import LOG_VERSION, plain_state
from flows.driver.kept_lines import KeptLines, WithTokens, storable
from flows.driver.replay import Recorded, replay
from flows.engine.program import Program
from flows.engine.state import state_from_json
from flows.loader.load import load_text
from flows.personal.fields import personal_fields
from flows.personal.shapes import surrogate
from flows.personal.tokens import restored
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.personal.clinic import CLINIC, PEOPLE, KeptTalk, clinic, talk


@pytest.fixture(scope="module")
def kept(embedder: InProcessEmbedder) -> KeptTalk:
    log = KeptTalk(clinic())
    asyncio.run(talk(clinic(), embedder, PEOPLE[0], log))
    return log


def _recorded(log: KeptTalk) -> Recorded:
    return Recorded({"log": LOG_VERSION, "bot": "clinic"}, tuple(line.line for line in log.kept))


def _replayed(log: KeptTalk, values: dict[str, Any], text: str = CLINIC) -> Any:
    loaded = load_text(text)
    assert loaded.bot is not None
    return replay(Program(loaded.bot), _recorded(log), WithTokens(personal_fields(loaded), "clinic", values))


def test_lines_are_numbered_and_lead_to_the_state(kept: KeptTalk) -> None:
    assert [line.seq for line in kept.kept] == list(range(1, len(kept.kept) + 1))
    state: dict[str, Any] = {}
    for line in kept.kept:
        state |= line.line["changes"]
        assert state == line.state


def test_a_replay_with_the_values_is_the_same(kept: KeptTalk) -> None:
    assert _replayed(kept, kept.values) is None


def test_a_replay_with_surrogates_is_the_same(kept: KeptTalk) -> None:
    values = {new.token: surrogate(new.token, new.personal, new.shape) for line in kept.kept for new in line.fresh}
    assert values != kept.values
    assert _replayed(kept, values) is None


def test_another_bot_is_told_of(kept: KeptTalk) -> None:
    difference = _replayed(kept, kept.values, CLINIC.replace("Where do you live?", "And your home?"))
    assert difference is not None
    assert "Where do you live?" in difference.as_text()


@pytest.mark.parametrize("cut", [1, 4, 9, 15])
def test_a_conversation_goes_on_where_it_was(kept: KeptTalk, cut: int) -> None:
    """Whoever takes it over writes the same lines as who had it before."""
    before = kept.kept[:cut]
    values = {new.token: new.value for line in before for new in line.fresh}
    told = before[-1].state
    state = state_from_json(restored(told, values))
    assert plain_state(state) == plain_state(kept.happened[cut - 1][1].state)
    fresh = [new for line in before for new in line.fresh]
    lines = KeptLines.going_on(kept.lines.fields, fresh, state, told, cut)
    for line, (event, sprint) in zip(kept.kept[cut:], kept.happened[cut:], strict=True):
        assert lines.next(event, sprint) == line


@pytest.mark.parametrize(
    ("text", "kept"), [("a\0b", "a\u2400b"), ("a\ud800b", "a?b"), ("\\u0000", "\\u0000"), ("ä⟨", "ä⟨")]
)
def test_what_no_database_takes_is_written_otherwise(text: str, kept: str) -> None:
    assert storable({"text": [text], text: 1}) == {"text": [kept], kept: 1}
