"""Services that work for longer are asked until they are done."""

import asyncio
import json
from typing import Any

import pytest

from flows.definition.tool_auth import Auth
from flows.definition.tool_response import Response
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import asked
from tests.tools.bindings.test_tokens import SECRETS, SIGN_IN, token
from tests.tools.scripted import Act, answers, scripted
from tools.bindings.exchange import Answer
from tools.bindings.polling import EVERY_S, LEAST_S, MOST_S, Polls

DONE = Answer(200, "application/json", b'{"pages": 12}')
PROGRESS = Response(progress="body.percent")


def working(percent: Any = 10, where: str = "/r/7", url: str = "", **headers: str) -> Answer:
    body = json.dumps({"percent": percent}).encode()
    located = {"location": where} if where else {}
    return Answer(202, "application/json", body, {**located, **headers}, url)


class Asked:
    """A service that answers so, one after the other; nobody waits for it."""

    def __init__(self, *answers: Answer | None) -> None:
        self.answers = list(answers)
        self.at: list[str] = []
        self.pauses: list[float] = []
        self.told: list[float] = []

    async def ask(self, where: str) -> Answer | None:
        self.at.append(where)
        return self.answers.pop(0)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def last(self, first: Answer, response: Response | None = None) -> Answer:
        polls = Polls(self.told.append, self.sleep)
        return asyncio.run(polls.until_done(first, response, self.ask))


@pytest.mark.parametrize("first", [DONE, working(where=""), Answer(404, "text/plain", b"", {"location": "/x"})])
def test_what_is_no_promise_is_the_answer(first: Answer) -> None:
    asked = Asked()
    assert asked.last(first) == first
    assert (asked.at, asked.pauses) == ([], [])


def test_it_is_asked_where_it_says_and_as_late_as_it_says() -> None:
    moved, still = working(where="/r/8", **{"retry-after": "7"}), working(where="", **{"retry-after": "9000"})
    asked = Asked(moved, still, working(**{"retry-after": "0"}), DONE)
    assert asked.last(working()) == DONE
    assert asked.at == ["/r/7", "/r/8", "/r/8", "/r/7"]
    assert asked.pauses == [EVERY_S, 7.0, MOST_S, EVERY_S]
    assert all(LEAST_S <= pause <= MOST_S for pause in asked.pauses)


def test_where_it_is_asked_is_seen_from_the_address_that_answered() -> None:
    first = working(where="jobs/7", url="https://a.example/v1/reports?x=1")
    moved = working(where="8", url="https://a.example/v1/jobs/7")
    still = working(where="", url="https://a.example/v1/jobs/8")
    asked = Asked(moved, None, still, working(where="https://[nonsense", url="https://a.example/v1/jobs/8"), DONE)
    assert asked.last(first) == DONE
    eight = "https://a.example/v1/jobs/8"
    assert asked.at == ["https://a.example/v1/jobs/7", eight, eight, eight, "https://[nonsense"]


def test_who_is_away_for_a_moment_is_asked_again_and_who_refuses_is_not() -> None:
    asked = Asked(None, Answer(503, "", b""), Answer(429, "", b""), Answer(404, "", b""))
    assert asked.last(working()).status == 404
    assert asked.at == ["/r/7"] * 4


def test_how_far_it_is_is_told_where_it_can_be_read() -> None:
    asked = Asked(working(30.5), working("soon"), working(101), working(-1), working(None), working("80"), DONE)
    assert asked.last(working(10), PROGRESS) == DONE
    assert asked.told == [10.0, 30.5, 80.0]
    asked = Asked(DONE)
    assert asked.last(working(10)) == DONE
    assert asked.told == []


ACCEPTED = answers(202, b"{}", location="/x/7", retry_after="0")
OF_A_CLIENT = {"auth": Auth(oauth2=SIGN_IN), "secrets": SECRETS}


@pytest.mark.parametrize("effect", ["read", "write"])
def test_a_token_that_ends_meanwhile_is_asked_for_anew(effect: str) -> None:
    acts = [token(), ACCEPTED, answers(401), token(access_token="t-2"), ACCEPTED, answers(body=b'{"a": 1}')]
    (outcome,), service, _ = asked(
        *acts, tool={"background": True}, method="POST", effect=effect, key="k", **OF_A_CLIENT
    )
    assert outcome == ToolOutcome({"a": 1})
    told = [seen.headers["authorization"] for seen in service.seen if seen.path == "/x/7"]
    assert told == ["Bearer t-1", "Bearer t-2", "Bearer t-2"]


@pytest.mark.parametrize(
    ("effect", "act", "error"),
    [("read", answers(410), "refused"), ("write", answers(410), "unavailable"), ("write", answers(404), "unavailable")],
)
def test_who_does_not_say_what_came_of_a_change_has_not_refused_it(effect: str, act: Act, error: str) -> None:
    (outcome,), _, _ = asked(ACCEPTED, act, tool={"background": True}, method="POST", effect=effect, key="k")
    assert outcome.error == error


def test_a_relative_address_of_a_later_answer_is_one_beside_it() -> None:
    acts = [answers(202, b"{}", location=where, retry_after="0") for where in ("jobs/7", "8")]
    (outcome,), service, _ = asked(*acts, answers(body=b'{"a": 1}'), tool={"background": True}, auth="bank_token")
    assert outcome == ToolOutcome({"a": 1})
    assert [seen.path for seen in service.seen] == ["/x", "/jobs/7", "/jobs/8"]
    assert all("authorization" in seen.headers for seen in service.seen)


def test_behind_a_redirect_to_another_host_nobody_is_told_who_asks() -> None:
    with scripted(answers(202, b"{}", location="jobs/7", retry_after="0"), answers(body=b'{"a": 1}')) as other:
        away = answers(307, location=f"{other.address}/there")
        (outcome,), service, _ = asked(away, tool={"background": True}, auth="bank_token", redirects=1)
    assert outcome == ToolOutcome({"a": 1})
    assert len(service.seen) == 1
    assert [seen.path for seen in other.seen] == ["/there", "/jobs/7"]
    assert not any("authorization" in seen.headers for seen in other.seen)
