"""`manage.py knowledge`: documents are given, shown, asked and taken away."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.tools.knowledge.hashed import POLICY, HashedEmbedder, hashed
from tools.knowledge.indexing import Work, make
from tools.knowledge.keeping import INDEX
from tools.knowledge.models import Document
from voxloom.jobs import registry
from voxloom.management.commands import knowledge as command

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("main")]
BOT = """voxloom: 1
bot: desk
start: main
knowledge: {house: {sources: [policy]}, other: {sources: [nowhere]}}
flows: {main: {nodes: {look: {type: answer, knowledge: house, threshold: 0.9, on_unknown: end, on_error: end, next:
end}}}}
"""


@pytest.fixture(autouse=True)
def quick_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job with vectors of words, in the place of the one with the models."""

    def job(document: int, of: int, begun: int, part: int = 0) -> None:
        make(Document.objects.select_related("current").get(pk=document), Work(hashed, HashedEmbedder.versions, 60.0))

    known = registry.find(INDEX)
    monkeypatch.setitem(registry._tasks, INDEX, registry.Task(INDEX, job, known.tries))
    monkeypatch.setattr(command, "InProcessEmbedder", HashedEmbedder)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.md"
    path.write_text(POLICY, encoding="utf-8")
    return path


def knowledge(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("knowledge", *words)
    return capsys.readouterr().out


def test_a_document_is_given_shown_and_taken_away(capsys: pytest.CaptureFixture[str], policy: Path) -> None:
    assert knowledge(capsys, "add", "policy", str(policy), "--title", "the policy").splitlines()[-1] == "policy: ready"
    [line] = knowledge(capsys, "list").splitlines()
    assert line.startswith("policy  ready  3 passages  of 20")
    [told] = json.loads(knowledge(capsys, "list", "--json"))
    assert (told["title"], told["state"], told["source"], told["due"]) == ("the policy", "ready", "policy.md", False)
    assert knowledge(capsys, "index").splitlines()[-1] == "policy: ready"
    knowledge(capsys, "remove", "policy")
    assert knowledge(capsys, "list") == ""


def test_a_question_shows_extracts_scores_and_source(
    capsys: pytest.CaptureFixture[str], policy: Path, tmp_path: Path
) -> None:
    knowledge(capsys, "add", "policy", str(policy), "--title", "the policy")
    told = json.loads(knowledge(capsys, "ask", "policy", "gift cards and tickets", "--json"))
    assert told["extract"] == "What stays with you: Gift cards and tickets."
    assert (told["source"], told["threshold"]) == ("policy", 0.5)
    assert {"score", "document", "heading", "likeness", "words", "covered", "text", "page"} == told["passages"][
        0
    ].keys()
    bot = tmp_path / "desk.yaml"
    bot.write_text(BOT, encoding="utf-8")
    shown = knowledge(capsys, "ask", str(bot), "helicopters to the moon")
    assert "threshold 0.9" in shown
    assert "(nothing is sure enough: on_unknown)" in shown
    assert "policy > " in shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "policy", "/nowhere/at/all.md"), "cannot be read"),
        (("add", "Policy", "https://a.example/"), "small letter"),
        (("add", "policy", "https://a.example/", "--every", "soon"), "--every"),
        (("remove", "nothing"), "no document called nothing"),
        (("index", "nothing"), "no document called nothing"),
        (("ask", "nothing", "why"), "no document, no file and no bot"),
    ],
)
def test_what_does_not_fit_is_a_line(words: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says) as problem:
        call_command("knowledge", *words)
    assert problem.value.returncode == 2


def test_a_base_without_an_index_and_one_that_is_not_there(tmp_path: Path) -> None:
    bot = tmp_path / "desk.yaml"
    bot.write_text(BOT, encoding="utf-8")
    with pytest.raises(CommandError, match="has an index"):
        call_command("knowledge", "ask", str(bot), "why")
    with pytest.raises(CommandError, match="no knowledge base called nothing; it has house, other"):
        call_command("knowledge", "ask", f"{bot}.nothing", "why")


def test_what_cannot_be_read_is_told_and_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def job(document: int, of: int, begun: int, part: int = 0) -> None:
        Document.objects.filter(pk=document).update(state="failed", problem="The PDF is damaged.")

    monkeypatch.setitem(registry._tasks, INDEX, registry.Task(INDEX, job))
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="Not every index"):
        call_command("knowledge", "add", "broken", str(broken))
    assert "broken: The PDF is damaged." in capsys.readouterr().out


def test_later_leaves_it_to_the_server(capsys: pytest.CaptureFixture[str], policy: Path) -> None:
    assert "the server makes its index" in knowledge(capsys, "add", "policy", str(policy), "--later")
    assert Document.objects.get(name="policy").state == "waiting"


def test_who_checks_a_bot_is_told_what_its_documents_lack(
    capsys: pytest.CaptureFixture[str], policy: Path, tmp_path: Path
) -> None:
    bot = tmp_path / "desk.yaml"
    bot.write_text(BOT, encoding="utf-8")
    knowledge(capsys, "add", "policy", str(policy), "--later")
    with pytest.raises(SystemExit):
        call_command("bot", "lint", str(bot))
    told = capsys.readouterr().err
    assert "has no index of `policy` yet" in told
    assert "needs the document `nowhere`, which is not there" in told
