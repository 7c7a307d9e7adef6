"""Where bots are found."""

from pathlib import Path

import pytest
from django.db import IntegrityError

from flows.catalogue import (
    AddressTaken,
    Authorship,
    BotNotFound,
    BotNotRunnable,
    KeptMeanwhile,
    answering,
    find,
    keep,
    locate,
    newest_number,
    publish,
    published,
    starter_bots,
    stored,
)
from flows.loader.load import load_text
from flows.models import Bot, BotVersion, VersionIsFixed
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace

HEAD = "voxloom: 1\nbot: riverbank\nname: Mine\nstart: main\n"
TEXT = f"{HEAD}flows: {{main: {{nodes: {{a: {{type: say, say: Hi., next: end}}}}}}}}\n"


def test_starter_bots_are_there() -> None:
    assert {path.stem for path in starter_bots()} == {
        "service_desk",
        "riverbank",
        "table_booking",
        "verified_caller",
    }


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_path_wins_then_the_database_then_the_starter_bots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = find("riverbank").bot
    assert loaded is not None
    assert loaded.name == "Riverbank telephone banking"
    publish(TEXT)
    loaded = find("riverbank").bot
    assert loaded is not None
    assert loaded.name == "Mine"
    (tmp_path / "riverbank").write_text(TEXT.replace("Mine", "File"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    loaded = find("riverbank").bot
    assert loaded is not None
    assert loaded.name == "File"


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_hyphens_and_underscores_are_one() -> None:
    assert find("table-booking").bot == find("table_booking").bot


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nobody", "", "../riverbank", "/nonexistent/x.yaml"])
def test_what_is_not_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BotNotFound):
        find(name)


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_text_is_a_version_once() -> None:
    first, again, second = publish(TEXT), publish(TEXT), publish(TEXT.replace("Hi.", "Hello."))
    assert (first.number, again.number, second.number) == (1, 1, 2)
    found = published("riverbank")
    assert found is not None
    assert (found.version, found.slug) == (2, "riverbank")


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_what_lists_show_of_a_long_name_is_short() -> None:
    publish(TEXT.replace("name: Mine", f"name: {'n' * 300}\nlanguage: en-{'x' * 30}"))
    found = published("riverbank")
    assert found is not None
    assert (len(found.name), len(found.language)) == (200, 16)
    assert "n" * 300 in found.text


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_bot_with_errors_is_not_published() -> None:
    with pytest.raises(BotNotRunnable, match="1 error"):
        publish(TEXT.replace("next: end", "next: nowhere"))
    assert published("riverbank") is None


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_where_a_bot_is(tmp_path: Path) -> None:
    assert locate(str(tmp_path)) == tmp_path
    found = locate("riverbank")
    assert isinstance(found, Path)
    assert found.stem == "riverbank"
    publish(TEXT)
    assert locate("riverbank") == published("riverbank")


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_what_is_kept_does_not_answer_and_is_a_version_once() -> None:
    assert newest_number("riverbank") == 0
    assert stored("riverbank") is None
    first = keep(TEXT, load_text(TEXT), after=0)
    assert (first.version.number, first.is_new, published("riverbank")) == (1, True, None)
    again = keep(TEXT, load_text(TEXT), after=0)
    assert (again.version, again.is_new) == (first.version, False)
    assert newest_number("riverbank") == 1


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_of_two_texts_at_once_the_second_is_refused() -> None:
    other = TEXT.replace("Hi.", "Hello.")
    keep(TEXT, load_text(TEXT), after=0)
    with pytest.raises(KeptMeanwhile, match="version of riverbank at the same time"):
        keep(other, load_text(other), after=0)
    assert newest_number("riverbank") == 1
    assert keep(other, load_text(other), after=1).version.number == 2


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_two_that_take_the_same_number_in_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(**_: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("flows.catalogue.BotVersion.objects.create", taken)
    with pytest.raises(KeptMeanwhile):
        keep(TEXT, load_text(TEXT), after=0)
    assert not Bot.objects.exists()


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_bot_with_errors_is_not_kept() -> None:
    with pytest.raises(BotNotRunnable):
        keep(TEXT, load_text(TEXT.replace("next: end", "next: nowhere")), after=0)
    assert not Bot.objects.exists()


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_the_version_that_answers_comes_before_the_newest() -> None:
    keep(TEXT, load_text(TEXT), after=0)
    found = stored("riverbank")
    assert found is not None
    assert found.text == TEXT
    answering = publish(TEXT.replace("Hi.", "Hello."))
    keep(TEXT, load_text(TEXT), after=2)
    assert stored("riverbank") == answering


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_version_tells_who_kept_it_and_why_and_is_never_changed() -> None:
    kept = keep(TEXT, load_text(TEXT), 0, Authorship("ann", "The first one."))
    version = BotVersion.objects.get()
    assert (version.author, version.message) == ("ann", "The first one.")
    assert version == kept.version
    with pytest.raises(VersionIsFixed):
        version.save()
    with pytest.raises(VersionIsFixed):
        BotVersion.objects.update(text="other")
    assert BotVersion.objects.get().text == TEXT


@pytest.mark.django_db
def test_a_slug_is_one_workspaces() -> None:
    Workspace.objects.create(slug="blue", name="Blue")
    with within("blue"):
        publish(TEXT)
    with within(MAIN), pytest.raises(AddressTaken, match="Another workspace has a bot called riverbank"):
        publish(TEXT)
    found = published("riverbank")  # from wherever somebody calls
    assert found is not None
    assert found.workspace == Workspace.objects.get(slug="blue").pk
    assert answering() == ["riverbank"]
