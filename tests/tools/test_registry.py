"""Functions by name."""

import pytest

from tools.registry import ToolNameTaken, registered, tool


def test_a_function_is_found_by_its_name() -> None:
    @tool("test_registry_one")
    def one() -> None: ...

    assert registered("test_registry_one") is one
    assert registered("test_registry_none") is None


def test_a_name_is_taken_once() -> None:
    @tool("test_registry_two")
    def two() -> None: ...

    with pytest.raises(ToolNameTaken):

        @tool("test_registry_two")
        def other() -> None: ...
