"""One edit: splices, their way back, refusals with their place, and texts that are read in parts or as a whole."""

import pytest

from flows.exchange import edit as module
from flows.exchange.edit import edit, utf16, with_edits
from flows.exchange.edits import AddNode, MoveNode, PlaceNode, RemoveNode, RenameNode, Set, Unset
from flows.loader.document import MAX_BYTES
from tests.flows.exchange.bots import forms
from tests.flows.exchange.small import BOT, refused

LOST = Set(path=("flows", "pay", "nodes", "lost", "say"), value="Gone \U0001f600: yes")


@pytest.mark.parametrize("form", forms(BOT))
def test_an_edit_and_its_way_back(form: str) -> None:
    text = forms(BOT)[form]
    made = edit(text, LOST)
    [(start, end, insert)] = made.edits
    assert text[start:end] == "Lost."
    assert insert == '"Gone \U0001f600: yes"'
    assert with_edits(text, made.edits) == made.text
    assert with_edits(made.text, made.inverse).encode() == text.encode()
    [(back_start, back_end, back)] = made.inverse
    assert (back_end - back_start, back) == (len(insert), "Lost.")
    [(unit_start, unit_end, _)] = utf16(made.text, made.inverse)
    assert unit_end - unit_start == len(insert) + 1


def test_an_edit_of_nothing_is_none() -> None:
    made = edit(BOT, Set(path=("bot",), value="small"))
    assert (made.text, made.edits, made.inverse) == (BOT, (), ())


def test_parts_are_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = module.read_tree
    monkeypatch.setattr(module, "read_tree", lambda text: (sizes.append(len(text)), real(text))[1])
    cut = edit(BOT, LOST)
    assert sizes[0] < 500
    monkeypatch.setattr(module, "outline", lambda text: None)
    assert edit(BOT, LOST) == cut
    assert sizes[1] == len(BOT)


@pytest.mark.parametrize(
    ("slip", "code", "line", "column"),
    [
        ("bot: [a\n", "yaml.syntax", 3, 6),
        ("bot: a\n\tb: c\n", "yaml.syntax", 3, 1),
        ("bot: 'a\n", "yaml.syntax", None, None),
        ("bot: a\n---\nb: c\n", "yaml.documents", 3, 1),
        ("bot: \x01\n", "yaml.encoding", 2, 6),
        ("bot: *gone\nvoice: [" + "[" * 70 + "\n", "yaml.depth", 3, None),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_its_place(
    slip: str, code: str, line: int | None, column: int | None
) -> None:
    found = refused(LOST, BOT.replace("bot: small\n", slip))
    assert found.code == code
    assert found.line == (line or found.line)
    assert found.column == (column or found.column)


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("hello: {type", "hello: &n {type", "edit.anchor", "say"),
        ("  lost:\n", "  lost: &n\n", None, "say"),
        ("lost: {type: say,", "lost: {? type : say,", "edit.key", "help"),
        ("say: Lost.", "say: &n Lost.}\n      more: {type: say, say: *n", "edit.anchor", "say"),
    ],
)
def test_forms_that_only_people_change_are_refused_at_their_line(
    old: str, new: str, code: str | None, word: str
) -> None:
    text = BOT.replace(old, new)
    if "hello" in old:
        text = text.replace("start: main", "start: main\nname: *n")
        operation = Set(path=("flows", "main", "nodes", "hello"), value={"type": "end"})
    else:
        operation = Set(path=("flows", "pay", "nodes", "lost", word), value="new")
    if code is None:
        assert edit(text, operation).text.count("new") == 1
        return
    found = refused(operation, text)
    assert (found.code, found.remedy) == (code, "Edit it in the text.")
    assert ("&n" if "&n" in new else "{?") in text.split("\n")[found.line - 1]


def test_merges_are_refused_and_names_in_them_are_not() -> None:
    text = BOT.replace("start: main", "start: main\nvoice: &v {engine: piper}").replace(
        "      lost: {type: say, say: Lost., next: end}",
        "      lost:\n        <<: *v\n        type: say\n        say: Lost.",
    )
    found = refused(LOST, text)
    assert (found.code, text.split("\n")[found.line - 1]) == ("edit.merge", "        <<: *v")
    assert refused(RemoveNode(flow="pay", name="lost"), text).code == "edit.merge"
    assert "next: more, say: Hi" in edit(text.replace("say: Hello, amount.", "say: Hi"), AddNode(
        flow="main", name="more", value={"type": "say", "next": "more", "say": "Hi"})).text  # fmt: skip


def test_a_bot_that_would_be_too_large_is_refused() -> None:
    assert refused(Set(path=("description",), value="x" * MAX_BYTES)).code == "yaml.size"


def test_an_empty_text_is_refused() -> None:
    assert refused(LOST, "").code == "edit.path"
    assert refused(LOST, "# nothing\n").code == "edit.path"
    assert refused(LOST, "text\n").code == "edit.path"
    assert refused(LOST, "[a]\n").code == "edit.path"


def test_texts_that_only_look_cut() -> None:
    text = 'voxloom: 1\ndescription: "x\nflows:\n  pay: 1\n"\nflows: {pay: {nodes: {lost: {type: say, say: Lost.}}}}\n'
    assert edit(text, LOST).text == text.replace("Lost.", '"Gone \U0001f600: yes"')
    only = 'voxloom: 1\ndescription: "x\nflows:\n  pay:\n    nodes:\n      lost: {say: a}\n"\n'
    assert refused(LOST, only).code == "edit.path"


@pytest.mark.parametrize(
    "operation",
    [
        Unset(path=("flows", "pay", "nodes", "lost", "next")),
        MoveNode(flow="pay", name="lost", before="ask"),
        PlaceNode(flow="pay", name="lost", x=3, y=4),
        RenameNode(flow="pay", name="lost", to="gone"),
        RemoveNode(flow="lost", name="run"),
    ],
)
def test_a_whole_text_gives_the_same_as_its_parts(monkeypatch: pytest.MonkeyPatch, operation: Set) -> None:
    cut = edit(BOT, operation)
    monkeypatch.setattr(module, "outline", lambda text: None)
    assert edit(BOT, operation) == cut
