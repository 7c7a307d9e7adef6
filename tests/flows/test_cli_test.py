"""`bot test` from the outside: words, JSON, exit codes."""

from pathlib import Path

import pytest
import yaml

from tests.flows.cli import NOWHERE, bot

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
    ran = bot("test", "service_desk", "riverbank", "table_booking", "verified_caller", "--json")
    assert ran.code == 0
    reports = ran.objects()
    assert [report["failed"] for report in reports] == [0, 0, 0, 0]
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
    ran = bot("test", path, "--json", data=NOWHERE)
    assert ran.code == 0
    assert ran.objects() == [{"passed": 0, "failed": 0, "tests": [], "coverage": {"nodes": [0, 1], "edges": [0, 1]}}]


FORK = """# A bot.
voxloom: 1
bot: fork
start: main
slots: {sure: {type: yes_no}}  # one question
flows:
  main:
    nodes:
      ask: {type: ask, slot: sure, say: Sure?, on_fail: handoff, next: [{if: sure, go: good}, {else: bad}]}
      good: {type: say, say: Good., next: end}
      bad: {type: end, say: Bad.}
tests:
  good:  # the usual way
    turns: [{user: "yes", expect: {says: Good}}]

# The end.
"""


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    path = tmp_path / "fork.yaml"
    path.write_text(FORK, encoding="utf-8")
    return path


def test_generate_prints_tests_that_can_be_pasted(fork: Path) -> None:
    ran = bot("test", fork, "--generate")
    assert ran.code == 0
    assert set(yaml.safe_load(ran.out)) == {"main: from ask to bad", "main: no answer to ask"}
    assert "1 passed, 0 failed" in ran.err
    assert "reached 2 of 3 nodes, 2 of 4 edges" in ran.err
    assert "2 tests written; with them 3 of 3 nodes, 4 of 4 edges" in ran.err
    before, after = FORK.split("\n# The end.")
    fork.write_text(f"{before}{ran.out}\n# The end.{after}", encoding="utf-8")
    again = bot("test", fork, "--json")
    (report,) = again.objects()
    assert (again.code, again.err, report["passed"]) == (0, "", 3)
    assert report["coverage"] == {"nodes": [3, 3], "edges": [4, 4]}


def test_write_adds_them_and_changes_nothing_else(fork: Path) -> None:
    fork.chmod(0o640)
    printed = bot("test", fork, "--generate").out
    ran = bot("test", fork, "--generate", "--write")
    assert (ran.code, ran.out) == (0, "")
    assert f"added to {fork}" in ran.err
    before, after = FORK.split("\n# The end.")
    assert fork.read_text(encoding="utf-8") == f"{before}{printed}\n# The end.{after}"
    assert fork.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in fork.parent.iterdir()] == [fork.name]
    text = fork.read_bytes()
    again = bot("test", fork, "--generate", "--write")
    assert (again.code, fork.read_bytes()) == (0, text)
    assert "0 tests written" in again.err


def test_generate_with_json_adds_to_the_report(fork: Path) -> None:
    ran = bot("test", fork, "riverbank", "--generate", "--json")
    assert ran.code == 0
    first, second = ran.objects()
    assert set(first) == {
        "passed", "failed", "tests", "coverage", "generated", "coverage_with_generated", "unreached", "not_testable",
        "not_told", "faults",
    }  # fmt: skip
    assert first["coverage_with_generated"] == {"nodes": [3, 3], "edges": [4, 4]}
    assert first["generated"]["main: no answer to ask"]["turns"][0]["silence"] == 3
    assert first["unreached"] == first["not_testable"] == first["faults"] == []
    assert second["coverage_with_generated"]["edges"][0] == second["coverage_with_generated"]["edges"][1]


def test_write_into_a_folder(tmp_path: Path) -> None:
    head, tests = FORK.split("tests:")
    (tmp_path / "a.yaml").write_text(head, encoding="utf-8")
    ran = bot("test", tmp_path, "--generate", "--write")
    assert ran.code == 0
    assert bot("test", tmp_path, "--json").objects()[0]["coverage"]["edges"] == [4, 4]
    (tmp_path / "tests.yaml").write_text(f"tests:{tests}", encoding="utf-8")
    assert bot("test", tmp_path, "--generate", "--write").code == 0
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == head
    assert bot("test", tmp_path, "--json").objects()[0]["coverage"]["edges"] == [4, 4]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["riverbank", "--write"], "--write goes with --generate"),
        (["riverbank", "--generate", "--write"], "--write needs a file"),
        (["{braces}", "--generate", "--write"], "in braces"),
        (["riverbank", "--loud"], "--loud"),
    ],
)
def test_usage_is_one_line_and_exit_code_2(words: list[str], told: str, tmp_path: Path) -> None:
    braces = tmp_path / "braces.yaml"
    braces.write_text(FORK.split("tests:")[0] + "tests: {x: {turns: [{user: hi}]}}\n", encoding="utf-8")
    ran = bot("test", *(word.replace("{braces}", str(braces)) for word in words))
    assert ran.code == 2
    assert told in ran.err.splitlines()[-1]


@pytest.mark.models
def test_spoken_tests_are_said_and_heard(tmp_path: Path) -> None:
    path = tmp_path / "bot.yaml"
    sentences = "{user: what are your opening hours, expect: {says: nine}}, {user: no thank you, expect: {says: five}}"
    text = (
        "voxloom: 1\nbot: hours\nstart: main\n"
        "intents:\n"
        "  hours: {description: our opening hours, examples: [what are your opening hours, when are you open]}\n"
        "flows:\n  main: {nodes: {hi: {type: say, say: Hello., next: end}}}\n"
        "  hours: {triggers: [hours], nodes: {tell: {type: say, say: From nine., next: end}}}\n"
        f"tests: {{hours: {{turns: [{sentences}]}}}}\n"
    )
    path.write_text(text, encoding="utf-8")
    ran = bot("test", path, "--spoken", "--json")
    (report,) = ran.objects()
    (test,) = report["tests"]
    assert ran.code == 1
    assert [failure["turn"] for failure in test["failures"]] == [2]
    assert 0 <= test["word_error"] < 0.5
    assert all(set(heard) == {"turn", "said", "heard"} for heard in test["heard"])
