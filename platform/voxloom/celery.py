"""The Celery application: workers and the beat of a cluster. Without a broker nobody asks it for anything."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_received, worker_init, worker_ready, worker_shutdown
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")  # before anything of that package is imported

from voxloom.jobs.registry import JOBS, POOLS
from voxloom.settings.redis import patience
from voxloom.telemetry import log_lines, traces
from voxloom.telemetry.otlp import exporter_to

LOOK_EVERY_S = 5.0
TIME_LIMIT_S = 5 * 60
"""A job that takes longer is cut into several."""
VISIBLE_AGAIN_S = 10 * 60
"""After that Redis hands a message out once more; a job has ended by then, and its row says so."""

app = Celery("voxloom")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://",
    # A worker that is not told which takes from all of them.
    task_queues={pool: {"exchange": pool, "routing_key": pool} for pool in POOLS},
    task_default_queue=JOBS,
    task_always_eager=not settings.REDIS_URL,
    task_ignore_result=True,  # a job writes what it found where it belongs, not into a result store
    task_acks_late=True,  # a worker that dies gives its job back
    task_reject_on_worker_lost=True,
    task_time_limit=TIME_LIMIT_S,
    worker_prefetch_multiplier=1,
    # Who cannot reach the broker is not to wait for it: the row is the truth, and is found later.
    broker_transport_options={"visibility_timeout": VISIBLE_AGAIN_S, "max_retries": 0, **patience()},
    broker_connection_retry_on_startup=True,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    beat_schedule={"look for jobs": {"task": "voxloom.jobs.look", "schedule": LOOK_EVERY_S}},
)
app.autodiscover_tasks()


@worker_ready.connect  # type: ignore[untyped-decorator]  # the package has no types
def _watch(sender: Any, **_: Any) -> None:
    """A worker that takes nothing any more of what it is there for ends itself."""
    from celery.worker import state  # noqa: PLC0415  as the next line

    from voxloom.jobs import outbox  # noqa: PLC0415  only in a worker, once Django is up
    from voxloom.jobs.watchdog import Watchdog  # noqa: PLC0415  as above

    pools = tuple(sender.app.amqp.queues.consume_from)
    dog = Watchdog(lambda: bool(state.active_requests), overdue_s=lambda: outbox.overdue_s(pools=pools))
    task_received.connect(lambda **_: dog.took(), weak=False)
    dog.start()


@setup_logging.connect  # type: ignore[untyped-decorator]  # the package has no types
def keep_our_log(**_options: Any) -> None:
    """Who listens to this signal says how a worker writes its log: as the settings do, not as Celery would."""
    log_lines.take_over(logging.getLogger(__name__))


@worker_init.connect  # type: ignore[untyped-decorator]  # as above
def begin_traces(**_options: Any) -> None:
    """Webhooks belong to the trace of their conversation."""
    traces.start(exporter_to(settings.OTLP_ENDPOINT))


@worker_shutdown.connect  # type: ignore[untyped-decorator]  # as above
def end_traces(**_options: Any) -> None:
    """Send what waits."""
    traces.stop(1.0)
