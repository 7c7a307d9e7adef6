"""`bot test` from the outside: words, JSON, exit codes."""

from pathlib import Path

from tests.flows.cli import bot

FAILING = """voxloom: 1
bot: greeter
start: main
flows:
  main:
    nodes:
      hello: {type: say, say: Hello there., next: end}
tests:
  passes:
    turns: [{expect: {says: hello THERE, flow: null}}]
  fails:
    turns:
      - {expect: {says: Goodbye}}
      - {user: bye, expect: {ended: handoff}}
"""


def test_starter_bots_pass() -> None:
    ran = bot("test", "riverbank", "table_booking", "--json")
    assert ran.code == 0
    reports = ran.objects()
    assert [report["failed"] for report in reports] == [0, 0]
    assert all(report["passed"] == len(report["tests"]) > 0 for report in reports)


def test_failures_are_told_with_turn_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bot.yaml"
    path.write_text(FAILING, encoding="utf-8")
    ran = bot("test", path, "--json")
    assert ran.code == 1
    failures = [
        {"turn": 0, "expected": {"says": ["Goodbye"]}, "got": {"says": ["Hello there."]}},
        {"turn": 1, "expected": {"ended": "handoff"}, "got": {"ended": "goodbye"}},
    ]
    assert ran.objects() == [
        {
            "passed": 1,
            "failed": 1,
            "tests": [
                {"name": "passes", "passed": True, "line": 9, "failures": []},
                {"name": "fails", "passed": False, "line": 11, "failures": failures},
            ],
            "coverage": {"nodes": [1, 1], "edges": [1, 1]},
        }
    ]


def test_text_names_what_failed(tmp_path: Path) -> None:
    path = tmp_path / "bot.yaml"
    path.write_text(FAILING, encoding="utf-8")
    ran = bot("test", path)
    assert "FAIL  fails" in ran.out
    assert 'turn 0: says should be ["Goodbye"]' in ran.out
    assert "1 passed, 1 failed; reached 1 of 1 nodes, 1 of 1 edges" in ran.out


def test_a_bot_with_errors_is_exit_code_1_and_the_others_run() -> None:
    ran = bot("test", Path(__file__).parent / "broken" / "flow_loop.yaml", "riverbank", "--json")
    assert ran.code == 1
    assert [report["failed"] for report in ran.objects()] == [0]
    assert "flow.loop" in ran.err


def test_a_missing_bot_is_exit_code_2_before_anything_runs() -> None:
    ran = bot("test", "riverbank", "nobody", "--json")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_a_bot_without_tests_passes(tmp_path: Path) -> None:
    path = tmp_path / "bot.yaml"
    path.write_text(FAILING.split("tests:")[0], encoding="utf-8")
    ran = bot("test", path, "--json")
    assert ran.code == 0
    assert ran.objects() == [{"passed": 0, "failed": 0, "tests": [], "coverage": {"nodes": [0, 1], "edges": [0, 1]}}]
