"""Taking out what is broken."""

from typing import Any

import pytest

from flows.loader.lost import Lost
from flows.loader.misfits import UNKNOWN_FIELD, Misfit
from flows.loader.path import Path
from flows.loader.prune import STAND_IN, Pruner


def _data() -> dict[Any, Any]:
    return {
        "voxloom": 1,
        "slots": {"n": {"type": "integer", "mim": 1}},
        "flows": {"main": {"triggers": ["a", "b", "c", "d"], "nodes": {"x": {"type": "say"}, "y": {"say": "hi"}}}},
    }


def _pruner(*misfits: tuple[str, Path]) -> Pruner:
    pruner = Pruner(_data(), Lost())
    found = [Misfit(path, [{"type": kind}]) for kind, path in misfits]
    pruner.note(found)
    assert pruner.take_out(found)
    return pruner


def test_an_unknown_field_goes_alone_and_what_it_was_meant_as_is_lost_too() -> None:
    pruner = _pruner((UNKNOWN_FIELD, ("slots", "n", "mim")))
    assert pruner.data["slots"] == {"n": {"type": "integer"}}
    assert set(pruner.lost.paths) == {("slots", "n", "mim"), ("slots", "n", "min")}


def test_what_lacks_a_field_goes_whole() -> None:
    assert _pruner(("missing", ("slots", "n", "x"))).data["slots"] == {}


def test_a_node_leaves_a_stand_in_so_that_the_others_keep_their_order() -> None:
    pruner = _pruner(("missing", ("flows", "main", "nodes", "x", "say")))
    assert list(pruner.data["flows"]["main"]["nodes"]) == ["x", "y"]
    assert pruner.data["flows"]["main"]["nodes"]["x"] == STAND_IN
    assert pruner.nodes == {("flows", "main", "nodes", "x")}


def test_entries_of_lists_go_without_mixing_up_the_others() -> None:
    where: Path = ("flows", "main", "triggers")
    pruner = _pruner(("string_type", (*where, 0)), ("string_type", (*where, 2)))
    assert pruner.data["flows"]["main"]["triggers"] == ["b", "d"]
    assert [pruner.lost.original((*where, at)) for at in (0, 1)] == [(*where, 1), (*where, 3)]
    assert pruner.remove([(*where, 1)])
    assert (*where, 3) in pruner.lost.paths


def test_of_two_misfits_in_each_other_the_outer_one_goes() -> None:
    pruner = _pruner(("string_type", ("flows", "main", "nodes", "x", "say")), ("missing", ("flows", "main", "y")))
    assert pruner.data["flows"] == {}
    assert list(pruner.lost.paths) == [("flows", "main")]


@pytest.mark.parametrize("field", ["voxloom", "bot", "start", "flows"])
def test_a_bot_always_has_what_it_needs(field: str) -> None:
    pruner = Pruner(_data(), Lost())
    assert pruner.remove([(field,)])
    assert field in pruner.data


def test_what_is_not_there_cannot_be_taken_out() -> None:
    for path in [(), ("slots", "m"), ("slots", "n", "type", "x"), ("never",)]:
        assert not Pruner(_data(), Lost()).remove([path])


def test_the_data_itself_stays_as_it_is() -> None:
    data = _data()
    Pruner(data, Lost()).remove([("slots", "n"), ("flows", "main", "triggers", 0)])
    assert data == _data()
