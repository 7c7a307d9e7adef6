"""What waits to be run, from the outbox of jobs: the same in every process of a server."""

from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from voxloom.jobs.models import Job
from voxloom.jobs.registry import names


class JobQueue(Collector):
    """Asks the database, so only in a request. While that is away there are no such series."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """How many are due, and since when the oldest; 0 for those of which none is."""
        try:
            due = self._due()
        except (DatabaseError, InterfaceError):
            return
        waiting = GaugeMetricFamily("voxloom_jobs_waiting", "Jobs that could run now.", labels=["job"])
        oldest = GaugeMetricFamily(
            "voxloom_jobs_oldest_seconds", "Since when the oldest of them could.", labels=["job"]
        )
        for name in names():
            count, age_s = due.get(name, (0, 0.0))
            waiting.add_metric([name], count)
            oldest.add_metric([name], age_s)
        yield waiting
        yield oldest

    def _due(self) -> dict[str, tuple[int, float]]:
        now = timezone.now()
        rows = Job.objects.filter(state=Job.State.WAITING, due__lte=now).order_by()
        grouped = rows.values_list("name").annotate(Count("pk"), Min("due"))
        return {name: (count, (now - since).total_seconds()) for name, count, since in grouped}
