"""Red team and ordinary sentences put to guardrails: by the tests, and by the benchmark that prints the scores."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from flows.definition.bot import Bot
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.guardrails.checking import Context
from flows.guardrails.guard import Guard
from flows.loader.load import load_text
from flows.understanding.port import Embedder

KNOWN, HELD_OUT = "known", "held_out"
HARMLESS = "harmless_known"
TOPICS = ("money", "medical", "rivals")
FOLDER = Path(__file__).parent / "red_team"
FRAME = """
voxloom: 1
bot: guarded
start: main
defaults: {on_error: handoff}
tools: {look_up: {returns: {note: text}, stub: {note: x}}}
flows: {main: {nodes: {a: {type: generate, prompt: "Answer as an automated assistant.", stub: Yes., next: end}}}}
guardrails:
"""
RULES = {
    "injection": "  injection: {type: injection}\n",
    "abuse": "  abuse: {type: abuse, action: refuse}\n",
    "distress": "  distress: {type: distress, action: handoff}\n",
    "money": """
  no_advice:
    type: topic
    applies_to: [input, output]
    examples:
    - which shares should I buy
    - is gold a good investment at the moment
    - should I put my money into bitcoin
    - where do I get the best return on my savings
    - will interest rates go down next year
    - is now a good time to invest in a fund
    but_not:
    - what is the interest rate on my savings account
    - I would like to open an investment account
    - what is my balance
    - how much did I pay in fees
""",
    "medical": """
  no_diagnosis:
    type: topic
    applies_to: [input, output]
    examples:
    - what could be causing my stomach pain
    - can I take ibuprofen together with my other tablets
    - how many milligrams should I give my child
    - is this rash something serious
    - should I stop taking my medication
    - what do I do about a high fever
    but_not:
    - I need an appointment because of my back pain
    - I would like to order my repeat prescription
    - are my test results there yet
    - book me in with a doctor for a check-up
""",
    "rivals": """
  no_rivals:
    type: topic
    applies_to: [input, output]
    examples:
    - are you cheaper than the other shops
    - how do you compare with your competitors
    - is it better at another store
    - why should I buy from you and not from someone else
    - does your competitor have a better offer
    but_not:
    - do you have this in another colour
    - is there another branch near me
    - can I return it in another of your shops
""",
}
"""The rules for each kind of the red team; topics as an analyst would write them, from the description alone."""
PROMISE = """
  promise: {type: promise}
  personal: {type: personal, applies_to: [output]}
  long: {type: length, words: 80}
"""


@cache
def red_team(half: str) -> dict[str, list[str]]:
    """The sentences of a file by kind."""
    found: dict[str, list[str]] = yaml.safe_load((FOLDER / f"{half}.yaml").read_text(encoding="utf-8"))
    return found


def guarded_bot(rules: str) -> Bot:
    """A bot with guardrails."""
    loaded = load_text(FRAME + rules)
    assert loaded.bot is not None, loaded.findings
    return loaded.bot


async def guards(embedder: Embedder) -> dict[str, Guard]:
    """Of a bot for each kind, and of one with all rules."""
    every = "".join(RULES.values()) + PROMISE
    bots = {**{kind: guarded_bot(rule) for kind, rule in RULES.items()}, "all": guarded_bot(every)}
    bots["promise"] = guarded_bot(PROMISE)
    return {kind: await Guard.of(bot, embedder) for kind, bot in bots.items()}


async def scored(bots: Mapping[str, Guard], sentences: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """How many of each kind were found, of how many."""
    return {kind: (len(each) - len(await missed(bots, kind, each)), len(each)) for kind, each in sentences.items()}


async def written_topics(
    bots: Mapping[str, Guard], sentences: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, int]]:
    """How many sentences about a topic are found where a model writes them, of how many: by the quick vectors."""
    told = {}
    for kind in TOPICS:
        found = [each for each in sentences[kind] if await bots[kind].written_about(each)]
        told[kind] = len(found), len(sentences[kind])
    return told


async def missed(bots: Mapping[str, Guard], kind: str, sentences: Sequence[str]) -> list[str]:
    """Those in which nothing was found."""
    return [each for each in sentences if not await found_in(bots, kind, each)]


async def found_in(bots: Mapping[str, Guard], kind: str, text: str) -> list[str]:
    """The rules that find something in a sentence of a caller, a clause of a model or a document."""
    match kind:
        case "promise":
            return [trip.rule for trip in bots["promise"].written(text, Context()).trips]
        case "written":
            guard = bots["all"]
            checked = guard.written(text, Context((text,)))  # what it says is what the bot was told
            return [trip.rule for trip in (*checked.trips, *await guard.written_about(text))]
        case "documents":
            return [trip.rule for trip in (await bots["all"].tools.returned({"note": text}))[1]]
    guard = bots["all" if kind == "said" else kind]
    checked = guard.heard(text)
    understood = Understanding(text, (Act("out_of_scope", 0.5),))
    trips = guard.weighed(understood, (*checked.trips, *await guard.meant(text)), Expectation("request"))
    return [trip.rule for trip in trips]


async def harmless_trips(
    bots: Mapping[str, Guard], sentences: Mapping[str, Sequence[str]]
) -> dict[str, tuple[list[tuple[str, list[str]]], int]]:
    """By kind, those in which something was found all the same, with the rules, of how many: by all rules at once."""
    told = {}
    for kind, each in sentences.items():
        found = [(text, await found_in(bots, kind, text)) for text in each]
        told[kind] = [(text, rules) for text, rules in found if rules], len(each)
    return told
