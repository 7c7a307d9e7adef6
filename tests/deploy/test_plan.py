"""Which programs a cluster is made of."""

from pathlib import Path

from deploy.cluster.machine import Runner
from deploy.cluster.plan import make_plan
from tests.deploy.test_layout import layout
from voxloom.jobs.registry import POOLS


def test_each_pool_of_jobs_has_a_worker_and_one_of_them_looks_for_what_is_due(tmp_path: Path) -> None:
    plan = make_plan(layout(tmp_path), Runner(), "redis-server", "nginx")
    commands = [worker.command for worker in plan.workers]
    assert [command[command.index("--queues") + 1] for command in commands] == list(POOLS)
    assert ["--beat" in command for command in commands] == [True, False]
    names = {command[command.index("--hostname") + 1] for command in commands}
    assert len(names) == len(commands)  # Celery wants each to have a name of its own


def test_tools_that_take_long_wait_in_threads(tmp_path: Path) -> None:
    *_, tools = make_plan(layout(tmp_path), Runner(), "redis-server", "nginx").workers
    assert tools.name == "tools"
    assert " ".join(tools.command).endswith("--concurrency 16 --pool threads")
