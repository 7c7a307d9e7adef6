"""An answer to "did you mean A or B?": by name, by number, by meaning, both, or neither."""

from flows.engine.acts import Act
from flows.understanding.intents import STRONG, THRESHOLD
from flows.understanding.line import Line
from flows.understanding.openings import opening
from flows.understanding.phrases import groups, phrases
from flows.understanding.sentence import Sentence
from flows.understanding.talk import THRESHOLD as TALKS
from flows.understanding.wishes import talk, yes_no_act
from flows.values.yes_no import yes_or_no

FILE = "requests.yaml"
BY_NAME, BY_NUMBER = 0.9, 0.85
LEAST, LEAST_AHEAD = 0.3, 0.05
"""Which of a few: less similarity will do than for a request, if it is plainly one of them."""


async def choose(sentence: Sentence) -> list[Act]:
    """The flow that the caller chose, or another request, or neither."""
    offered = sentence.situation.expectation.candidates
    line = sentence.line
    rest = opening(line).rest
    for part in (line, rest):
        if phrases(FILE, "none_of").whole(part.tokens) is not None:
            return [Act("deny", BY_NAME)]
        if phrases(FILE, "both_of").whole(part.tokens) is not None:
            return [Act("start_flow", BY_NAME, flow=flow) for flow in offered]
        if (at := _position(part, len(offered))) is not None:
            return [Act("start_flow", BY_NUMBER, flow=offered[at])]
    scored = await sentence.scored()
    if (flow := sentence.trained.flows.named(line.tokens, offered)) is not None:
        acts = sentence.requests.acts(line, flow, BY_NAME)
        return [act for act in acts if "one" not in line.tokens or act.value != 1]  # "the money one"
    among = [item for item in scored if sentence.flow(item) in offered]
    if scored and scored[0].score >= THRESHOLD and (scored[0] in among or scored[0].score >= STRONG):
        return sentence.request(scored[0])
    answer = yes_or_no(line.words)
    if answer is not None:
        return [yes_no_act(answer)]
    if among and among[0].score >= LEAST and (len(among) < 2 or among[0].score - among[1].score >= LEAST_AHEAD):
        return sentence.request(among[0])
    return await talk(sentence, TALKS)


def _position(line: Line, count: int) -> int | None:
    for at, patterns in groups(FILE, "positions").items():
        if patterns.whole(line.tokens) is not None:
            place = int(at) if int(at) >= 0 else count + int(at)
            return place if 0 <= place < count else None
    return None
