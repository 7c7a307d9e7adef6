"""Tools over HTTP: what is sent, how often, and what a bot makes of each answer."""

import asyncio
import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from flows.definition.tool import Tool
from flows.definition.tool_auth import Auth
from flows.definition.tool_request import Request
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import SECRET, Asking, Gifts, asked
from tests.tools.scripted import (
    Act,
    answers,
    babbles,
    breaks_off,
    closes,
    drips,
    hangs,
    scripted,
    slow_to_begin,
    streams,
)
from tools.bindings.exchange import MOST_BYTES
from tools.bindings.http import MOST_TRIES, BoundHttp, HttpTools
from voxloom.shared.breakers import MOST_FAILURES


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
    (outcome,), service, _ = asked(act, timeout_ms=2_000)
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
        {"given": Gifts({"api": "http://127.0.0.1:1"}, hosts=("bank.example",))}, {"given": Gifts({"api": "http://[::1"})},
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
    monkeypatch.setattr("tests.tools.bindings.asking.SECRET", "a\r\nX-Evil: 1")
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


def test_who_does_not_begin_to_answer_is_asked_again_in_time() -> None:
    (outcome,), service, _ = asked(slow_to_begin, answers(body=b'{"a": 1}'), tool={"first_byte_timeout": "50ms"})
    assert (outcome, len(service.seen)) == (ToolOutcome({"a": 1}), 2)
    more: dict[str, Any] = {"tool": {"first_byte_timeout": "50ms"}, "method": "POST", "effect": "write"}
    (outcome,), service, _ = asked(slow_to_begin, answers(), **more)
    assert (outcome, len(service.seen)) == (ToolOutcome(error="timeout"), 1)


def test_more_calls_than_may_be_under_way_are_told_at_once() -> None:
    async def main() -> list[ToolOutcome]:
        asking = Asking()
        many = [asking.ask(service, timeout_ms=500, tool={"at_once": 2}) for _ in range(5)]
        outcomes = await asyncio.gather(*many)
        again = await asking.ask(service, tool={"at_once": 2})
        await asking.tools.aclose()
        return [*outcomes, again]

    with scripted(hangs, hangs, answers()) as service:
        outcomes = asyncio.run(main())
    assert outcomes[:2] == [ToolOutcome(error="timeout")] * 2
    assert outcomes[2:5] == [ToolOutcome(error="unavailable")] * 3
    assert outcomes[5] == ToolOutcome({})


def test_a_form_is_sent_as_pages_send_it() -> None:
    form = {"amount": "{{ amount }}", "note": "a&b=c é", "gone": "{{ gone }}", "fixed": 2}
    (outcome,), service, _ = asked(method="POST", form=form, values={"amount": 12.0})
    assert outcome == ToolOutcome({})
    (seen,) = service.seen
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    assert seen.body == b"amount=12&note=a%26b%3Dc+%C3%A9&fixed=2"


@pytest.mark.parametrize("first", [closes, breaks_off, answers(504), slow_to_begin])
@pytest.mark.parametrize("then", [answers(409), answers(422)])
def test_of_what_was_sent_before_a_refusal_says_nothing(first: Act, then: Act) -> None:
    """The first may have been done: who says that it was refused makes callers pay twice."""
    more: dict[str, Any] = {"method": "POST", "effect": "write", "key": "k-1", "tool": {"first_byte_timeout": "50ms"}}
    (outcome,), service, _ = asked(first, then, **more)
    assert (outcome, len(service.seen)) == (ToolOutcome(error="unavailable"), MOST_TRIES)
    (outcome,), _, _ = asked(first, then, answers(body=b'{"done": 1}'), **more)
    assert outcome == ToolOutcome({"done": 1})


@pytest.mark.parametrize("first", [answers(429), answers(429, retry_after="0")])
def test_what_was_turned_away_before_may_be_refused(first: Act) -> None:
    (outcome,), service, _ = asked(first, answers(422), method="POST", effect="write", key="k-1")
    assert (outcome, len(service.seen)) == (ToolOutcome(error="refused"), 2)


def test_what_reads_is_refused_whatever_came_before() -> None:
    (outcome,), _, _ = asked(answers(500), answers(404))
    assert outcome == ToolOutcome(error="refused")


def test_a_cookie_of_a_service_is_not_told_it_again() -> None:
    """The next call may be of another workspace."""
    _, service, _ = asked(answers(set_cookie="session=of-somebody; Path=/"), answers(), times=3)
    assert not any("cookie" in seen.headers for seen in service.seen)


def test_signs_beyond_ascii_go_into_headers_as_latin_1() -> None:
    (outcome,), service, _ = asked(
        headers={"X-City": "{{ city }}"}, values={"city": "Zürich"}, method="POST", effect="write", key="José-1",
        auth="bank_token", secrets={"bank_token": "s3crét"},
    )  # fmt: skip
    assert outcome == ToolOutcome({})
    (seen,) = service.seen
    assert (seen.headers["x-city"], seen.headers["idempotency-key"]) == ("Zürich", "José-1")
    assert seen.headers["authorization"] == "Bearer s3crét"


def test_signs_that_no_header_has_ask_nobody_and_leave_the_service_in_good_repute() -> None:
    async def main() -> list[ToolOutcome]:
        asking = Asking()
        bad: list[dict[str, Any]] = [
            {"headers": {"X-City": "{{ city }}"}, "values": {"city": "Łódź"}}, {"key": "Łódź", "effect": "write"},
        ]  # fmt: skip
        outcomes = [await asking.ask(service, **more) for more in bad * MOST_FAILURES]
        outcomes.append(await asking.ask(service))
        await asking.tools.aclose()
        return outcomes

    with scripted() as service:
        outcomes = asyncio.run(main())
    assert outcomes == [ToolOutcome(error="unavailable")] * 2 * MOST_FAILURES + [ToolOutcome({})]
    assert len(service.seen) == 1


def test_a_key_that_the_author_writes_as_a_header_is_the_only_one() -> None:
    (outcome,), service, _ = asked(method="POST", effect="write", key="k-1", headers={"idempotency-key": "own"})
    assert outcome == ToolOutcome({})
    assert [name for name, _ in service.seen[0].lines if name.lower() == "idempotency-key"] == ["idempotency-key"]
    assert service.seen[0].headers["idempotency-key"] == "own"
