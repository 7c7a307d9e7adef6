"""Which words callers are likely to say next: what the recogniser should listen for.

To a question these are its `hints` and the words of its slot. A caller who was asked nothing may say what the bot can
do: the words that tell its intents apart, and the options of its choices.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

from flows.definition.bot import Bot
from flows.definition.flow import Flow
from flows.definition.nodes.ask import Ask
from flows.definition.repair import repair_flows
from flows.values.patterns import language_data
from flows.values.words import Words

MOST_TELLING, MOST_OPTIONS = 10, 10
"""The recogniser reads all hints before each sentence: more cost time, and are heard where nobody said them."""
FEWEST_LETTERS = 3
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def question_hints(bot: Bot, node: Ask) -> tuple[str, ...]:
    """What an answer may hold: the node's own hints, then the words of its slot. None is left out: the options that
    are not named are heard worse beside those that are."""
    slot = bot.slots.get(node.slot)
    return tuple(dict.fromkeys((*node.hints, *(slot.expected_words() if slot is not None else ()))))


def request_hints(bot: Bot) -> tuple[str, ...]:
    """What callers may say who were asked nothing: options, then the most telling words of each intent in turn."""
    options = tuple(dict.fromkeys(word for slot in bot.slots.values() for word in slot.expected_words()))[:MOST_OPTIONS]
    wanted = {name for flow in _own_flows(bot) for name in flow.triggers}
    examples = {name: intent.examples for name, intent in bot.intents.items() if name in wanted}
    in_turn = chain.from_iterable(zip_longest(*telling_words(examples, bot.language).values()))
    known = {word for option in options for word in option.lower().split()}
    telling = tuple(dict.fromkeys(word for word in in_turn if word is not None and word not in known))[:MOST_TELLING]
    return (*options, *telling)


def telling_words(examples: Mapping[str, Sequence[str]], language: str = "en") -> dict[str, list[str]]:
    """For each intent the words that stand in more of its examples than in those of any other, the most telling first.

    >>> telling_words({"pay": ["pay my rent", "pay the bill now"], "hours": ["are you open now", "is it open"]})
    {'pay': ['pay', 'bill', 'rent'], 'hours': ['open']}
    """
    plain = frozenset(language_data("grammar_words", language)["words"].split())
    shares = {name: _shares(sentences, plain) for name, sentences in examples.items()}
    return {
        name: _telling(own, [other for key, other in shares.items() if key != name]) for name, own in shares.items()
    }


def _shares(sentences: Sequence[str], plain: frozenset[str]) -> dict[str, float]:
    """Which part of the sentences holds a word."""
    held = Counter(word for sentence in sentences for word in set(Words.of(sentence).tokens) - plain)
    return {
        word: count / len(sentences)
        for word, count in held.items()
        if _LETTERS.fullmatch(word) and len(word) >= FEWEST_LETTERS
    }


def _telling(own: Mapping[str, float], others: Sequence[Mapping[str, float]]) -> list[str]:
    lead = {word: share - max((other.get(word, 0.0) for other in others), default=0.0) for word, share in own.items()}
    return sorted((word for word in lead if lead[word] > 0), key=lambda word: (-lead[word], word))


def _own_flows(bot: Bot) -> list[Flow]:
    return [flow for name, flow in bot.flows.items() if name not in repair_flows()]
