"""What a server takes on, and what one client, bot or workspace may take. docs/reference/limits.md is for its users."""

from dataclasses import dataclass

from voxloom.settings.cores import calls_of, usable_cores
from voxloom.settings.environment import Environment, Network


@dataclass(frozen=True)
class Limits:
    """Whole numbers above 0. The names of the environment variables stand in NAMES."""

    calls: int = 4
    """Two cores with all models hear and speak to that many at once; more would be slow, not busy."""
    text_calls: int = 32
    """A chat costs one sentence vector a turn, and no speech."""
    calls_per_client: int = 2
    """One call and one that is about to end; more is no person."""
    text_calls_per_client: int = 4
    """A few tabs."""
    calls_per_bot: int = 40
    """Over all processes, voices and chats together; a bot may have its own number."""
    calls_per_workspace: int = 100
    """Of all its bots; a workspace may have its own number."""
    messages_per_bot: int = 3_000
    """A minute, on one process: forty people who type as fast as they can, and none that hinders other bots."""
    messages_per_workspace: int = 6_000
    model_dollars: int = 20
    """What the language models of one bot may cost on one day; a bot may have its own number."""
    tickets_per_minute: int = 30
    """A page needs one a call; as many may come at once."""
    connections: int = 400
    """A process may usually open 1,024 files; calls, models and the database need the others."""
    connections_per_client: int = 100
    """A browser opens six; behind one office address may be a dozen browsers."""
    request_s: int = 20
    """From the first byte of a request to its last, on the slowest line that can hold a call."""
    trusted_proxies: tuple[Network, ...] = ()
    """Whose X-Forwarded-For is believed."""


NAMES = {
    "MAX_CALLS": "calls",
    "MAX_TEXT_CALLS": "text_calls",
    "CALLS_PER_CLIENT": "calls_per_client",
    "TEXT_CALLS_PER_CLIENT": "text_calls_per_client",
    "CALLS_PER_BOT": "calls_per_bot",
    "CALLS_PER_WORKSPACE": "calls_per_workspace",
    "MESSAGES_PER_BOT": "messages_per_bot",
    "MESSAGES_PER_WORKSPACE": "messages_per_workspace",
    "MODEL_DOLLARS_PER_DAY": "model_dollars",
    "TICKETS_PER_MINUTE": "tickets_per_minute",
    "MAX_CONNECTIONS": "connections",
    "CONNECTIONS_PER_CLIENT": "connections_per_client",
    "HTTP_REQUEST_SECONDS": "request_s",
}
PROXIES = "TRUSTED_PROXIES"
CALLS, BY_CORES = "MAX_CALLS", "auto"


def read_limits(environment: Environment) -> Limits:
    """The limits as the environment sets them; what does not fit is noted there."""
    found = {
        field: environment.whole(name, getattr(Limits, field), 1)
        for name, field in NAMES.items()
        if (name, environment.text(name)) != (CALLS, BY_CORES)
    }
    found.setdefault("calls", calls_of(usable_cores()))
    return Limits(**found, trusted_proxies=environment.networks(PROXIES))
