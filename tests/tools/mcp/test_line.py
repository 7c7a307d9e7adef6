"""Lines: whatever they are made of, they can do the same, and begin alike."""

from typing import get_type_hints

import pytest

from tests.tools.mcp.lines import ScriptedLine
from tools.lines import Deadlines
from tools.mcp.line import Line
from tools.mcp.program import Program
from tools.mcp.web import Web

ABILITIES = [name for name, one in vars(Line).items() if not name.startswith("_") and callable(one)]


@pytest.mark.parametrize("made_of", [Web, Program, ScriptedLine])
def test_every_line_can_do_the_same(made_of: type) -> None:
    assert ABILITIES == ["ask", "tell", "gives_up", "aclose"]
    for name in ABILITIES:
        hints, wanted = get_type_hints(getattr(made_of, name)), get_type_hints(getattr(Line, name))
        assert list(hints.values()) == list(wanted.values()), name


def test_a_line_has_as_long_as_it_likes_for_the_first_byte_where_nothing_is_said() -> None:
    assert Deadlines(1.0) == Deadlines(connect_s=1.0, first_byte_s=None)
