"""Values that are said not to be meant."""

import pytest

from flows.understanding.negated import negated
from tests.flows.understanding.stage import READ_BACK, Stage, line


@pytest.mark.parametrize(
    ("text", "slot", "value", "around"),
    [
        ("not john anna", "payee", "john", ("", "anna")),
        ("anna not john", "payee", "john", ("anna", "")),
        ("not fifty sixty", "amount", 50, ("", "sixty")),
        ("not john", "payee", "john", ("", "")),
        ("fifty is no good sixty", "amount", 50, ("", "sixty")),
        ("sixty because fifty won't do", "amount", 50, ("sixty because", "")),
        ("john isn't possible", "payee", "john", ("", "")),
    ],
)
def test_the_value_and_what_stands_around_it(
    stage: Stage, text: str, slot: str, value: object, around: tuple[str, str]
) -> None:
    found = negated(line(text), stage.situation(READ_BACK))
    assert found is not None
    assert (found.slot, found.value) == (slot, value)
    assert (" ".join(found.before.tokens), " ".join(found.behind.tokens)) == around


def test_plain_values_are_meant(stage: Stage) -> None:
    assert negated(line("sixty to anna"), stage.situation(READ_BACK)) is None
