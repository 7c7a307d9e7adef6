"""Turns completed at the wire, and the bot's speech as events."""

import pytest

from runtime.caller.events import BotSpeech, Event, complete_turn
from runtime.caller.transcript import line_for


def turn(**parts: float | None) -> dict[str, object]:
    return {"type": "turn", "at_ms": 7, "turn": 1, "flow": "f", "node": "n", "parts": parts, "total_ms": 1.0}


def test_the_rest_of_the_total_is_egress() -> None:
    done = complete_turn(turn(uplink=20.0, hold=200.0, engine=None, egress=None), 300.0)
    assert done["total_ms"] == 300.0
    assert done["parts"] == {"uplink": 20.0, "hold": 200.0, "engine": None, "egress": 80.0}
    assert "at_ms" not in done
    assert "type" not in done


@pytest.mark.parametrize("uplink", [None, -5.0, 40.0])
def test_parts_add_up_whatever_the_server_says(uplink: float | None) -> None:
    done = complete_turn(turn(uplink=uplink, hold=250.0), 260.0)
    assert sum(done["parts"].values()) == pytest.approx(260.0)
    assert done["parts"]["egress"] >= 0


def test_more_than_the_total_makes_egress_negative() -> None:
    assert complete_turn(turn(uplink=30.0, hold=250.0), 240.0)["parts"] == {"uplink": 0, "hold": 250.0, "egress": -10}


def test_without_a_measured_total_the_turn_is_the_servers() -> None:
    assert complete_turn(turn(hold=250.0), None) == {
        k: v for k, v in turn(hold=250.0).items() if k[:2] not in ("ty", "at")
    }


def test_a_turn_without_parts_gets_them() -> None:
    assert complete_turn({"type": "turn", "turn": 2, "parts": None}, 90.0)["parts"] == {"uplink": 0.0, "egress": 90.0}


def test_pauses_shorter_than_the_gap_are_one_stretch_of_speech() -> None:
    speech = BotSpeech()
    assert speech.quiet(50, None) == []
    assert speech.began(100) == [Event("bot_speech_start", 100, {})]
    assert speech.began(450) == []
    assert speech.quiet(849, 450) == []
    assert speech.quiet(850, 450) == [Event("bot_speech_end", 450, {})]
    assert speech.quiet(2000, 450) == []
    assert speech.began(3000) == [Event("bot_speech_start", 3000, {})]


def test_an_event_is_flat_json() -> None:
    assert Event("said", 12.345, {"text": "Hi"}).as_json() == {"event": "said", "at_ms": 12.3, "text": "Hi"}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Event("said", 1234, {"text": "Hello\x1b[2J."}), "   1.23 s  Bot:    Hello [2J."),
        (Event("transcript", 2000, {"text": "my", "final": False}), None),
        (Event("transcript", 2000, {"text": "my balance", "final": True}), "   2.00 s  Caller: my balance"),
        (
            Event("turn", 2500, {"flow": "check", "node": "which", "total_ms": 412.4}),
            "   2.50 s          [check.which, answered after 412 ms]",
        ),
        (Event("turn", 2500, {"flow": None, "node": None}), "   2.50 s          [waits for a request]"),
        (Event("ended", 9000, {"reason": "goodbye"}), "   9.00 s  ended: goodbye"),
        (Event("caller_speech_end", 9000, {}), None),
    ],
)
def test_lines_for_a_person(event: Event, line: str | None) -> None:
    assert line_for(event) == line
