"""What a test adds to the metrics; they are of the whole process, and other tests have added to them before."""

from voxloom.telemetry.metrics import REGISTRY


class Counted:
    """From now on."""

    def __init__(self) -> None:
        self._before = _samples()

    def __call__(self, name: str, **labels: str) -> float:
        """By how much a sample has grown."""
        key = (name, tuple(sorted(labels.items())))
        now = _samples()
        assert key in now, f"there is no {key} among the metrics"
        return round(now[key] - self._before.get(key, 0.0), 6)


def _samples() -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in REGISTRY.collect()
        for sample in family.samples
    }
