"""The names of a bot, with what an author picks them by."""

from flows.exchange.canvas.names import names
from flows.values.slots import SLOT_TYPES


def test_every_kind_of_name_is_told_with_what_it_is() -> None:
    told = names(
        {
            "slots": {"card": {"type": "choice", "description": "the card"}, "name": {}},
            "variables": {"sum": {"type": "money"}},
            "types": {"member": {"type": "digits"}},
            "intents": {"pay": {"description": "paying", "examples": ["pay", "I pay"]}},
            "tools": {
                "send": {
                    "type": "http",
                    "effect": "write",
                    "arguments": {"to": "text"},
                    "returns": {"no": "text"},
                    "timeout": "2s",
                }
            },
            "knowledge": {"house": {}},
            "routes": {"fast": {}},
            "flows": {"main": {"description": "Greets.", "inputs": {"a": "text"}, "outputs": {"b": "text"}}},
        }
    )
    assert told["slots"] == {
        "card": {"type": "choice", "description": "the card"}, "name": {"type": "text", "description": ""},
    }  # fmt: skip
    assert told["variables"]["sum"]["type"] == "money"
    assert told["types"] == [*SLOT_TYPES, "member"]
    assert told["intents"] == {"pay": {"description": "paying", "examples": 2}}
    assert told["tools"]["send"] == {
        "type": "http", "effect": "write", "description": "", "arguments": ["to"], "returns": ["no"],
        "return_types": {"no": "text"}, "timeout": "2s",
    }  # fmt: skip
    assert (told["knowledge"], told["routes"]) == (["house"], ["fast"])
    assert told["flows"] == {"main": {"description": "Greets.", "inputs": ["a"], "outputs": ["b"]}}
    assert "on_no_match" in told["repair"]


def test_what_is_no_declaration_does_no_harm() -> None:
    told = names({"slots": ["a"], "intents": {"pay": {"examples": "pay"}, "x": 1}, "tools": {"t": {"arguments": [1]}}})
    assert told["slots"] == {}
    assert told["intents"] == {name: {"description": "", "examples": 0} for name in ("pay", "x")}
    assert (told["tools"]["t"]["effect"], told["tools"]["t"]["arguments"]) == ("read", [])
    assert names({})["flows"] == {}


def test_a_tool_that_declares_no_arguments_takes_what_its_request_speaks_of() -> None:
    request = {
        "url": "{{ env.bank_api }}/accounts/{{ account }}/moves",
        "query": {"since": "{{ since | date }}", "most": 5, "of": "{{account}}"},
        "body": {"lines": ["to {{- payee.name }}"]},
    }
    told = names({"tools": {"look": {"request": request}, "told": {"request": request, "arguments": {"only": "text"}}}})
    assert told["tools"]["look"]["arguments"] == ["account", "since", "payee"]
    assert told["tools"]["told"]["arguments"] == ["only"]
    broken = names({"tools": {"t": {"request": "{{ a }}"}, "u": {"request": {"url": 1}}}})["tools"]
    assert [broken[name]["arguments"] for name in "tu"] == [[], []]
