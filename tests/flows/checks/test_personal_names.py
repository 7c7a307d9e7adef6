"""Which names hold personal data, and of what class."""

from flows.checks.personal_names import PersonalNames
from tests.flows.checks.small import MAIN, look, nodes

DECLARED = """
types:
  member: {type: digits, length: 4, personal: id}
  near: {type: member}
  alias: {type: person, personal: false}
slots:
  who: {type: person}
  tel: {type: phone, personal: contact}
  nobody: {type: email, personal: false}
  ill: {type: yes_no, personal: health}
  some: {type: text, personal: true}
  plain: {type: text}
  number: {type: near}
  called: {type: alias}
variables:
  home: {type: address}
  file: {type: near}
  nick: {type: alias}
  sort: {type: person, personal: false}
  note: {personal: story}
  any: {personal: true}
  line: {type: phone, personal: true}
  free: {}
"""


def test_classes_of_slots_and_variables() -> None:
    names = PersonalNames(look(DECLARED + MAIN))
    assert {name: personal for (flow, name), personal in names.classes.items() if not flow} == {
        "who": "person", "tel": "contact", "ill": "health", "some": "personal", "number": "id", "home": "address",
        "file": "id", "note": "story", "any": "personal", "line": "phone",
    }  # fmt: skip
    assert {name for _, name in names.none} == {"nobody", "called", "nick", "sort"}
    assert names.places["", "home"] == ("variables", "home")


def test_inputs_outputs_and_what_models_take_out() -> None:
    names = PersonalNames(
        look(
            "types: {member: {type: digits, length: 4, personal: id}}\nslots: {who: {type: person}}\n"
            "variables: {found: {}}\n"
            + nodes("a: {type: generate, prompt: x, extract: {found: email, mood: text}, stub: {}, next: end}")
            + "  sub:\n    inputs: {given: member, count: number}\n    outputs: {back: iban, who: phone}\n"
            + "    nodes: {a: {type: say, say: Hi., next: end}}\n"
        )
    )
    assert names.classes == {
        ("", "who"): "person",
        ("sub", "given"): "id",
        ("sub", "back"): "iban",
        ("", "found"): "email",
    }


def test_what_a_word_means_in_a_flow() -> None:
    names = PersonalNames(
        look(
            "slots: {who: {type: person}}\n"
            + nodes("a: {type: say, say: Hi., next: end}")
            + "  sub: {inputs: {given: text, who: text}, nodes: {a: {type: say, say: Hi., next: end}}}\n"
            + "  on_correction: {nodes: {a: {type: say, say: Hi., next: end}}}\n"
        )
    )
    assert names.resolve("sub", "given") == ("sub", "given")
    assert names.resolve("sub", "who") == ("", "who")  # the slot is meant
    assert names.resolve("main", "given") == ("", "given")
    assert names.resolve("on_correction", "new") == ("on_correction", "new")


def test_fields_of_results() -> None:
    names = PersonalNames(
        look(
            "types: {member: {type: digits, length: 4, personal: id}}\n"
            "tools: {find: {returns: {name: person, id: member, age: number}, stub: {name: A, id: '1234', age: 4}}}\n"
            + MAIN
        )
    )
    found = [names.of_field(("tools", "find", "returns", field)) for field in ("name", "id", "age", "none")]
    assert found == ["person", "id", None, None]


def test_what_could_not_be_read_holds_nothing() -> None:
    names = PersonalNames(look("slots: {who: {type: person, personal: [x]}, tel: {type: phone}}\n" + MAIN))
    assert names.classes == {("", "tel"): "phone"}
