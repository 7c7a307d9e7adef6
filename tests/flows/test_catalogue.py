"""Where bots are found."""

from pathlib import Path

import pytest

from flows.catalogue import BotNotFound, BotNotRunnable, find, locate, publish, published, starter_bots

HEAD = "voxloom: 1\nbot: riverbank\nname: Mine\nstart: main\n"
TEXT = f"{HEAD}flows: {{main: {{nodes: {{a: {{type: say, say: Hi., next: end}}}}}}}}\n"


def test_starter_bots_are_there() -> None:
    assert {path.stem for path in starter_bots()} == {"riverbank", "table_booking"}


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


@pytest.mark.django_db
def test_hyphens_and_underscores_are_one() -> None:
    assert find("table-booking").bot == find("table_booking").bot


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nobody", "", "../riverbank", "/nonexistent/x.yaml"])
def test_what_is_not_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BotNotFound):
        find(name)


@pytest.mark.django_db
def test_a_text_is_a_version_once() -> None:
    first, again, second = publish(TEXT), publish(TEXT), publish(TEXT.replace("Hi.", "Hello."))
    assert (first.number, again.number, second.number) == (1, 1, 2)
    found = published("riverbank")
    assert found is not None
    assert (found.version, found.slug) == (2, "riverbank")


@pytest.mark.django_db
def test_a_bot_with_errors_is_not_published() -> None:
    with pytest.raises(BotNotRunnable, match="1 error"):
        publish(TEXT.replace("next: end", "next: nowhere"))
    assert published("riverbank") is None


@pytest.mark.django_db
def test_where_a_bot_is(tmp_path: Path) -> None:
    assert locate(str(tmp_path)) == tmp_path
    found = locate("riverbank")
    assert isinstance(found, Path)
    assert found.stem == "riverbank"
    publish(TEXT)
    assert locate("riverbank") == published("riverbank")
