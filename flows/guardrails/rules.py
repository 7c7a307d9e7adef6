"""The rules of a bot: those that every bot has, and its own, which may take their places."""

from flows.definition.bot import Bot
from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.shipped import shipped, shipped_with_models
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.generate import Generate

Rules = dict[str, Guardrail]


def rules_of(bot: Bot) -> Rules:
    """By name, without those that are switched off. Of a bot that is running its program has them."""
    all_of_them: Rules = {**shipped(), **(shipped_with_models() if asks_models(bot) else {}), **bot.guardrails}
    return {name: rule for name, rule in all_of_them.items() if rule.enabled}


def asks_models(bot: Bot) -> bool:
    """Whether a language model or a knowledge base speaks for it."""
    return any(isinstance(node, Generate | Answer) for flow in bot.flows.values() for node in flow.nodes.values())
