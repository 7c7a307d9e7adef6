"""Which programs a cluster is made of, and in which order they come and go."""

import asyncio
import os
import sys
from dataclasses import dataclass
from functools import partial

from deploy.cluster import postgres, probes, proxy
from deploy.cluster.child import Program
from deploy.cluster.layout import HERE, ROOT, Layout
from deploy.cluster.machine import Runner
from deploy.cluster.problem import CannotRun

MANAGE = (sys.executable, str(ROOT / "manage.py"))
CELERY = (sys.executable, "-m", "celery", "--app", "voxloom.celery", "worker", "--loglevel", "INFO")
MODELS_S = 180.0
"""A process loads about 1 GB of models, on a machine that may be busy."""
CLOSE_S = 8.0
"""What a process takes to end behind its drain: it ends itself by force after five seconds."""
JOB_S = 10.0
"""What a job that runs gets when the worker is ended; cut off, it is run again."""
WORKER_PROCESSES = 2
TOOL_THREADS = 16
"""Tools that take long wait for their services: as many at once as on a server of one process."""
REDIS = """\
bind {here}
port {port}
requirepass {password}
dir .
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
save ""
daemonize no
"""


@dataclass(frozen=True)
class Plan:
    """`servers` start before the database is migrated, the rest one after the other behind it."""

    servers: tuple[Program, ...]
    processes: tuple[Program, ...]
    workers: tuple[Program, ...]
    proxy: Program


def make_folders(layout: Layout, runner: Runner) -> None:
    """Everything that must lie there before the programs start. Raises CannotRun."""
    postgres.make(layout.at("postgres"), layout.password, runner)
    for name in ("redis", "nginx"):
        layout.at(name).mkdir(exist_ok=True, mode=0o700)
    layout.at("celery").mkdir(exist_ok=True, mode=0o700)
    redis = layout.at("redis") / "redis.conf"
    redis.touch(0o600)
    redis.write_text(REDIS.format(here=HERE, port=layout.ports["redis"], password=layout.password), "ascii")
    (layout.at("nginx") / "nginx.conf").write_text(proxy.configuration(layout, ()), "ascii")
    runner.own(layout.at("redis"), layout.at("nginx"))


def make_plan(layout: Layout, runner: Runner, redis: str, nginx: str) -> Plan:
    """`redis` and `nginx` are the paths of those programs."""
    own = layout.environment()
    data, folder = layout.at("postgres"), layout.at("nginx")
    servers = (
        Program(
            "postgres", postgres.command(data, layout.ports["postgres"], runner), layout.log("postgres"),
            ready=partial(asyncio.to_thread, postgres.is_ready, data, layout.ports["postgres"]),
            ends_by=postgres.ENDS_BY, port=layout.ports["postgres"],
        ),
        Program(
            "redis", (*runner.words(), redis, str(layout.at("redis") / "redis.conf")), layout.log("redis"),
            folder=layout.at("redis"), port=layout.ports["redis"],
            ready=partial(probes.redis_is_ready, HERE, layout.ports["redis"], layout.password),
        ),
    )  # fmt: skip
    processes = tuple(
        Program(
            name, (*MANAGE, "serve"), layout.log(name), folder=ROOT, port=layout.ports[name],
            environment={
                **own, "PROCESS_NAME": name, "PROCESS_PATHS": "on", "HOST": HERE, "PORT": str(layout.ports[name]),
                "END_WHEN_BLOCKED": "on",
            },
            ready=partial(probes.http_is_ready, HERE, layout.ports[name]), ready_s=MODELS_S,
            end_s=layout.drain_s + CLOSE_S,
        )
        for name in layout.processes
    )  # fmt: skip
    workers = tuple(
        Program(
            name, (*CELERY, "--queues", queue, "--hostname", f"{name}@%h", *words),
            layout.log(name), folder=ROOT, environment={**own, "PORT": str(layout.port)}, end_s=JOB_S,
        )
        for name, queue, words in (
            ("worker", "jobs", (
                "--concurrency", str(WORKER_PROCESSES), "--beat", "--schedule", str(layout.at("celery") / "schedule"),
            )),
            ("tools", "tools", ("--concurrency", str(TOOL_THREADS), "--pool", "threads")),
        )
    )  # fmt: skip
    front = Program(
        "proxy", (*runner.words(), *proxy.command(nginx, folder)), layout.log("proxy"), folder=folder,
        ready=partial(probes.http_is_ready, layout.host, layout.port), port=layout.port,
    )  # fmt: skip
    return Plan(servers, processes, workers, front)


async def prepare(layout: Layout) -> str:
    """Make the database and its tables, and on the first run bots and an administrator; what that says. Raises
    CannotRun."""
    data = layout.at("postgres")
    await asyncio.to_thread(postgres.make_database, data, layout.ports["postgres"], layout.password)
    process = await asyncio.create_subprocess_exec(
        *MANAGE, "prepare", "--first-run", cwd=ROOT, env={**os.environ, **layout.environment()}, start_new_session=True,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, error = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise CannotRun(f"The database could not be prepared: {error.decode(errors='replace').strip()[-1000:]}")
    return out.decode(errors="replace")
