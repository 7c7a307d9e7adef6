"""Which flow a caller means by "the transfer", "my booking", "sending money"."""

from collections import Counter

from flows.definition.bot import Bot
from flows.understanding.vocabulary import Vocabulary, Weights, content, parts

NAME, DESCRIPTION, OFTEN, ONCE = 3.0, 1.5, 1.0, 0.6
"""How much a word tells: of the flow's or its intents' names, of their descriptions, in several examples, in one."""


def flow_names(bot: Bot) -> Vocabulary:
    """The words that name each flow: its name and description, its intents' names, descriptions and examples."""
    weights: dict[str, dict[str, float]] = {}
    for name, flow in bot.flows.items():
        known = Weights()
        intents = [(trigger, bot.intents[trigger]) for trigger in flow.triggers if trigger in bot.intents]
        for own in (name, *(trigger for trigger, _ in intents)):
            known.add(parts(own), NAME)
        for text in (flow.description, *(intent.description for _, intent in intents)):
            known.add(content(text or ""), DESCRIPTION)
        examples = [example for _, intent in intents for example in intent.examples]
        counted = Counter(word for example in examples for word in set(content(example)))
        known.add((word for word, count in counted.items() if count > 1), OFTEN)
        known.add(counted, ONCE)
        weights[name] = known.words
    return Vocabulary(weights)
