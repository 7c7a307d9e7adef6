"""How a tool of type `http` says on whose behalf it asks: by the name of a secret, never by the secret."""

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Auth:
    """Who asks. The secret itself is kept outside of the bot, by whoever runs it."""

    bearer: str
    """The name of the secret that is sent as `Authorization: Bearer …`."""
