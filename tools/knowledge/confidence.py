"""How sure it is that a passage answers a question, from 0 to 1: what `threshold` of an `answer` node is compared with.

A logistic regression over what the search knows of its best passage. The weights were fitted by
`scripts/learn_knowledge_confidence.py` to questions about documents of their own (benchmarks/knowledge_base/own), more
than half of which these do not answer; the questions of the benchmark are none of them.
"""

import math

from tools.knowledge.question import Meant
from tools.knowledge.search import Hit

FEATURES = ("sentence_likeness", "stands_out", "words", "missing", "key_missing", "wrong_kind", "other_act")
BIAS = -2.98
WEIGHTS = (10.06, 0.77, 4.38, -4.26, -5.44, -5.98, -2.70)


def features(hit: Hit, meant: Meant) -> tuple[float, ...]:
    """What the confidence is worked out from, in the order of `FEATURES`.

    `missing`: the share of what is asked for which the base has no word, or, of the act that a question of yes or no
    asks for, the document; `key_missing`: that of its one word that is missed most. `other_act`: how little the passage
    speaks of that act. Where bicycles can be left says nothing of whether they are sold.
    """
    wrong_kind = float(meant.question.kind is not None and not hit.of_the_kind)
    lost = meant.lost(hit.act_unknown)
    return hit.sentence_likeness, hit.stands_out, hit.words, sum(lost), max(lost), wrong_kind, hit.other_act


def confidence(values: tuple[float, ...]) -> float:
    """Of the features, from 0 to 1."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
