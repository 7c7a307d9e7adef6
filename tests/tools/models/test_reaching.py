"""How a model is reached: with the key and at the address that its workspace is given, or not at all."""

import asyncio
from dataclasses import dataclass

import pytest

from tests.tools.models.test_routes import Workspace
from tools.models.reaching import NO_KEY, Way, way_to


@dataclass(frozen=True)
class Asked:
    key: str | None = None
    api_base: str | None = None
    provider: str = "openai"


def way(asked: Asked, given: Workspace) -> Way | None:
    return asyncio.run(way_to("it", asked, frozenset({"openai"}), given))


def test_the_key_is_given_and_shown_nowhere() -> None:
    found = way(Asked("k"), Workspace({}, {"k": "sk-1"}))
    assert found == Way("", "sk-1")
    assert "sk-1" not in repr(found)


def test_an_address_is_filled_and_has_no_key_but_its_own() -> None:
    given = Workspace({"models": "https://models.example.com"}, {"k": "sk-1"})
    assert way(Asked(api_base="{{ env.models }}/v1"), given) == Way("https://models.example.com/v1", NO_KEY)
    assert way(Asked("k", "{{ env.models }}/v1"), given) == Way("https://models.example.com/v1", "sk-1")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (Asked(), Workspace({}, {"k": "sk-1"})),
        (Asked("k"), Workspace()),
        (Asked("k", provider="bedrock"), Workspace({}, {"k": "sk-1"})),
        (Asked(api_base="{{ env.models }}"), Workspace()),
        (Asked(api_base="{{ env.models }}"), Workspace({"models": "https://elsewhere.example"})),
        (Asked("k"), Workspace({}, {"k": "sk-1"}, away=True)),
    ],
)
def test_who_is_not_given_what_it_needs_is_not_asked(asked: Asked, given: Workspace) -> None:
    assert way(asked, given) is None
