"""`bot import`, `bot export` and `bot publish` from the outside, with a database of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm
from tests.flows.cli import ROOT, Ran, bot

HEAD = "voxloom: 1\r\nbot: shop  # ours\r\nstart:   main\r\n"
FLOWS = 'flows: {main: {nodes: {a: {type: say, say: "Grüß Gott.", next: end}}}}\r\n'
TEXT = HEAD + FLOWS
"""Untidy, with the line ends of Windows and no plain ASCII: what is stored must be that and nothing else."""

SETTINGS = "voxloom.settings"
"""Those of `make run`, whose database lies in its data; the tests' own lies nowhere."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables."""
    data = tmp_path_factory.mktemp("data")
    _manage(data, "migrate", "--verbosity=0")
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new copy of that database."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", SETTINGS)
    folder = tmp_path / "data"
    folder.mkdir()
    for file in made.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


def _manage(data: Path, *words: str) -> None:
    warm.run(words, own={"VOXLOOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS}).check_returncode()


def _import(data: Path, path: Path, text: str) -> Ran:
    path.write_bytes(text.encode())
    return bot("import", path, data=data)


def test_what_goes_in_comes_out_byte_for_byte(data: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "x.yaml", tmp_path / "out.yaml"
    ran = _import(data, file, TEXT)
    assert (ran.code, ran.out, ran.err) == (0, "shop: version 1 is stored.\n", "")
    ran = bot("export", "shop", out, data=data)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert out.read_bytes() == TEXT.encode()
    assert bot("export", "shop", data=data).out == TEXT
    assert bot("import", out, data=data).out == "shop: version 1 has this text already.\n"
    assert _import(data, file, TEXT.replace("Gott", "euch")).out == "shop: version 2 is stored.\n"
    assert bot("export", "shop", tmp_path, data=data).code == 0
    assert "euch" in (tmp_path / "shop.yaml").read_text(encoding="utf-8")


def test_a_bot_with_errors_is_told_of_and_not_stored(data: Path, tmp_path: Path) -> None:
    for text, code in ((TEXT.replace("next: end", "next: nowhere"), "[flow.target]"), ("bot: [\n", "[yaml.syntax]")):
        ran = _import(data, tmp_path / "x.yaml", text)
        assert (ran.code, ran.out) == (1, "")
        assert code in ran.err
    assert bot("export", "shop", data=data).code == 2


def test_a_folder_is_stored_as_one_text(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "a.yaml").write_bytes(HEAD.encode())
    (folder / "b.yaml").write_bytes(FLOWS.encode())
    assert bot("import", folder, data=data).out == "shop: version 1 is stored.\n"
    text = bot("export", "shop", data=data).out
    assert text.startswith("voxloom: 1\nbot: shop  # ours\nstart: main\nflows: {main:")
    assert _import(data, tmp_path / "again.yaml", text).out == "shop: version 1 has this text already.\n"


def test_of_two_at_once_none_is_lost_unsaid(data: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "VOXLOOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS}
    running = []
    for at in range(2):
        file = tmp_path / f"{at}.yaml"
        file.write_bytes(TEXT.replace("Gott", f"Nummer {at}").encode())
        command = [sys.executable, "manage.py", "bot", "import", str(file)]
        running.append(
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True, encoding="utf-8")
        )
    told = [(one.communicate(timeout=100), one.returncode) for one in running]
    stored = [out for (out, _), code in told if code == 0]
    refused = [err for (_, err), code in told if code == 1]
    assert len(stored) + len(refused) == 2
    assert "shop: version 1 is stored.\n" in stored
    for err in refused:
        assert err == "Somebody else stored a version of shop at the same time; yours was not stored.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "nothing.yaml"),
        ("import", "templates/bots", "--out", "x"),
        ("export",),
        ("export", "x"),
        ("publish",),
        ("publish", "x"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(words: tuple[str, ...]) -> None:
    ran = bot(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_without_a_database_that_is_said(tmp_path: Path) -> None:
    ran = _import(tmp_path, tmp_path / "x.yaml", TEXT)
    assert (ran.code, ran.out, ran.err) == (2, "", "The database cannot be used; `make setup` makes it.\n")


def test_a_version_answers_when_it_is_published(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    _import(data, file, TEXT)
    _import(data, file, TEXT.replace("Gott", "euch"))
    ran = bot("publish", "shop", "--version", "1", data=data)
    assert (ran.code, ran.out, ran.err) == (0, "shop: version 1 answers in production.\n", "")
    assert "Gott" in bot("export", "shop", data=data).out
    assert bot("publish", "shop", "--to", "staging", data=data).out == "shop: version 2 answers in staging.\n"
    assert "Gott" in bot("export", "shop", data=data).out  # callers are still answered by it
    assert bot("publish", "shop", data=data).out == "shop: version 2 answers in production.\n"
    assert "euch" in bot("export", "shop", data=data).out


@pytest.mark.parametrize(
    "words",
    [
        ("nobody",),
        ("shop", "--version", "7"),
        ("shop", "--version", "99999999999999999999999"),
        ("shop", "--to", "Hall of Fame"),
        ("shop", "--workspace", "nobody"),
    ],
)
def test_what_is_not_there_is_not_published(data: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    _import(data, tmp_path / "x.yaml", TEXT)
    ran = bot("publish", *words, data=data)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


ASKING = """
tools:
  look:
    type: http
    request: {url: "{{ env.shop_api }}/x"}
    auth: {basic: {user: shop_user, password: shop_password}}
"""


def test_a_secret_that_is_missing_is_missed_before_somebody_calls(data: Path, tmp_path: Path) -> None:
    stub = "    stub: {price: 5}\n"
    _import(data, tmp_path / "x.yaml", TEXT + ASKING + stub)
    ran = bot("publish", "shop", data=data)
    assert (ran.code, ran.out) == (0, "shop: version 1 answers in production.\n")
    lines = [line for line in ran.err.splitlines() if line.startswith("The tool")]
    assert len(lines) == 3
    assert all(line.endswith("Until then its stub answers.") for line in lines)
    _manage(data, "env", "shop_user=shop")
    ran = bot("publish", "shop", "--to", "production", data=data)
    assert (ran.code, ran.out) == (1, "")
    assert (
        "The tool `look` needs the secret `shop_password`, which is not given in production: "
        "`manage.py env --secret shop_password`." in ran.err.splitlines()
    )
    _import(data, tmp_path / "x.yaml", TEXT + ASKING)
    ran = bot("publish", "shop", "--to", "staging", data=data)
    assert ran.code == 1
    assert "`manage.py env --secret shop_user --environment staging`." in ran.err
    done = warm.run(
        ("env", "--secret", "shop_password", "shop_api=https://shop.example"),
        own={"VOXLOOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS}, said=b"s3cret",
    )  # fmt: skip
    done.check_returncode()
    ran = bot("publish", "shop", data=data)
    assert (ran.code, "The tool" in ran.err) == (0, False)


def test_a_bot_belongs_to_a_workspace(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    _manage(data, "workspace", "blue")
    file.write_bytes(TEXT.encode())
    words = ("import", file, "--workspace", "blue", "--message", "The first one.")
    assert bot(*words, data=data).out == "shop: version 1 is stored.\n"
    assert bot("export", "shop", data=data).code == 2
    assert bot("export", "shop", "--workspace", "blue", data=data).out == TEXT
    ran = bot("import", file, data=data)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Another workspace has a bot called shop; give yours another name.\n"
    ran = bot("import", file, "--workspace", "nobody", data=data)
    assert (ran.code, ran.out, ran.err) == (2, "", "There is no workspace called nobody.\n")


def test_a_rasa_project_is_told_of_and_written_or_stored(data: Path, tmp_path: Path) -> None:
    project, out = tmp_path / "coffee", tmp_path / "coffee.yaml"
    (project / "data").mkdir(parents=True)
    (project / "domain.yml").write_text(
        "version: '3.1'\nintents: [hours]\nresponses:\n  utter_hours: [{text: We open at nine.}]\n", encoding="utf-8"
    )
    (project / "data" / "nlu.yml").write_text(
        "version: '3.1'\nnlu:\n- intent: hours\n  examples: |\n    - when are you open\n    - opening hours\n"
        "    - are you open now\n    - what are your hours\n    - until when are you open\n",
        encoding="utf-8",
    )
    (project / "data" / "rules.yml").write_text(
        "version: '3.1'\nrules:\n- rule: hours\n  steps:\n  - intent: hours\n  - action: utter_hours\n",
        encoding="utf-8",
    )
    ran = bot("import", project, "--from", "rasa", "--out", out, data=data)
    assert ran.code == 0, ran.err
    assert "data/rules.yml:" in ran.out
    assert "We open at nine." in out.read_text(encoding="utf-8")
    ran = bot("import", project, "--from", "rasa", data=data)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "coffee: version 1 is stored."), ran.err
    ran = bot("import", tmp_path / "nothing", "--from", "rasa", data=data)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    ran = bot("import", data, "--from", "rasa", data=data)
    assert (ran.code, ran.err.splitlines()[-1]) == (1, f"No bot could be made of {data}.")
