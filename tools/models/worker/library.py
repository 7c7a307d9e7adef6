"""LiteLLM, imported as it is of use here: it asks nobody for prices, and writes nothing of its own."""

import logging
import os
from typing import Any

LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")


def imported() -> Any:
    """The library: five seconds of a free core and 200 MB, the first time."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it asks the network when it is imported
    import litellm  # noqa: PLC0415 - see above

    litellm.suppress_debug_info = True
    litellm.telemetry = False
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.WARNING)
    return litellm
