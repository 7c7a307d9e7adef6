"""One call by hand, as a conversation would make it."""

import asyncio

import pytest

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.flows.small_bots import bot
from tests.tools.scripted import answers, scripted
from tools.trying import KEY, command_of, tried
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, named
from voxloom.given.keeping import give

BOT = bot(
    "slots: {member: {type: text}}\n"
    "tools:\n  pay: {type: http, request: {method: POST, url: '{{ env.api }}/{{ member }}', body: {a: '{{ amount }}'}},"
    " arguments: {amount: number}, effect: write, idempotency_key: auto, confirmed: true, timeout: 9s,"
    " stub: {paid: 1}}\n"
    "  look: {stub: {error: timeout}}\n"
    "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n",
    warnings=True,
)
PAY = command_of("pay", BOT.tools["pay"], {"amount": 5, "member": "7"})


def test_what_is_no_argument_is_a_value_for_its_request() -> None:
    pay = command_of("pay", BOT.tools["pay"], {"amount": 5, "member": "7"})
    assert pay == CallTool("try", "pay", {"amount": 5}, 9_000, "write", KEY, values={"member": "7"})
    look = command_of("look", BOT.tools["look"], {"any": 1})
    assert (look.arguments, look.values, look.idempotency_key) == ({"any": 1}, {}, None)


def test_without_a_workspace_its_stub_answers() -> None:
    assert asyncio.run(tried(BOT, PAY, None, "production")) == ToolOutcome({"paid": 1})


@pytest.mark.django_db(transaction=True)
def test_for_real_no_stub_answers(outgoing_loopback: None) -> None:
    workspace = int(named(MAIN).pk)
    assert asyncio.run(tried(BOT, PAY, workspace, "test")) == ToolOutcome(error="unavailable")
    with scripted(answers(body=b'{"paid": 2}')) as service:
        with within(MAIN):
            give("api", service.address, environment="test")
        assert asyncio.run(tried(BOT, PAY, workspace, "test")) == ToolOutcome({"paid": 2})
    (seen,) = service.seen
    assert (seen.path, seen.body, seen.headers["idempotency-key"]) == ("/7", b'{"a": 5}', KEY)
