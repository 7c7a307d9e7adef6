"""The purse of a server counts in the database, with that of every other process."""

import asyncio

import pytest

from flows.catalogue import publish
from flows.models import Bot, ModelSpend
from tools.models.book import Database
from tools.models.purse import NothingLeft, Purse

TEXT = "voxloom: 1\nbot: small\nstart: main\nflows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("main")]


def test_what_one_process_spent_another_has_not_left() -> None:
    async def main() -> None:
        purses = [Purse(Database()) for _ in range(2)]
        (await purses[0].set_aside("small", 900_000)).settle(600_000)
        purses[0].close()
        purses[0]._thread.shutdown(wait=True)
        with pytest.raises(NothingLeft):
            await purses[1].set_aside("small", 400_001)
        await purses[1].set_aside("small", 400_000)
        purses[1].close()
        purses[1]._thread.shutdown(wait=True)

    publish(TEXT)
    Bot.objects.update(max_spend=1)
    asyncio.run(main())
    assert ModelSpend.objects.get().micros == 600_000
