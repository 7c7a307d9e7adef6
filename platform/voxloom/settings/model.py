"""Which language model speaks to callers in `generate` nodes; none of itself."""

from tools.models.address import FIRST_WORD_MS, ModelAddress
from voxloom.settings.environment import Environment

MODEL = "MODEL"


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
    )
