"""The Celery application. Without a broker a task runs at once in the process that calls it."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")

app = Celery("voxloom")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://",
    task_always_eager=not settings.REDIS_URL,
    task_ignore_result=True,  # a job writes what it found where it belongs, not into a result store
    task_acks_late=True,  # a worker that dies gives its job back
    task_time_limit=15 * 60,  # seconds; well under the hour after which Redis hands a job out again
    broker_connection_retry_on_startup=True,
    timezone="UTC",
)
app.autodiscover_tasks()
