"""Older files become newer ones, by steps that only these tests take."""

from dataclasses import replace

import pytest

from flows.exchange.migrate.run import CannotMigrate, Migrated, migrate, version_of
from flows.exchange.text.refusal import Refused
from tests.flows.exchange.migrate.small import NOTHING, RENAME

STEPS = {7: RENAME, 8: NOTHING}
OLD = """\
# the bank
voxloom: 7   # the old one
flows: {main: {nodes: {a: {type: say, prompt: "prompt: yes"}}}}
tests:
  # why
  - prompt: |
      Hello
"""


def test_the_text_is_changed_where_it_must_be_and_nowhere_else() -> None:
    done = migrate({"bot.yaml": OLD}, STEPS, to=9)
    assert done.texts == {
        "bot.yaml": OLD.replace("voxloom: 7", "voxloom: 9")
        .replace("type: say, prompt", "type: say, say")
        .replace("- prompt", "- say")
    }
    assert done.told == ("`prompt` is called `say`", "nothing that this bot has")


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    old = "\ufeff" + OLD.replace("\n", "\r\n")
    (new,) = migrate({"": old}, STEPS, to=8).texts.values()
    assert new.startswith("\ufeff# the bank\r\nvoxloom: 8   # the old one\r\n")
    assert new.count("\r\n") == old.count("\r\n")


def test_every_file_of_a_folder_goes_by_the_version_of_the_one_that_has_it() -> None:
    done = migrate({"a.yaml": "voxloom: 7\n", "b.yaml": "x: {prompt: 1}  # b\n"}, STEPS, to=8)
    assert done.texts == {"a.yaml": "voxloom: 8\n", "b.yaml": "x: {say: 1}  # b\n"}


@pytest.mark.parametrize(
    "head",
    ["voxloom: 9", "voxloom: 10", "voxloom: 6", "voxloom: -1000000000", 'voxloom: "7"', "voxloom: true", "bot: x"],
)
def test_what_needs_no_step_or_has_none_stays_as_it_is(head: str) -> None:
    text = f"{head}\nx: {{prompt: 1}}\n"
    assert migrate({"": text}, STEPS, to=9) == Migrated({"": text})


def test_files_that_say_two_versions_stay_as_they_are() -> None:
    texts = {"a": "voxloom: 7\n", "b": "voxloom: 8\n"}
    assert migrate(texts, STEPS, to=9) == Migrated(texts)


def test_a_text_that_cannot_be_read_is_refused_with_its_findings() -> None:
    with pytest.raises(CannotMigrate) as refused:
        migrate({"a.yaml": "voxloom: [\n"}, STEPS, to=9)
    assert [(one.code, one.place.file) for one in refused.value.findings] == [("yaml.syntax", "a.yaml")]


def test_a_step_whose_text_does_not_say_what_its_data_say_is_refused() -> None:
    for text in (lambda text: text, lambda text: text + "more: 1\n", lambda _: "[", lambda _: "a: 1\na: 2\n"):
        with pytest.raises(CannotMigrate, match="cannot be brought to version 8") as refused:
            migrate({"a.yaml": OLD}, {7: replace(RENAME, text=text)}, to=8)
        finding = refused.value.findings[0]
        assert (finding.code, finding.place.line, finding.place.column) == ("schema.version", 2, 1)


def test_what_an_edit_of_the_text_refuses_is_told_with_its_place() -> None:
    def text(_: str) -> str:
        problem = Refused("edit.anchor", "The part is shared.")
        problem.line, problem.column = 3, 4
        raise problem

    with pytest.raises(CannotMigrate, match="The part is shared") as refused:
        migrate({"a.yaml": OLD}, {7: replace(RENAME, text=text)}, to=8)
    place = refused.value.findings[0].place
    assert (place.file, place.line, place.column) == ("a.yaml", 3, 4)


def test_the_version_of_a_file() -> None:
    assert version_of({"voxloom": 3}) == 3
    for data in (None, [], {}, {"voxloom": "1"}, {"voxloom": True}, {"voxloom": 1.0}):
        assert version_of(data) is None


def test_the_present_version_needs_no_step() -> None:
    assert migrate({"": "voxloom: 1\n"}) == Migrated({"": "voxloom: 1\n"})
