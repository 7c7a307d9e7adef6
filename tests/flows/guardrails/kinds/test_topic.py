"""A topic from a handful of examples."""

import asyncio

from flows.definition.guardrails.topic import Topic
from flows.guardrails.kinds.topic import Topics
from flows.understanding.normal import normal
from flows.understanding.port import Embedder, quickly
from tests.flows.small_bots import bot

RULE = Topic(
    type="topic",
    examples=("which shares should I buy", "is gold a good investment", "where do I get the best return"),
    but_not=("what is the interest on my savings account",),
)
PLAIN = bot("flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}\n")
ASKED = bot(
    "intents: {fund: {examples: [I want to buy shares of a fund, open a fund for me]}}\n"
    "flows: {main: {triggers: [fund], nodes: {a: {type: say, say: Hello., next: end}}}}\n"
)


def finds(topics: Topics, embedder: Embedder, text: str) -> bool:
    (row,) = asyncio.run(embedder.embed([normal(text)]))
    return topics.find(row) is not None


def test_what_means_the_same_is_found_and_what_is_close_is_not(embedder: Embedder) -> None:
    topics, _ = asyncio.run(Topics.of(RULE, PLAIN, embedder))
    assert finds(topics, embedder, "should I put my money into railway stocks")
    for harmless in (*RULE.but_not, "I lost my card", "good morning", "my phone number has changed"):
        assert not finds(topics, embedder, harmless)


def test_what_the_bot_itself_is_asked_for_is_never_found(embedder: Embedder) -> None:
    topics, _ = asyncio.run(Topics.of(RULE, ASKED, embedder))
    for sentence in ASKED.intents["fund"].examples:
        assert not finds(topics, embedder, sentence)


def test_the_quick_half_of_the_vectors_finds_it_too(embedder: Embedder) -> None:
    _, topics = asyncio.run(Topics.of(RULE, PLAIN, embedder))

    def quick(text: str) -> bool:
        (row,) = asyncio.run(quickly(embedder, [normal(text)]))
        return topics.find(row) is not None

    assert quick("should I put my money into railway stocks")
    for harmless in (*RULE.but_not, "I lost my card", "good morning", "my phone number has changed"):
        assert not quick(harmless)
