"""What a bot needs of documents, and does not have."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.definition.bot import Bot
from tests.flows.small_bots import bot
from tools.knowledge.lacking import lacking
from tools.knowledge.loading import Standing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MAIN = "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
BASE = """
knowledge:
  house: {sources: [rules, {document: prices, fresh_for: 30d}, {document: news, fresh_for: 12h}]}
  other: {sources: [rules]}
"""
WHOLE = {name: Standing(name, name, 1, NOW) for name in ("rules", "prices", "news")}


def made() -> Bot:
    return bot(BASE + MAIN, warnings=True)


def test_nothing_is_lacking() -> None:
    assert lacking(made(), WHOLE, NOW) == []


def test_each_kind_is_a_line_that_says_what_to_do() -> None:
    known = {
        "prices": replace(WHOLE["prices"], given=NOW - timedelta(days=31)),
        "news": replace(WHOLE["news"], version=None, problem="The PDF is damaged."),
    }
    first, second, third, fourth = lacking(made(), known, NOW)
    assert first.startswith("The knowledge base `house` needs the document `rules`, which is not there:")
    assert first.endswith("`manage.py knowledge add rules FILE`.")
    assert "does not quote `prices`, which is older than 30 d" in second
    assert "no index of `news` yet (The PDF is damaged.)" in third
    assert "`other` needs the document `rules`" in fourth


def test_an_age_that_nobody_knows_is_too_old() -> None:
    known = {**WHOLE, "news": replace(WHOLE["news"], given=None)}
    assert any("does not quote `news`" in line for line in lacking(made(), known, NOW))
    known = {**WHOLE, "news": replace(WHOLE["news"], given=NOW - timedelta(hours=13))}
    assert [line for line in lacking(made(), known, NOW) if "12 h" in line]
