"""Values that are really spoken and really recognised: what was heard of them lies in no file of the server."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from flows.personal.spotting import plainly
from tests.calls.served import MANAGE, ROOT, Served
from tests.calls.voices import BRITISH, RMS, SLT, record_all

pytestmark = [pytest.mark.calls, pytest.mark.models, pytest.mark.timeout(400)]

BOT = """
voxloom: 1
bot: heard
start: welcome
slots:
  phone: {type: phone, description: your phone number}
  card: {type: card_number, description: the number of your card}
  caller: {type: person, description: your name}
defaults: {on_fail: handoff, on_error: handoff}
flows:
  welcome:
    description: Takes everything down.
    nodes:
      reach: {type: ask, slot: phone, say: Which number may we call?, confirm: "{{ phone }}, is that right?"}
      pay: {type: ask, slot: card, say: What is the number of your card?, confirm: "{{ card }}, is that right?"}
      who: {type: ask, slot: caller, say: And your name?, confirm: "{{ caller }}, is that right?"}
      tell: {type: say, say: "{{ caller }}, we call {{ phone }} about {{ card }}."}
      bye: {type: end, say: Goodbye.}
"""
YES = (SLT, "Yes, please.")
SPOKEN = [
    (SLT, "two one two, five five five, zero one seven nine"),
    YES,
    (RMS, "four five three nine, one four eight eight, zero three four three, six four six seven"),
    YES,
    (BRITISH, "My name is Margaret Thornbury."),
    YES,
]
MOST_EVENTS = 200
"""Of three calls or so."""
LONG = 8
"""Letters and figures of what is looked for; a shorter text may be anybody's."""


def manage(served: Served, *words: str) -> None:
    ran = subprocess.run(
        [*MANAGE, *words], env=served.environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def heard_in(events: list[dict[str, Any]]) -> set[str]:
    """What the recogniser wrote, also while it went on, and the values that were made of it."""
    texts = {str(event["text"]) for event in events if event["event"] == "transcript"}
    for event in events:
        texts |= {str(value) for value in (event.get("slots") or {}).values()}
    return {text for text in texts if len(plainly(text)) >= LONG and not text.lower().startswith("yes")}


def test_what_was_heard_lies_nowhere(tmp_path: Path) -> None:
    (tmp_path / "heard.yaml").write_text(BOT)
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    served = Served(tmp_path / "var")
    served.environment |= {"LOG_LEVEL": "debug", "LOG_FORMAT": "json"}
    with served:
        manage(served, "bot", "import", str(tmp_path / "heard.yaml"))
        manage(served, "bot", "publish", "heard")
        said, events, filled = record_all(SPOKEN, recordings), list[dict[str, Any]](), set[str]()
        while "phone" not in filled:  # a busy machine may cut a call short, and what was said until then counts
            assert len(events) < MOST_EVENTS, heard_in(events)
            called = served.call("heard", said)
            assert called.code == 0, called.error
            events += called.events
            filled = {name for event in events for name in event.get("slots") or {}}
    heard = heard_in(events)
    assert len(heard) >= 3, heard
    files = [path for path in served.data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".clause" for path in files)  # prompts are kept, sentences with values are not
    for path in files:
        low = path.read_bytes().lower()
        plain = plainly(low.decode("utf-8", "replace"))
        assert not [text for text in heard if text.lower().encode() in low or plainly(text) in plain], path.name
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert any(line.get("call") for line in lines)
