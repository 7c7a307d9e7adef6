"""What the models of bots have cost, summed by day."""

from datetime import date

import pytest

from flows.catalogue import publish
from flows.models import Bot, ModelSpend
from flows.spending import add, spent_on

TEXT = "voxloom: 1\nbot: small\nstart: main\nflows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
DAY = date(2026, 11, 29)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_what_is_spent_is_summed_by_bot_and_day() -> None:
    publish(TEXT)
    publish(TEXT.replace("bot: small", "bot: other"))
    for micros in (1_500, 500):
        add("small", DAY, micros)
    add("other", DAY, 7)
    assert (spent_on("small", DAY), spent_on("small", date(2026, 11, 30)), spent_on("other", DAY)) == (2_000, 0, 7)
    assert ModelSpend.objects.count() == 2


def test_a_bot_that_is_gone_spends_nothing() -> None:
    add("nobody", DAY, 5)
    assert spent_on("nobody", DAY) == 0
    publish(TEXT)
    add("small", DAY, 5)
    Bot.objects.all().delete()
    assert spent_on("small", DAY) == 0
