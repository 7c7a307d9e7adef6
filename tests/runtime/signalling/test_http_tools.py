"""A chat whose bot asks a service: what the caller hears, and what was sent."""

import json
from collections.abc import Callable

import pytest
from channels.db import database_sync_to_async

from runtime.service import RuntimeService
from tests.runtime.signalling.asking import savings
from tests.tools.scripted import answers, scripted
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.given.keeping import give

pytestmark = pytest.mark.django_db(transaction=True)

BANK = """
voxloom: 1
bot: bank
name: Bank
language: en
start: hello
defaults: {on_fail: handoff, on_error: handoff}
slots:
  account: {type: choice, choices: {savings: [], checking: []}}
variables:
  balance: {type: money}
tools:
  get_balance:
    type: http
    request: {url: "{{ env.bank_api }}/accounts/{{ account }}/balance"}
    auth: {bearer: bank_token}
    timeout: 1s
    returns: {balance: money}
    stub: {balance: 7}
flows:
  hello:
    nodes:
      which: {type: ask, slot: account, say: "Which account, savings or checking?"}
      look_up: {type: call, tool: get_balance, save: {balance: result.balance}, on_error: sorry}
      tell: {type: say, say: "You have {{ balance | money }}.", next: end}
      sorry: {type: say, say: "I cannot reach your account.", next: end}
"""


def _keep_secret() -> None:
    with within(MAIN):
        give("bank_token", "s3cret-of-the-bank", secret=True)


def test_a_service_is_asked_with_what_the_workspace_is_given(
    served: Callable[..., None], outgoing_loopback: None
) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_keep_secret)()
        assert (await savings(BANK, bank_api=f"{bank.address}/v1"))[0] == "You have $1,250.50."

    with scripted(answers(body=json.dumps({"balance": 1250.5}).encode())) as bank:
        served(work)
    (seen,) = bank.seen
    assert (seen.method, seen.path) == ("GET", "/v1/accounts/savings/balance")
    assert seen.headers["authorization"] == "Bearer s3cret-of-the-bank"


def test_without_anything_given_the_stub_answers(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        assert (await savings(BANK))[0] == "You have $7."

    served(work)


def test_an_address_inside_is_not_asked_unless_the_server_allows_it(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        await database_sync_to_async(_keep_secret)()
        assert (await savings(BANK, bank_api=f"{bank.address}/v1"))[0] == "I cannot reach your account."

    with scripted() as bank:
        served(work)
        assert bank.lines == 0
