"""Tools over HTTP: what is sent, how often, and what a bot makes of each answer."""

import asyncio
import gzip
import ipaddress
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from flows.definition.tool import Tool
from flows.definition.tool_auth import Auth
from flows.definition.tool_request import Request
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.tools.scripted import (
    Act,
    Scripted,
    answers,
    babbles,
    breaks_off,
    closes,
    drips,
    hangs,
    scripted,
    streams,
)
from tools.bindings.http import MOST_BYTES, MOST_TRIES, BoundHttp, HttpTools
from tools.resting import Breaker
from voxloom.outgoing.aio import loop_client
from voxloom.shared.breakers import MOST_FAILURES, Breakers

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
SECRET = "s3cret-of-the-bank"
LONG_MS = 20_000


class Gifts:
    """What an operator gives."""

    def __init__(self, names: Mapping[str, str], hosts: tuple[str, ...] = ("127.0.0.1",)) -> None:
        self._names, self._hosts = names, hosts

    async def names(self) -> Mapping[str, str]:
        return self._names

    async def secret(self, name: str) -> str | None:
        return SECRET if name == "bank_token" else None

    async def may_ask(self, host: str) -> bool:
        return host in self._hosts


class Asking:
    """One process, as far as tools go."""

    def __init__(self, breakers: Breakers | None = None, networks: Any = LOOPBACK) -> None:
        self.pauses: list[float] = []
        known = breakers or Breakers()
        self.tools = HttpTools(
            lambda: loop_client(lambda: networks), lambda name: Breaker(name, breakers=lambda: known), sleep=self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def ask(
        self, service: Scripted, *, timeout_ms: int = LONG_MS, key: str | None = None, given: Any = None,
        auth: str | None = None, values: Mapping[str, Any] | None = None, **request: Any,
    ) -> ToolOutcome:  # fmt: skip
        effect: Any = "read" if request.pop("effect", "read") == "read" else "write"
        tool = Tool(
            type="http", request=Request(**{"url": "{{ env.api }}/x", **request}),
            auth=Auth(bearer=auth) if auth else None, effect=effect,
        )  # fmt: skip
        command = CallTool("t-1", "look", dict(values or {}), timeout_ms, effect, key)
        return await self.tools.call(tool, command, given or Gifts({"api": service.address}), "main")


def asked(*acts: Act, times: int = 1, **more: Any) -> tuple[list[ToolOutcome], Scripted, Asking]:
    async def main() -> list[ToolOutcome]:
        try:
            return [await asking.ask(service, **more) for _ in range(times)]
        finally:
            await asking.tools.aclose()

    with scripted(*acts) as service:
        asking = Asking()
        return asyncio.run(main()), service, asking


def test_a_request_is_sent_as_it_is_written_and_its_answer_is_the_result() -> None:
    (outcome,), service, _ = asked(
        answers(body=b'{"balance": 12.5}'), url="{{ env.api }}/accounts/{{ account }}/balance", method="POST",
        query={"currency": "USD"}, headers={"X-Trace": "1"}, body={"a": "{{ account }}"}, auth="bank_token",
        values={"account": "sav/ings"},
    )  # fmt: skip
    assert outcome == ToolOutcome({"balance": 12.5})
    (seen,) = service.seen
    assert (seen.method, seen.path) == ("POST", "/accounts/sav%2Fings/balance?currency=USD")
    assert json.loads(seen.body) == {"a": "sav/ings"}
    assert seen.headers["authorization"] == f"Bearer {SECRET}"
    assert seen.headers["host"] == f"127.0.0.1:{service.port}"
    assert (seen.headers["accept"], seen.headers["x-trace"]) == ("application/json", "1")
    assert "idempotency-key" not in seen.headers


def test_a_line_is_used_again() -> None:
    outcomes, service, _ = asked(times=3)
    assert outcomes == [ToolOutcome({})] * 3
    assert service.lines == 1


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (answers(204, b""), ToolOutcome({})),
        (answers(body=b"[1, 2]"), ToolOutcome([1, 2])),
        (answers(body=b'{"a": 1}', content_type="application/problem+json; charset=utf-8"), ToolOutcome({"a": 1})),
        (answers(404), ToolOutcome(error="refused")),
        (answers(403), ToolOutcome(error="refused")),
        (answers(409), ToolOutcome(error="refused")),
        (answers(302, location="http://127.0.0.1/"), ToolOutcome(error="unavailable")),
        (answers(501), ToolOutcome(error="unavailable")),
        (answers(body=b"<html>", content_type="text/html"), ToolOutcome(error="unavailable")),
        (answers(body=b"{nonsense"), ToolOutcome(error="unavailable")),
        (answers(body=b"[" * 40_000), ToolOutcome(error="unavailable")),
        (answers(body=b"[" * 400_000), ToolOutcome(error="unavailable")),
        (answers(body=b"\xff\xfe"), ToolOutcome(error="unavailable")),
    ],
)
def test_what_a_bot_makes_of_an_answer(act: Act, outcome: ToolOutcome) -> None:
    (made,), service, _ = asked(act)
    assert made == outcome
    assert len(service.seen) == 1


def test_a_long_answer_is_read_and_one_that_is_too_long_is_not() -> None:
    items = json.dumps({"items": ["x" * 100] * 5_000}).encode()
    (outcome,), _, _ = asked(answers(body=items))
    assert len(outcome.result["items"]) == 5_000
    (outcome,), service, _ = asked(streams(10 * MOST_BYTES))
    assert outcome == ToolOutcome(error="unavailable")
    assert len(service.seen) == 1


def test_a_packed_answer_is_not_unpacked() -> None:
    """A megabyte of zeros is a kilobyte then."""
    packed = gzip.compress(b" " * 10 * MOST_BYTES)
    (outcome,), service, _ = asked(answers(body=packed, content_encoding="gzip"))
    assert outcome == ToolOutcome(error="unavailable")
    (seen,) = service.seen
    assert seen.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("bad", [answers(503), answers(429), answers(500), closes, breaks_off, babbles])
def test_what_reads_is_asked_again(bad: Act) -> None:
    (outcome,), service, asking = asked(bad, answers(body=b'{"a": 1}'))
    assert outcome == ToolOutcome({"a": 1})
    assert len(service.seen) == 2
    assert len(asking.pauses) == 1
    (outcome,), service, _ = asked(bad)
    assert outcome == ToolOutcome(error="unavailable")
    assert len(service.seen) == MOST_TRIES


def test_what_writes_is_asked_again_with_its_key_alone() -> None:
    (outcome,), service, _ = asked(answers(500), answers(), method="POST", effect="write", key="k-1")
    assert outcome == ToolOutcome({})
    assert [seen.headers["idempotency-key"] for seen in service.seen] == ["k-1", "k-1"]
    for act in (answers(500), closes, breaks_off):
        (outcome,), service, _ = asked(act, answers(), method="POST", effect="write")
        assert outcome == ToolOutcome(error="unavailable")
        assert len(service.seen) == 1


def test_a_service_says_how_long_it_wants_to_be_left_alone() -> None:
    (outcome,), _, asking = asked(answers(429, retry_after="7"), answers())
    assert outcome == ToolOutcome({})
    assert asking.pauses == [7.0]
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=9), usegmt=True)
    (outcome,), _, asking = asked(answers(503, retry_after=later), answers())
    assert 5 < asking.pauses[0] < 10
    (outcome,), service, asking = asked(answers(429, retry_after="7"), answers(), timeout_ms=3_000)
    assert (outcome, asking.pauses, len(service.seen)) == (ToolOutcome(error="unavailable"), [], 1)
    for text in ("-1", "soon", "9" * 30, ""):
        _, _, asking = asked(answers(429, retry_after=text), answers())
        assert asking.pauses[0] < 1


@pytest.mark.parametrize("act", [hangs, drips(0.2)])
def test_the_whole_has_its_time_however_slowly_an_answer_comes(act: Act) -> None:
    (outcome,), service, _ = asked(act, timeout_ms=300)
    assert outcome == ToolOutcome(error="timeout")
    assert len(service.seen) == 1


def test_who_fails_often_is_left_alone_and_who_refuses_is_not() -> None:
    outcomes, service, _ = asked(answers(501), times=MOST_FAILURES + 3)
    assert outcomes == [ToolOutcome(error="unavailable")] * (MOST_FAILURES + 3)
    assert len(service.seen) == MOST_FAILURES
    outcomes, service, _ = asked(hangs, times=MOST_FAILURES + 3, timeout_ms=100)
    assert outcomes == [ToolOutcome(error="timeout")] * MOST_FAILURES + [ToolOutcome(error="unavailable")] * 3
    outcomes, service, _ = asked(answers(404), times=MOST_FAILURES + 3)
    assert len(service.seen) == MOST_FAILURES + 3


def test_nothing_is_sent_where_something_is_missing(caplog: pytest.LogCaptureFixture) -> None:
    for more in (
        {"auth": "another"}, {"given": Gifts({})}, {"headers": {"A": "{{ gone }}"}},
        {"given": Gifts({"api": "http://127.0.0.1:1"}, hosts=("bank.example",))},
    ):  # fmt: skip
        (outcome,), service, _ = asked(**more)
        assert outcome == ToolOutcome(error="unavailable")
        assert service.seen == []
    assert "there is no secret `another`" in caplog.text
    assert "none of those that the workspace allows" in caplog.text


def test_a_network_that_is_not_allowed_sees_nothing() -> None:
    async def main() -> ToolOutcome:
        asking = Asking(networks=())
        outcome = await asking.ask(service)
        await asking.tools.aclose()
        return outcome

    with scripted() as service:
        assert asyncio.run(main()) == ToolOutcome(error="unavailable")
        assert service.lines == 0


def test_neither_secrets_nor_values_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    for act in (answers(500, SECRET.encode()), answers(404), closes, babbles):
        asked(act, auth="bank_token", url="{{ env.api }}/{{ card }}", values={"card": "4111111111111111"})
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("tools", "voxloom")))
    assert "status 404" in told
    assert SECRET not in told
    assert "4111" not in told


def test_a_secret_is_never_more_than_one_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept with a line end at its end is an operator's slip."""
    monkeypatch.setattr(f"{__name__}.SECRET", "a\r\nX-Evil: 1")
    (outcome,), service, _ = asked(auth="bank_token")
    assert outcome == ToolOutcome(error="unavailable")
    assert service.seen == []


@pytest.mark.parametrize(
    ("tool", "names", "bound"),
    [
        ({"url": "{{ env.api }}/x"}, {"api": "https://a.example"}, True),
        ({"url": "{{ env.api }}/x"}, {"other": "1"}, False),
        ({"url": "{{ env.api }}/x", "auth": "bank_token"}, {}, True),  # half of it is given: it fails, and shows that
        ({"url": "{{ env.api }}/x", "auth": "gone"}, {}, False),
        ({"url": "{{ env.api }}/x", "headers": {"K": "{{ env.key }}"}}, {"key": "1"}, True),
        ({"url": "https://127.0.0.1/x"}, {}, True),
        ({"url": "https://b.example/x"}, {}, False),
        ({"url": "https://127.0.0.1/x", "auth": "gone"}, {}, False),
    ],
)
def test_what_is_given_binds_a_tool(tool: dict[str, Any], names: dict[str, str], bound: bool) -> None:
    auth = tool.pop("auth", None)
    made = Tool(type="http", request=Request(**tool), auth=Auth(bearer=auth) if auth else None)
    assert asyncio.run(BoundHttp(HttpTools(), Gifts(names), "main").is_bound(made)) is bound


def test_other_tools_are_bound_elsewhere() -> None:
    for tool in (Tool(), Tool(type="python", function="f"), Tool(type="http")):
        assert not asyncio.run(BoundHttp(HttpTools(), Gifts({}), "main").is_bound(tool))
