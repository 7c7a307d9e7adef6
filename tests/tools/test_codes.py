"""One-time codes: somebody's, for five minutes, once, and only the newest."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.flows.small_bots import bot
from tests.platform.clock import Clock
from tools.box import ToolBox
from tools.codes import LASTS_S, KeepsCodes, KeptCodes, MemoryCodes
from tools.services import BoundServices
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace
from voxloom.verifying.models import Code

BOT = bot(
    "tools:\n  make: {type: python, function: voxloom.make_code}\n"
    "  check: {type: python, function: voxloom.check_code}\n"
    "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n",
    warnings=True,
)


def called(box: ToolBox, tool: str, **arguments: Any) -> ToolOutcome:
    return asyncio.run(box.call(CallTool("tool-1", tool, arguments, 5_000)))


def checked(box: ToolBox, code: str, who: str = "407112") -> bool:
    return bool(called(box, "check", who=who, code=code).result["verified"])


def made(box: ToolBox, who: str = "407112", **more: Any) -> str:
    result = called(box, "make", who=who, **more).result
    assert result["expires_s"] == LASTS_S
    return str(result["code"])


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


Move = Callable[[float], None]


@pytest.fixture(params=["memory", pytest.param("database", marks=pytest.mark.django_db(transaction=True))])
def keeper(request: pytest.FixtureRequest) -> tuple[KeepsCodes, Move]:
    """Where codes are, and what makes seconds pass there."""
    clock, began = Clock(), timezone.now()

    def move(seconds: float) -> None:
        clock.now_s += seconds

    if request.param == "memory":
        return MemoryCodes(clock), move
    workspace = int(Workspace.objects.get_or_create(slug=MAIN, defaults={"name": "Main"})[0].pk)
    return KeptCodes(workspace, lambda: began + timedelta(seconds=clock.now_s - 1_000)), move


@pytest.fixture
def box(keeper: tuple[KeepsCodes, Move]) -> ToolBox:
    return ToolBox(BOT, services=BoundServices((), codes=keeper[0]))


def test_a_code_works_once_for_whom_it_was_made(box: ToolBox) -> None:
    code = made(box)
    assert len(code) == 6
    assert code.isdecimal()
    assert not checked(box, other_than(code))
    assert not checked(box, code, who="407113")
    assert checked(box, f" {code[:3]} {code[3:]}")
    assert not checked(box, code)


def test_only_the_newest_works(box: ToolBox) -> None:
    old, new = made(box), made(box)
    while new == old:
        new = made(box)
    assert not checked(box, old)
    assert checked(box, new)


def test_it_ends_by_itself(box: ToolBox, keeper: tuple[KeepsCodes, Move]) -> None:
    code = made(box)
    keeper[1](LASTS_S - 1)
    assert checked(box, code)
    code = made(box)
    keeper[1](LASTS_S)
    assert not checked(box, code)


def test_its_digits_are_as_many_as_wanted(box: ToolBox) -> None:
    assert len(made(box, digits=4)) == 4
    for wrong in ({"digits": 3}, {"digits": 11}, {"digits": "many"}):
        assert called(box, "make", who="407112", **wrong) == ToolOutcome(error="refused")
    assert called(box, "make", who=" ") == ToolOutcome(error="refused")


def test_codes_are_of_one_bot(keeper: tuple[KeepsCodes, Move]) -> None:
    codes, _ = keeper
    codes.keep("one", "407112", "123456")
    assert not codes.use("other", "407112", "123456")
    assert codes.use("one", "407112", "123456")


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_across_conversations_and_cannot_be_read() -> None:
    workspace = int(Workspace.objects.get_or_create(slug=MAIN, defaults={"name": "Main"})[0].pk)
    code = made(ToolBox(BOT, services=BoundServices((), codes=KeptCodes(workspace))))
    with within(workspace):
        row = Code.objects.get()
        assert not any(value in f"{row.digest} {row.code} {row}" for value in (code, "407112"))
    assert checked(ToolBox(BOT, services=BoundServices((), codes=KeptCodes(workspace))), code)


def test_without_a_database_it_is_known_in_its_conversation_alone() -> None:
    box = ToolBox(BOT)
    code = made(box)
    assert not checked(ToolBox(BOT), code)
    assert checked(box, code)
