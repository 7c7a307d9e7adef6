"""What is close in meaning to what people say about the conversation, where no pattern matches."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from flows.engine.acts import Act, ActKind
from flows.understanding.intents import IntentModel
from flows.understanding.phrases import data

THRESHOLD = 0.56
"""With it, 154 of 289 sentences of CLINC150's validation part that are about the conversation and match no pattern
are understood, 1 wrongly, and 27 of 1,300 others are taken for such."""
WHILE_ASKED = 0.6
"""Where an answer is awaited: a strange answer is likelier than talk."""
AMONG_ANY_WORDS = 0.66
"""Where any words may be the answer."""


class TalkModel:
    """The kinds of talk about the conversation, fitted once for each bot."""

    def __init__(self, model: IntentModel) -> None:
        """`model`: fitted to the sentences of `examples`."""
        self._model = model

    def act(self, vector: npt.NDArray[np.float32], least: float) -> Act | None:
        """The act that a sentence is closest to, if it is close enough."""
        best = self._model.scores(vector)[0]
        kind: ActKind = best.intent  # type: ignore[assignment]  # the keys of the file are kinds of acts
        return Act(kind, best.score) if best.score >= least else None


def examples() -> Mapping[str, Sequence[str]]:
    """The sentences of each kind."""
    result: dict[str, list[str]] = data("talk.yaml")
    return result
