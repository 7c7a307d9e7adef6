"""A chat whose bot asks for what takes long: a word, how far it is, and the result; also for who comes back."""

import json
from collections.abc import Callable, Iterator

import pytest
from channels.db import database_sync_to_async

from runtime.service import RuntimeService
from tests.running_jobs import running_jobs
from tests.runtime.signalling.served import Page
from tests.tools.prepared import published
from tests.tools.scripted import Act, answers, scripted
from voxloom.conversations.works import JOB

pytestmark = pytest.mark.django_db(transaction=True)

SHOP = """
voxloom: 1
bot: shop
name: Shop
language: en
start: hello
defaults: {on_fail: handoff, on_error: handoff}
slots:
  kind: {type: choice, choices: {short: [], long: []}}
variables:
  pages: {type: number}
tools:
  report:
    type: http
    background: true
    timeout: 60s
    request: {method: POST, url: "{{ env.shop_api }}/reports"}
    response: {progress: body.percent, fields: {pages: body.pages}}
    returns: {pages: number}
flows:
  hello:
    nodes:
      which: {type: ask, slot: kind, say: "A short report or a long one?"}
      make:
        type: call
        tool: report
        filler: {after: 100ms, say: I have it made., progress: "{{ percent }} percent is done."}
        save: {pages: result.pages}
      tell: {type: say, say: "It has {{ pages }} pages.", next: end}
"""


def working(percent: int, retry_after: str = "1") -> Act:
    body = json.dumps({"percent": percent}).encode()
    return answers(202, body, location="/reports/7", retry_after=retry_after)


DONE = answers(body=b'{"pages": 12}')


@pytest.fixture(autouse=True)
def runner(outgoing_loopback: None) -> Iterator[None]:
    """What runs jobs as they come."""
    with running_jobs(JOB):
        yield


async def _begun(address: str) -> tuple[Page, str]:
    """A chat that has asked for a report, and the secret with which it may be gone on with."""
    await database_sync_to_async(published)(SHOP, shop_api=address)
    page = Page()
    await page.open()
    await page.hello("shop")
    session = (await page.until("session"))["session"]
    await page.send({"type": "text", "text": "long"})
    return page, session


def test_a_word_then_how_far_it_is_then_the_result(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page, _ = await _begun(shop.address)
        await page.until("said", text="It has 12 pages.")
        words = [message["text"] for message in page.messages if message["type"] == "filler"]
        assert words[0] == "I have it made."
        assert "50 percent is done." in words
        await page.leave()

    with scripted(working(30), working(60), working(60), DONE) as shop:
        served(work)
    assert [seen.method for seen in shop.seen].count("POST") == 1


def test_who_comes_back_gets_the_result_and_nothing_is_asked_for_twice(served: Callable[..., None]) -> None:
    async def work(service: RuntimeService) -> None:
        page, session = await _begun(shop.address)
        await page.until("filler", text="I have it made.")
        page.vanish()
        back = Page()
        await back.open()
        await back.send({"type": "hello", "resume": session, "mode": "text"})
        await back.until("said", text="It has 12 pages.")
        await back.leave()

    with scripted(working(30), working(60), DONE) as shop:
        served(work)
    assert [seen.method for seen in shop.seen].count("POST") == 1
