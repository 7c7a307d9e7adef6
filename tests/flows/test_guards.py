"""Whatever type or module is added must come with its description, example, tests and page."""

import dataclasses
from pathlib import Path

import pytest

from flows.definition.nodes.types import NODE_TYPES
from flows.findings import CODES
from flows.schema.bot_schema import bot_schema
from flows.schema.reference import reference_pages
from flows.values.slots import SLOT_TYPES
from tests.flows.small_bots import Talk, bot

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_TESTS_OF_THEIR_OWN = {
    "flows/apps.py", "flows/definition/config.py", "flows/definition/nodes/node.py", "flows/definition/nodes/types.py",
    "flows/driver/ports.py", "flows/engine/expectation.py", "flows/engine/commands.py", "flows/engine/acts.py",
    "flows/understanding/port.py", "tools/apps.py", "flows/values/setting.py", "flows/understanding/model/port.py",
    "tools/models/address.py", "tools/bindings/outside.py", "tools/knowledge/apps.py", "tools/knowledge/models.py",
    "tools/knowledge/rows.py",
}  # fmt: skip
"""Declarations only, or tested as a part of what they serve: acts and commands in test_events."""

AROUND_EXAMPLES = """
slots:
  account: {type: choice, choices: {savings: [saver], checking: [current]}}
  amount: {type: money}
variables:
  story: {type: text}
  question: {type: text}
  customer: {type: text}
  fee: {type: money}
  total: {type: money}
  note: {type: text}
  balance: {type: money}
tools: {get_balance: {arguments: {account: text}, returns: {balance: money}, stub: {balance: 5}}}
knowledge: {handbook: {description: what our handbook says}}
flows:
  main:
    nodes:
"""


RUN_BY_EXAMPLES = """
  identify:
    inputs: {attempts_left: integer}
    outputs: {customer: text}
    nodes: {known: {type: set, set: {customer: maria}, next: end}}
"""


def _indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.strip().splitlines())


@pytest.mark.parametrize("name", NODE_TYPES)
def test_node_types_are_complete(name: str) -> None:
    kind = NODE_TYPES[name]
    assert kind.__module__ == f"flows.definition.nodes.{name}"
    assert kind.__name__.lower() in (name, f"run{name}")  # `Flow` itself is the flow, not the node that runs one
    assert kind.__doc__
    assert (ROOT / f"tests/flows/definition/nodes/test_{name}.py").is_file()
    assert (ROOT / f"docs/reference/nodes/{name}.md").is_file()
    fields = bot_schema()["$defs"][kind.__name__]["properties"]
    assert all(field.get("description") or field.get("const") for field in fields.values()), fields


@pytest.mark.parametrize("name", NODE_TYPES)
def test_node_examples_load_and_run_clean(name: str) -> None:
    known = "{account: savings, amount: 5, story: Wet., question: When?}" if name != "ask" else "{amount: 5}"
    first = f"      begin: {{type: set, set: {known}}}\n"
    run = RUN_BY_EXAMPLES if name == "flow" else ""
    talk = Talk(bot(AROUND_EXAMPLES + first + _indented(NODE_TYPES[name].example, 6) + run))
    assert "fault" not in talk.why()
    assert talk.commands


@pytest.mark.parametrize("name", SLOT_TYPES)
def test_slot_types_are_complete(name: str) -> None:
    kind = SLOT_TYPES[name]
    assert kind.__doc__
    assert (ROOT / f"tests/flows/values/test_{name}.py").is_file()
    assert (ROOT / f"tests/flows/values/data/{name}.yaml").is_file()
    assert (ROOT / f"docs/reference/slots/{name}.md").is_file()
    fields = bot_schema()["$defs"][kind.__name__]["properties"]
    assert all(field.get("description") or field.get("const") for field in fields.values()), fields
    assert kind.condition_type in ("string", "double", "bool")


@pytest.mark.parametrize("name", SLOT_TYPES)
def test_slot_examples_load_and_can_be_asked_for(name: str) -> None:
    example = SLOT_TYPES[name].example
    slot = example.split(":")[0]
    nodes = f"  main:\n    nodes:\n      a: {{type: ask, slot: {slot}, say: Well?, next: end}}\n"
    talk = Talk(bot(f"slots:\n  {example}\nflows:\n{nodes}"))
    assert talk.said == ["Well?"]


def test_every_module_has_its_tests() -> None:
    modules = [
        path.relative_to(ROOT)
        for part in ("flows", "tools")
        for path in sorted((ROOT / part).rglob("*.py"))
        if path.name != "__init__.py" and "migrations" not in path.parts
    ]
    missing = [
        str(module)
        for module in modules
        if str(module) not in WITHOUT_TESTS_OF_THEIR_OWN
        and not (ROOT / "tests" / module.parent / f"test_{module.name}").is_file()
    ]
    assert missing == []


def test_modules_stay_small() -> None:
    for part in ("flows", "tools", "tests/flows", "tests/tools"):
        for path in (ROOT / part).rglob("*.py"):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 330, path


@pytest.mark.parametrize("name", sorted(reference_pages()))
def test_the_committed_reference_is_current(name: str) -> None:
    committed = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert committed == reference_pages()[name], "run `manage.py bot docs`"


def test_no_page_of_the_reference_is_left_over() -> None:
    folder = ROOT / "docs" / "reference"
    found = {str(path.relative_to(folder)) for part in ("nodes", "slots") for path in (folder / part).iterdir()}
    assert found <= set(reference_pages())


def test_every_code_means_something_and_stands_in_a_known_group() -> None:
    groups = {"yaml", "schema", "name", "type", "flow", "slot", "condition", "ask", "intent", "choice", "tool"}
    assert {code.split(".")[0] for code in CODES} <= groups | {"personal", "secret", "guardrail"}
    assert all(meaning.endswith(".") for meaning in CODES.values())


def test_definitions_are_frozen() -> None:
    for kind in (*NODE_TYPES.values(), *SLOT_TYPES.values()):
        assert dataclasses.is_dataclass(kind)
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
