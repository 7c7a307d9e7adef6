"""The process that these tests share ends with them."""

from tests.tools.models.conftest import models_end

__all__ = ["models_end"]
