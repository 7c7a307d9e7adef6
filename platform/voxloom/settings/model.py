"""Which language model speaks to callers in `generate` nodes; none of itself."""

import math

from tools.models.address import FIRST_WORD_MS, ModelAddress
from voxloom.settings.environment import Environment

MODEL = "MODEL"
MOST_DOLLARS = 10_000
"""For a million tokens; more is a slip."""


def read_model(environment: Environment) -> ModelAddress | None:
    """What the environment says, None without a model; what does not fit is noted there."""
    model = environment.text(MODEL)
    if not model:
        return None
    return ModelAddress(
        model,
        environment.address("MODEL_API_BASE", ("http", "https")),
        environment.text("MODEL_API_KEY"),
        environment.whole("MODEL_DEADLINE_MS", FIRST_WORD_MS, 100, 30_000),
        read_price(environment, "MODEL_PRICE"),
    )


def read_price(environment: Environment, name: str) -> tuple[float, float] | None:
    """Dollars for a million tokens of questions and of answers; what does not fit is noted there."""
    texts = environment.names(name)
    if not texts:
        return None
    try:
        asked, answered = map(float, texts)
    except ValueError:
        asked = answered = math.nan
    if not (0 <= asked <= MOST_DOLLARS and 0 <= answered <= MOST_DOLLARS):
        environment.refuse(name, "two prices with a comma between them, such as 0.15,0.60")
        return None
    return asked, answered
