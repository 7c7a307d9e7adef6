"""The Celery application: workers and the beat of a cluster. Without a broker nobody asks it for anything."""

import os

from celery import Celery
from django.conf import settings

from voxloom.settings.redis import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")

LOOK_EVERY_S = 5.0
TIME_LIMIT_S = 5 * 60
"""A job that takes longer is cut into several."""
VISIBLE_AGAIN_S = 10 * 60
"""After that Redis hands a message out once more; a job has ended by then, and its row says so."""

app = Celery("voxloom")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://",
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
