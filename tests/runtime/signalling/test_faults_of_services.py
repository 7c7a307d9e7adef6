"""Services that fail in the ways that services do: what the caller is told, and what was sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from runtime.service import RuntimeService
from tests.runtime.signalling.asking import savings
from tests.tools.scripted import Act, Scripted, answers, breaks_off, closes, drips, hangs, scripted, streams

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("outgoing_loopback")]

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
    request: {url: "{{ env.bank_api }}/balance/{{ account }}"}
    timeout: 2s
    returns: {balance: money}
  close_account:
    type: http
    effect: write
    idempotency_key: auto
    confirmed: true
    request: {method: POST, url: "{{ env.bank_api }}/close/{{ account }}"}
    timeout: 2s
    returns: {balance: money}
flows:
  hello:
    nodes:
      which: {type: ask, slot: account, say: "Which account, savings or checking?"}
      do:
        type: call
        tool: TOOL
        filler: {after: 200ms, say: One moment.}
        save: {balance: result.balance}
        on_error: sorry
      tell: {type: say, say: "You have {{ balance | money }}.", next: end}
      sorry: {type: say, say: "I cannot reach your account.", next: end}
"""
GOOD = answers(body=json.dumps({"balance": 12.5}).encode())
TOLD, SORRY = "You have $12.50.", "I cannot reach your account."
AT_ONCE = answers(429, retry_after="0")


@dataclass(frozen=True)
class Fault:
    """What a service does to one request after the other, what the caller is told, and how many requests there are."""

    acts: tuple[Act, ...]
    told: str
    requests: int
    waits: bool = False
    """Whether the caller hears meanwhile that it takes a moment."""


FAULTS = {
    "too many, then not": Fault((AT_ONCE, GOOD), TOLD, 2),
    "too many, come back in a minute": Fault((answers(429, retry_after="60"), GOOD), SORRY, 1),
    "ill twice": Fault((answers(500), answers(503), GOOD), TOLD, 3, waits=True),
    "ill all the time": Fault((answers(500),), SORRY, 3, waits=True),
    "drips": Fault((drips(0.4),), SORRY, 1, waits=True),
    "hangs": Fault((hangs,), SORRY, 1, waits=True),
    "reset, then not": Fault((closes, GOOD), TOLD, 2),
    "reset in the middle of the answer": Fault((breaks_off, GOOD), TOLD, 2),
    "of another type": Fault((answers(body=b'{"balance": "much"}'),), SORRY, 1),
    "a list": Fault((answers(body=b"[1, 2]"),), SORRY, 1),
    "no JSON": Fault((answers(body=b"<html>", content_type="text/html"),), SORRY, 1),
    "ten megabytes": Fault((streams(10 * 1024 * 1024),), SORRY, 1),
    "refuses": Fault((answers(404),), SORRY, 1),
    "sends on": Fault((answers(302, location="http://127.0.0.1:1/"),), SORRY, 1),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("tool", ["get_balance", "close_account"])
def test_a_fault_of_a_service(served: Callable[..., None], tool: str, name: str) -> None:
    fault = FAULTS[name]

    async def work(service: RuntimeService) -> None:
        told, waited = await savings(BANK.replace("TOOL", tool), bank_api=bank.address)
        assert told == fault.told
        assert waited or not fault.waits

    with scripted(*fault.acts) as bank:
        served(work)
    assert len(bank.seen) == fault.requests
    keys = {seen.headers.get("idempotency-key") for seen in bank.seen}
    assert len(keys) == 1  # the same each time, so that a service does it once
    assert (None in keys) == (tool == "get_balance")


def test_tls_that_never_stands(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        address = Scripted([], scheme="https", port=silent.port).address
        told, waited = await savings(BANK.replace("TOOL", "get_balance"), bank_api=address)
        assert (told, waited) == (SORRY, True)

    with scripted(hangs) as silent:
        served(work)
        assert silent.lines > 0
    assert silent.seen == []
