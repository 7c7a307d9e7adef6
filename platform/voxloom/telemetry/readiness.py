"""Whether this process can take a call. Parts register probes by name; `/readyz` asks them all."""

import logging
from collections.abc import Callable

Probe = Callable[[], bool]
Figure = Callable[[], float]

log = logging.getLogger(__name__)
_probes: dict[str, Probe] = {}
_figures: dict[str, Figure] = {}


def register(name: str, probe: Probe) -> None:
    """Add the probe of the part called `name`: it answers at once, true when the part is ready. A second one wins."""
    _probes[name] = probe


def unregister(name: str) -> None:
    """Forget the probe called `name`, if there is one."""
    _probes.pop(name, None)


def register_figure(name: str, figure: Figure) -> None:
    """Have `/readyz` show a number called `name`, such as how many calls go on; it decides nothing."""
    _figures[name] = figure


def unregister_figure(name: str) -> None:
    """Forget the figure called `name`, if there is one."""
    _figures.pop(name, None)


def figures() -> dict[str, float]:
    """Return the present figures by name; one that fails is left out."""
    found = {name: _told(name, figure) for name, figure in sorted(_figures.items())}
    return {name: value for name, value in found.items() if value is not None}


def waiting_for() -> list[str]:
    """Return the names of the parts that are not ready, sorted; a probe that fails counts as not ready."""
    return sorted(name for name, probe in list(_probes.items()) if not _holds(name, probe))


def _told(name: str, figure: Figure) -> float | None:
    try:
        return figure()
    except Exception:  # it decides nothing, and must not take the process out of service
        log.exception("The figure %r failed", name)
        return None


def _holds(name: str, probe: Probe) -> bool:
    try:
        return bool(probe())
    except Exception:  # a broken probe must not break the page that reports it
        log.exception("The readiness probe %r failed", name)
        return False
