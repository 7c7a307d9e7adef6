"""Training data: examples without their marks, and the words for values."""

from flows.exchange.rasa.model import Project
from flows.exchange.rasa.nlu import MAX_EXAMPLES, read_nlu
from flows.exchange.rasa.report import Report
from tests.flows.exchange.rasa.small import part, told

TEXT = """nlu:
- intent: pay
  examples: |
    - send to [my landlord]{"entity": "who", "value": "landlord"}
    - send to [anna](who)
    - send [twenty](amount:20)

    not an example
- intent: listed
  examples:
    - text: one
    - two
- synonym: landlord
  examples: |
    - the rent
- lookup: city
  examples: |
    - rome
- regex: code
  examples: |
    - [0-9]+
- nothing: 1
"""


def test_all_of_it() -> None:
    project, report = Project(), Report()
    read_nlu(part(TEXT, "nlu.yml"), project, report)
    assert project.intents["pay"].examples == ("send to my landlord", "send to anna", "send twenty")
    assert project.intents["listed"].examples == ("one", "two")
    assert project.words == {"who": {"landlord": ["my landlord"], "anna": ["anna"]}, "amount": {"20": ["twenty"]}}
    assert (project.synonyms, project.lookups) == ({"landlord": ["the rent"]}, {"city": ["rome"]})
    assert [line.split(":")[1] for line in told(report)] == ["19", "22"]


def test_examples_are_bounded_and_joined() -> None:
    project, report = Project(), Report()
    lines = "".join(f"    - example {number}\n" for number in range(MAX_EXAMPLES + 10))
    for _ in range(2):
        read_nlu(part(f"nlu:\n- intent: a\n  examples: |\n{lines}"), project, report)
    assert len(project.intents["a"].examples) == MAX_EXAMPLES
    assert "were taken" in told(report)[0]
