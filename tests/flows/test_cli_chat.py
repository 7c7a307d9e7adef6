"""`bot chat` from the outside: lines, JSON, stubs, exit codes, and a log that replays."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.driver.event_log import LOG_VERSION, state_hash
from flows.engine.commands import command_to_json
from flows.engine.events import CallStarted, event_from_json
from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State
from tests.flows.cli import NOWHERE, ROOT, bot

FIELDS = [
    "turn", "user", "understood", "said", "flow", "node", "stack", "slots", "variables", "called", "trace", "ended",
]  # fmt: skip


def test_one_object_a_turn() -> None:
    ran = bot("chat", "riverbank", "--json", said="what is my balance\n\n  \nsavings\nno\nanyone there?\n")
    assert ran.code == 0
    turns = ran.objects()
    assert [list(turn) for turn in turns] == [FIELDS] * 4
    assert [turn["turn"] for turn in turns] == [0, 1, 2, 3]
    assert [turn["user"] for turn in turns] == [None, "what is my balance", "savings", "no"]
    assert turns[2]["called"] == [
        {"tool": "get_balance", "with": {"account": "savings"}, "result": {"balance": 1250.5}}
    ]
    assert turns[3]["ended"] == {"reason": "goodbye", "detail": None}


def test_all_that_a_caller_can_do() -> None:
    said = "i lost my card\n/silence\n/interrupt Which card\n/dtmf 1\n/dtmf x\n/hangup\n"
    ran = bot("chat", "riverbank", "--json", said=said)
    acts = [[act["act"] for act in turn["understood"]["acts"]] for turn in ran.objects()]
    assert acts == [[], ["start_flow"], ["silence"], ["interrupt"], ["dtmf"], []]
    assert ran.objects()[-1]["ended"]["reason"] == "hangup"
    assert ran.err.count("\n") == 1


def test_the_end_of_the_input_hangs_up() -> None:
    assert bot("chat", "riverbank", "--json", data=NOWHERE).objects()[-1]["ended"]["reason"] == "hangup"


def test_text_shows_the_bot() -> None:
    ran = bot("chat", "riverbank", said="bye\n")
    assert ran.out.splitlines()[-2:] == ["bot: Thank you for calling. Goodbye.", "(the call ended: goodbye)"]


@pytest.mark.parametrize(
    "text", ["get_balance: {balance: 7}", '{"get_balance": [{"balance": 7}, {"error": "timeout"}]}']
)
def test_stubs_replace_the_bots_own(text: str, tmp_path: Path) -> None:
    stubs = tmp_path / "stubs.yaml"
    stubs.write_text(text, encoding="utf-8")
    ran = bot("chat", "riverbank", "--json", "--stubs", stubs, said="balance of my savings account\n")
    assert ran.objects()[1]["called"][0]["result"] == {"balance": 7}


def test_a_stub_for_a_tool_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    stubs = tmp_path / "stubs.yaml"
    stubs.write_text("get_balence: {balance: 7}", encoding="utf-8")
    assert "no tool get_balence" in bot("chat", "riverbank", "--json", "--stubs", stubs).err


@pytest.mark.parametrize("text", ["- a", "a: [", "a: !!python/object:os.system x"])
def test_stubs_that_cannot_be_read_are_exit_code_2(text: str, tmp_path: Path) -> None:
    stubs = tmp_path / "stubs.yaml"
    stubs.write_text(text, encoding="utf-8")
    ran = bot("chat", "riverbank", "--stubs", stubs)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("riverbank", "--now", "tomorrow"),
        ("riverbank", "--stubs", "/nonexistent"),
        ("riverbank", "--stubs", "/bin/ls"),
        ("riverbank", "--log", "/dev/null/log"),
        ("nobody",),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    ran = bot("chat", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_a_bot_with_errors_does_not_run() -> None:
    ran = bot("chat", Path(__file__).parent / "broken" / "flow_loop.yaml", "--json", said="hello\n")
    assert (ran.code, ran.out) == (1, "")
    assert "flow.loop" in ran.err


def test_bytes_that_are_no_text_are_a_turn() -> None:
    ran = bot("chat", "riverbank", "--json", said=b"\xff\xfe\xed\xa0\x80\n\x00\n" + b"a" * 100_000 + b"\n")
    assert ran.code == 0
    assert [turn["turn"] for turn in ran.objects()] == [0, 1, 2, 3]


def test_a_reader_that_goes_away_is_no_fault() -> None:
    child = subprocess.Popen(
        [sys.executable, "manage.py", "bot", "chat", "riverbank", "--json"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "VOXLOOM_DATA": str(NOWHERE)},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    with child:
        child.stdout.readline()
        child.stdout.close()
        child.stdin.write(b"hello\n" * 50)
        child.stdin.close()
        errors = child.stderr.read()
    assert (child.returncode, errors) == (0, b"")


def test_the_log_replays_to_the_same_states_and_commands(starter_bots: dict[str, Bot], tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    said = "send fifty dollars to anna\nno, sixty\n/interrupt Send\nyes\nwhen are you open\n/silence\n/dtmf 5\nno\n"
    ran = bot("chat", "riverbank", "--json", "--log", log, "--now", "2026-03-01T14:30", said=said)
    assert ran.code == 0
    header, *lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert set(header) == {"log", "bot", "bot_hash", "source"}
    assert (header["log"], header["bot"], len(header["bot_hash"])) == (LOG_VERSION, "riverbank", 64)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(set(line) == {"seq", "event", "commands", "changes", "trace", "state"} for line in lines)
    assert {line["event"]["now"] for line in lines} == {"2026-03-01T14:30:00.000+00:00"}
    program = Program(starter_bots["riverbank"])
    state = State("riverbank")
    for line in lines:
        event = event_from_json(line["event"])
        sprint: Sprint = start(program, event) if isinstance(event, CallStarted) else resume(program, state, event)
        state = sprint.state
        assert [command_to_json(command) for command in sprint.commands] == line["commands"]
        assert state_hash(sprint) == line["state"]
    assert state.ended is not None


def test_the_logs_fields_are_documented(starter_bots: dict[str, Bot], root: Path) -> None:
    page = (root / "docs" / "reference" / "event-log.md").read_text(encoding="utf-8")
    assert f"version of this format: `{LOG_VERSION}`" in page
    from flows.engine import commands, events

    for module, tag, union in ((events, "event", events.Event), (commands, "command", commands.Command)):
        for kind in union.__args__:
            fields = set(kind.__dataclass_fields__) - {tag, "now"}
            name = kind.__dataclass_fields__[tag].default
            (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` ")]
            assert all(f"`{field}`" in row for field in fields), (name, fields, module)
