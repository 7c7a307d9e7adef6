"""Work that may take time, started by its name: `jobs.start("flows.train", bot="riverbank")`.

With a broker (REDIS_URL) Celery runs it; without one, a named thread of this process does. A job is a function
with JSON arguments, registered by `@jobs.task("name")` in a module that its app imports in `ready()`.
"""

from voxloom.jobs.registry import UnknownJob, start, task

__all__ = ["UnknownJob", "start", "task"]
