"""Warnings that are answered in the text of a bot."""

from pathlib import Path

from flows.loader.accepted import answered
from flows.loader.load import load_path, load_text

BOT = """voxloom: 1
bot: calm
start: main
intents:
  unused: {description: nothing, examples: [do nothing]}%s
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
"""


def _codes(text: str) -> list[str]:
    return [finding.code for finding in load_text(text).findings]


def test_a_warning_is_answered_at_its_line() -> None:
    assert _codes(BOT % "") == ["intent.unused"]
    assert _codes(BOT % "  # lint ok intent.unused: the page starts it") == []
    assert _codes(BOT % "  # lint ok intent.close, intent.unused: the page starts it") == []


def test_or_on_the_lines_right_above() -> None:
    above = BOT.replace("  unused:", "  # lint ok intent.unused: the page starts it\n  # by a button\n  unused:")
    assert _codes(above % "") == []
    apart = above.replace("  # by a button\n", "\n")
    assert _codes(apart % "") == ["intent.unused"]


def test_only_that_code_with_a_reason_and_at_that_line() -> None:
    assert _codes(BOT % "  # lint ok intent.close: other") == ["intent.unused"]
    assert _codes(BOT % "  # lint ok intent.unused") == ["intent.unused"]
    assert _codes(BOT % "  # lint ok intent.unused:") == ["intent.unused"]
    assert _codes("# lint ok intent.unused: far away\n" + BOT % "") == ["intent.unused"]


def test_errors_are_never_answered() -> None:
    text = BOT.replace("next: end", "next: nowhere") % "  # lint ok intent.unused: the page starts it"
    text = text.replace("nowhere}}}", "nowhere}}}  # lint ok flow.target: later")
    assert _codes(text) == ["flow.target"]


def test_each_file_of_a_folder_answers_for_itself(tmp_path: Path) -> None:
    head, rest = (BOT % "").split("intents:")
    (tmp_path / "a.yaml").write_text(head)
    (tmp_path / "b.yaml").write_text("intents:" + rest)
    assert [finding.code for finding in load_path(tmp_path).findings] == ["intent.unused"]
    (tmp_path / "b.yaml").write_text(
        ("intents:" + rest).replace("nothing]}", "nothing]}  # lint ok intent.unused: page")
    )
    assert load_path(tmp_path).findings == ()


def test_lines_are_counted_from_one() -> None:
    assert answered("a: 1\n\nb: 2 # lint ok x.y: so") == {3: frozenset({"x.y"})}
    assert answered("a: 'see # lint'") == {}
