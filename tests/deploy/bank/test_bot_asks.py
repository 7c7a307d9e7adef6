"""Riverbank's own tools ask the bank: a balance, a transfer, the balance again, and a lost card."""

import asyncio
import ipaddress
from collections.abc import Mapping
from typing import Any

from pytest_django.fixtures import Settings

from flows.definition.bot import Bot
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from flows.loader.load import load_path
from tests.deploy.bank.running import ROOT, TOKEN, RunningBank
from tools.bindings.http import HttpTools
from voxloom.outgoing.addresses import AtPort

TIME_MS = 20_000


class Given:
    """What `make run` gives."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def names(self) -> Mapping[str, str]:
        return {"bank_api": self._address}

    async def secret(self, name: str) -> str | None:
        return TOKEN if name == "bank_token" else None

    async def may_ask(self, host: str) -> bool:
        return host == "127.0.0.1"


def riverbank() -> Bot:
    loaded = load_path(ROOT / "templates" / "bots" / "riverbank.yaml")
    assert loaded.bot is not None
    return loaded.bot


def called(bank: RunningBank, *calls: tuple[str, dict[str, Any], str | None]) -> list[ToolOutcome]:
    """Tools of the bot with their arguments and keys, one after the other."""
    tools = riverbank().tools

    async def main() -> list[ToolOutcome]:
        asking = HttpTools()
        try:
            return [
                await asking.call(
                    tools[name], CallTool(f"t-{number}", name, given, TIME_MS, tools[name].effect, key),
                    Given(bank.address), "main",
                )
                for number, (name, given, key) in enumerate(calls)
            ]  # fmt: skip
        finally:
            await asking.aclose()

    return asyncio.run(main())


def test_a_balance_a_transfer_and_the_balance_again(bank: RunningBank, settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = (AtPort(ipaddress.ip_network("127.0.0.1/32"), bank.port),)
    before, sent, again, after, short = called(
        bank,
        ("get_balance", {"account": "checking"}, None),
        ("send_money", {"payee": "anna", "amount": 50}, "k-1"),
        ("send_money", {"payee": "anna", "amount": 50}, "k-1"),
        ("get_balance", {"account": "checking"}, None),
        ("send_money", {"payee": "landlord", "amount": 5000}, "k-2"),
    )
    assert before.result["balance"] == 1250.5
    assert (sent.result["reference"], again.result) == ("440001", sent.result)
    assert after.result["balance"] == 1200.5
    assert short == ToolOutcome(error="refused")
    blocked, twice = called(bank, ("block_card", {"card": "credit"}, "k-3"), ("block_card", {"card": "credit"}, "k-4"))
    assert blocked.result["blocked"] is True
    assert blocked.result["replacement"]["id"] == twice.result["replacement"]["id"] == "credit-2"


def test_another_port_of_the_machine_stays_out_of_reach(bank: RunningBank, settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = (AtPort(ipaddress.ip_network("127.0.0.1/32"), bank.port + 1),)
    (outcome,) = called(bank, ("get_balance", {"account": "checking"}, None))
    assert outcome == ToolOutcome(error="unavailable")
