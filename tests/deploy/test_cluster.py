"""A whole cluster: what it serves through its proxy, what it survives, and that nothing of it stays."""

import contextlib
import json
import os
import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.deploy.running import RunningCluster, until

pytestmark = [pytest.mark.cluster, pytest.mark.models, pytest.mark.timeout(400)]

NAMES = ["postgres", "redis", "a", "b", "worker", "tools", "proxy"]
BACK_S = 120
"""A process loads its models anew."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with RunningCluster(tmp_path_factory.mktemp("cluster") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def key(cluster: RunningCluster) -> str:
    made = cluster.manage("api_key", "ci", "--scope", "call")
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def ask(cluster: RunningCluster, path: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{cluster.address}{path}", timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read()


def summary(cluster: RunningCluster, call: str) -> str:
    """What the worker made of a conversation; nothing when it made nothing yet, or nobody answers."""
    try:
        with psycopg.connect(cluster.environment()["DATABASE_URL"], connect_timeout=5) as link:
            row = link.execute("SELECT summary FROM conversations_conversation WHERE call = %s", (call,)).fetchone()
    except psycopg.OperationalError:
        return ""
    return json.dumps(row[0]) if row is not None and row[0] is not None else ""


def test_it_says_what_runs_where(cluster: RunningCluster) -> None:
    assert list(cluster.said["programs"]) == NAMES
    assert cluster.said["ready"]
    for name in NAMES:
        program = cluster.said["programs"][name]
        assert os.getpgid(program["pid"]) == program["pid"]
        assert Path(program["log"]).exists()
    status, body = ask(cluster, "/readyz")
    assert (status, json.loads(body)["ready"]) == (200, True)


def test_a_second_one_on_the_same_folder_is_refused_in_a_line(cluster: RunningCluster) -> None:
    other = RunningCluster(cluster.folder)
    with pytest.raises(AssertionError, match="did not get ready"), other:
        pass
    assert other.log().splitlines()[-1].startswith("voxloom: A cluster runs in ")


def test_a_chat_through_the_proxy_is_summed_up_by_the_worker(cluster: RunningCluster, key: str) -> None:
    seen = cluster.chat("riverbank", key, "What is my balance?", "savings", "goodbye")
    assert seen[0]["type"] == "ready"
    assert (seen[-1]["type"], seen[-1]["reason"]) == ("ended", "goodbye")
    assert any("balance" in message["text"] for message in seen if message["type"] == "said")
    call = seen[0]["conversation"]
    until(lambda: "check_balance" in summary(cluster, call), "no worker summed the conversation up")


@pytest.mark.parametrize("name", ["a", "b"])
def test_each_process_has_an_address_of_its_own(cluster: RunningCluster, key: str, name: str) -> None:
    ready = cluster.chat("riverbank", key, "goodbye", path=f"/rt/{name}/call")[0]
    assert ready["socket"] == f"/rt/{name}/call"
    call = ready["conversation"]
    log = Path(cluster.state(name)["log"])
    until(lambda: f"{call} ended" in log.read_text(), "the call was another process's")


def test_the_audit_log_of_all_processes_is_one(cluster: RunningCluster, key: str) -> None:
    verified = cluster.manage("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_process_that_dies_is_passed_over_and_started_again(cluster: RunningCluster, key: str) -> None:
    killed = cluster.kill("a")
    for _ in range(20):
        assert ask(cluster, "/readyz")[0] == 200
        assert ask(cluster, "/")[0] == 200
    assert cluster.chat("riverbank", key, "goodbye")[-1]["reason"] == "goodbye"
    until(lambda: bool(cluster.state("a")["ready"]), "a does not come back", BACK_S)
    assert cluster.state("a")["pid"] != killed
    assert cluster.state("a")["starts"] == 2
    assert cluster.chat("riverbank", key, "goodbye", path="/rt/a/call")[-1]["reason"] == "goodbye"


def test_a_worker_that_dies_comes_back_and_no_job_is_lost(cluster: RunningCluster, key: str) -> None:
    cluster.kill("worker")
    call = cluster.chat("riverbank", key, "goodbye")[0]["conversation"]
    until(lambda: bool(summary(cluster, call)), "the conversation is not summed up")
    assert cluster.state("worker")["starts"] == 2


def test_while_redis_is_away_calls_begin_and_go_on_and_their_jobs_are_done_later(
    cluster: RunningCluster, key: str
) -> None:
    """It is held away, and comes back without its data. The worker may die of it, and is started again."""
    held = cluster.folder / "held" / "redis"
    held.touch()
    cluster.kill("redis")
    until(lambda: cluster.state("redis")["pid"] is None, "nobody saw it")
    shutil.rmtree(cluster.folder / "redis" / "appendonlydir")
    seen = cluster.chat("riverbank", key, "What is my balance?", "savings", "goodbye")
    assert seen[-1]["reason"] == "goodbye"
    held.unlink()
    until(lambda: bool(summary(cluster, seen[0]["conversation"])), "the conversation is not summed up")
    assert ask(cluster, "/readyz")[0] == 200


def test_a_redis_that_answers_nothing_stops_no_call(cluster: RunningCluster, key: str) -> None:
    cluster.kill("redis", signal.SIGSTOP)
    try:
        seen = cluster.chat("riverbank", key, "What is my balance?", "savings", "goodbye")
        assert seen[-1]["reason"] == "goodbye"
    finally:
        cluster.kill("redis", signal.SIGCONT)
    until(lambda: bool(summary(cluster, seen[0]["conversation"])), "the conversation is not summed up")


def test_its_end_leaves_nothing(tmp_path: Path, cluster: RunningCluster) -> None:
    pids = [cluster.state(name)["pid"] for name in NAMES]
    assert all(pids)
    all_of_it = {pid: _command(pid) for pid in (*pids, *(child for pid in pids for child in _descendants(pid)))}
    assert len(all_of_it) > 2 * len(NAMES)
    assert cluster.stop() == 0
    assert {pid: command for pid, command in all_of_it.items() if _command(pid)} == {}
    told = cluster.log().splitlines()
    assert told[-1].startswith("ending")


def _command(pid: int) -> str:
    """Nothing for one that is gone, or is only still to be counted by its parent."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            for child in map(int, task.read_text().split()):
                found += [child, *_descendants(child)]
    return found
