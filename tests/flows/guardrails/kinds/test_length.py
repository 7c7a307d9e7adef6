"""More words than allowed, with those of the same turn."""

from flows.definition.guardrails.length import Length
from flows.guardrails.kinds.length import find


def test_words_of_the_turn_count_together() -> None:
    rule = Length(type="length", words=4)
    assert find(rule, "one two three four") is None
    assert find(rule, "three four", before=2) is None
    found = find(rule, "three four five", before=2)
    assert found is not None
    assert found.evidence == "5 words"
