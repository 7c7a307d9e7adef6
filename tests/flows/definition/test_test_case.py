"""Tests as they stand in a bot."""

from flows.definition.test_case import TestTurn


def test_a_turn_without_an_action_only_looks() -> None:
    assert TestTurn().does_nothing
    assert not TestTurn(user="hi").does_nothing
    assert not TestTurn(silence=True).does_nothing
