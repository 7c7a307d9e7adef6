"""Who hears callers: one recogniser, or answers also by the second opinion."""

from voxloom.settings.environment import Environment

SECOND_OPINION = "SECOND_OPINION"


def read_second_opinion(environment: Environment) -> bool:
    """Whether answers are also heard by two more models; what does not fit is noted there."""
    chosen = environment.text(SECOND_OPINION, "on")
    if chosen not in ("on", "off"):
        environment.refuse(SECOND_OPINION, "on or off", "on")
    return chosen != "off"
