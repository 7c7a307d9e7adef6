"""Yes and no in the words of the question: "cancel it", "no, don't cancel", "keep it" to "Shall I cancel it?"."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from flows.definition.nodes.ask import Ask
from flows.engine.acts import Act
from flows.understanding.line import Line
from flows.understanding.openings import opening
from flows.understanding.phrases import data, phrases, word_set
from flows.understanding.situation import Situation
from flows.understanding.vocabulary import content, parts, plain, stem
from flows.values.words import FILLERS, Words
from flows.values.yes_no import without_explanation, yes_or_no

FILE = "consent.yaml"
SURE = 0.95
MAX_WORDS = 25
"""Longer sentences tell more than a yes or a no."""
Answer = Literal["yes", "no", "unclear"]


def consent(line: Line, situation: Situation) -> list[Act]:
    """The act of a sentence that is a yes or no in the words of the open question; none for all others."""
    verbs = _asked_verbs(situation)
    short = Line.of(without_explanation(line.words))
    if not verbs or not 0 < len(short) <= MAX_WORDS:
        return []
    said = _Said(verbs, _names(situation))
    if not said.is_all_of(short.tokens):
        return []
    match said.answer(short.tokens):
        case "unclear":
            return [Act("out_of_scope", SURE)]
        case "yes" if situation.reads_back:
            return [Act("affirm", SURE)]
        case "no" if situation.reads_back:  # no other value is meant, but that nothing is done
            undoes = said.refuses or bool(verbs & word_set(FILE, "undoing"))
            return [Act("cancel", SURE, flow=situation.expectation.flow)] if undoes else []
        case answer:
            return [Act("fill", SURE, slot=situation.asked, value=answer == "yes")]


def behind_thinking(line: Line, situation: Situation) -> Line | None:
    """ "Hmm, let me see, yes that works": the answer to a yes-or-no question behind words of waiting."""
    if not _wants_yes_or_no(situation):
        return None
    start = 0
    while (found := phrases(FILE, "thinking").at_start(line.tokens, start)) is not None:
        start = found.end
    rest = line.part(start)
    answers = start > 0 and len(rest) > 0 and {"yes", "no"} & opening(rest).kinds
    return rest if answers and (yes_or_no(rest.words) is not None or consent(rest, situation)) else None


def _wants_yes_or_no(situation: Situation) -> bool:
    name = situation.asked
    return name is not None and (situation.reads_back or situation.slot(name).type == "yes_no")


def _asked_verbs(situation: Situation) -> frozenset[str]:
    """What the open question asks leave to do, in all its forms; empty when it is none or asks for two things."""
    if not _wants_yes_or_no(situation):
        return frozenset()
    text = _question(situation)
    asked = {_forms(verb) for verb in _verbs_of(Words.of(text).tokens)}
    if not asked:
        expectation = situation.expectation
        first = Words.of(text).tokens[:1] if situation.reads_back else ()
        named = {*first, *parts(situation.asked or ""), *parts(expectation.flow or "")}
        asked = {_forms(word) for word in named if word in _known_verbs()}
    return next(iter(asked)) if len(asked) == 1 else frozenset()


def _question(situation: Situation) -> str:
    expectation = situation.expectation
    flow = situation.bot.flows.get(expectation.flow or "")
    node = flow.nodes.get(expectation.node or "") if flow is not None else None
    if not isinstance(node, Ask):
        return ""
    return plain((node.confirm or node.say) if situation.reads_back else node.say)


def _verbs_of(tokens: tuple[str, ...]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        found = phrases(FILE, "asking").at_start(tokens, at)
        if found is not None and found.end < len(tokens):
            yield tokens[found.end]
        at = found.end if found is not None else at + 1


@cache
def _verb_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(str(line).split()) for line in data(FILE)["verbs"])


@cache
def _known_verbs() -> frozenset[str]:
    return frozenset().union(*_verb_groups())


def _forms(verb: str) -> frozenset[str]:
    return next((group for group in _verb_groups() if verb in group), frozenset({verb}))


def _names(situation: Situation) -> frozenset[str]:
    """Words with which callers name what the question is about, as stems: its own, and values that are known."""
    expectation, asked = situation.expectation, situation.asked or ""
    told = [_question(situation), situation.slot(asked).description or "", asked.replace("_", " ")]
    told += [(expectation.flow or "").replace("_", " "), *(str(situation.known[name]) for name in situation.filled)]
    words = {word for text in told for word in content(text)}
    words |= {stem(part) for name in situation.filled for part in parts(name)}
    return frozenset(words)


@dataclass
class _Said:
    """What a sentence says of the verb of the question, from the left."""

    verbs: frozenset[str]
    names: frozenset[str]
    outcomes: list[bool] = field(default_factory=list)
    agrees: bool = False
    denies: bool = False
    refuses: bool = False
    """ "Don't cancel it", not only "keep it"."""

    def is_all_of(self, tokens: tuple[str, ...]) -> bool:
        """Whether the sentence is made of nothing else."""
        at = 0
        while at < len(tokens):
            step = self._step(tokens, at)
            if step == at:
                return False
            at = step
        return bool(self.outcomes)

    def answer(self, tokens: tuple[str, ...]) -> Answer:
        """What it comes to; contradictions are asked about, for consent makes tools act."""
        if len(set(self.outcomes)) > 1:
            return "unclear"
        alone = len(tokens) == 1 and tokens[0] in word_set(FILE, "unclear_alone")
        if self.outcomes[0]:
            return "unclear" if self.denies or alone else "yes"
        return "unclear" if self.agrees else "no"

    def _step(self, tokens: tuple[str, ...], at: int) -> int:
        """Behind what stands at a token; the same token where nothing known does."""
        kept = phrases(FILE, "keep").at_start(tokens, at)
        if kept is not None and not self.verbs & set(tokens[at : kept.end]):
            self.outcomes.append(False)
            return self._past_object(tokens, kept.end)
        refused = phrases(FILE, "dont").at_start(tokens, at)
        if refused is not None:
            verb = self._past_around(tokens, refused.end)
            if verb < len(tokens) and tokens[verb] in self.verbs:
                self.outcomes.append(False)
                self.refuses = True
                return self._past_object(tokens, verb + 1)
        if tokens[at] in self.verbs:
            self.outcomes.append(True)
            return self._past_object(tokens, at + 1)
        for name in ("yes", "no"):
            if (found := phrases(FILE, name).at_start(tokens, at)) is not None:
                self.agrees, self.denies = self.agrees or name == "yes", self.denies or name == "no"
                return found.end
        return self._past_around(tokens, at)

    def _past_around(self, tokens: tuple[str, ...], at: int) -> int:
        while at < len(tokens):
            found = phrases(FILE, "around").at_start(tokens, at)
            if found is None and tokens[at] not in FILLERS:
                break
            at = found.end if found is not None else at + 1
        return at

    def _past_object(self, tokens: tuple[str, ...], at: int) -> int:
        """ "It", "the appointment of George Whitaker"."""
        objects = word_set(FILE, "objects")
        around = phrases(FILE, "around")
        while at < len(tokens) and (tokens[at] in objects or stem(tokens[at]) in self.names):
            if around.at_start(tokens, at) is not None:
                break
            at += 1
        return at
