"""The proof: what callers say, type and key in, what their pages bring and what tools return of them is nowhere but in
the vault, and after an erasure nowhere at all."""

import contextlib
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.faults.personal.canaries import COUNT, PEOPLE, Person, leaks
from tests.faults.personal.house import WEBHOOK, CanaryHouse
from tests.platform.receiver import Receiver, receiver
from tests.platform.redis_server import redis_server
from tests.runtime.signalling.house import ROOT
from tests.runtime.signalling.wire import Wire, wired

SOON_S = 90
pytestmark = pytest.mark.timeout(300)


@contextlib.contextmanager
def a_redis(wanted: bool, folder: Path) -> Iterator[str]:
    """The address of one, or nothing."""
    if not wanted:
        yield ""
        return
    folder.mkdir()
    with redis_server(folder) as address:
        yield address


@contextlib.contextmanager
def a_worker(house: CanaryHouse, log: Path) -> Iterator[None]:
    """Celery, as it runs the jobs of a cluster."""
    command = [sys.executable, "-m", "celery", "-A", "voxloom.celery", "worker", "--beat", "-P", "solo"]
    schedule = ["--schedule", str(log.with_name("beat"))]
    with log.open("w") as written:
        worker = subprocess.Popen(
            [*command, *schedule], env=house.environment, cwd=ROOT, stdout=written, stderr=written
        )
        try:
            yield
        finally:
            worker.terminate()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def until(condition: Any, what: str) -> None:
    end = time.monotonic() + SOON_S
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def chat(house: CanaryHouse, person: Person) -> tuple[str, list[dict[str, Any]]]:
    """A whole chat: the id of the call, and all that the page was told."""
    seen: list[dict[str, Any]] = []
    with wired(house) as wire:
        variables = {"greeted": person.greeted, person.name: "brought along"} if person.greeted else {}
        wire.send(type="hello", ticket=house.ticket(), mode="text", variables=variables)
        seen += _until_it_listens(wire)
        for said in person.says:
            wire.send(type="text", text=said)
            seen += _until_it_listens(wire)
        wire.send(type="dtmf", keys=f"{person.pin}#")
        seen += _until_it_listens(wire)
        wire.send(type="end")
        seen += wire.last_words()
    (ready,) = [message for message in seen if message["type"] == "ready"]
    return str(ready["conversation"]), seen


def _until_it_listens(wire: Wire) -> list[dict[str, Any]]:
    seen = []
    for message in wire.messages():
        seen.append(message)
        if (message["type"], message.get("state")) == ("state", "listening"):
            return seen
    raise AssertionError(seen)


def strange(house: CanaryHouse) -> list[str]:
    """Values in places where they do not belong: the tickets that were used."""
    person, secrets = PEOPLE[0], []
    card, name = person.values[4], person.name
    house.request("GET", f"/rt/tickets?name={name.replace(' ', '+')}&card={card}")
    house.request("POST", "/rt/tickets", {"bot": name})
    for message in (
        json.dumps({"type": "hello", "ticket": card, "mode": "text"}),
        json.dumps({"type": name}),
        json.dumps({"type": "hello", "ticket": "x", "mode": "text", "variables": {name: card}}),
        f"{name} {card}",
    ):
        with wired(house) as wire:
            wire.send_text(message.encode())
            wire.last_words()
    for offer in (f"v=0\r\no={name} {card}\r\n", f"a=candidate:1 1 udp 1 {card} 9 typ host\r\n" * 3):
        with wired(house) as wire:
            secrets.append(house.ticket())
            wire.send(type="hello", ticket=secrets[-1], mode="voice")
            wire.until("ready")
            wire.send(type="offer", sdp=offer)
            wire.last_words()
    return secrets


def dumped(address: str) -> bytes:
    """Every key of a Redis and what it holds."""
    client = redis.Redis.from_url(address)
    found = []
    for key in client.scan_iter("*"):
        kind = client.type(key)
        read = {
            b"string": client.get,
            b"hash": client.hgetall,
            b"list": lambda k: client.lrange(k, 0, -1),
            b"set": client.smembers,
            b"zset": lambda k: client.zrange(k, 0, -1, withscores=True),
            b"stream": client.xrange,
        }[kind]
        found.append(key + b"=" + repr(read(key)).encode())  # type: ignore[operator]
    client.close()
    return b"\n".join(found)


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(data / "voxloom.sqlite3")) as connection:
        return connection.execute(query).fetchall()


def sealed_bytes(data: Path) -> list[bytes]:
    """What the vaults hold: sealed values and sealed keys."""
    values = rows(data, "SELECT sealed FROM conversations_vaultvalue WHERE sealed IS NOT NULL")
    keys = rows(data, "SELECT sealed FROM conversations_vaultkey")
    return [bytes(sealed) for (sealed,) in (*values, *keys)]


def found_in_files(folder: Path) -> list[str]:
    """Every file, whatever it is: the database with its journal, logs, prompts, what was learned."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    return [leak for path in files for leak in leaks(path.name, path.read_bytes())]


@pytest.mark.parametrize(("log_format", "cluster"), [("text", False), ("json", True)])
def test_values_of_chats_lie_nowhere_but_in_the_vault(log_format: str, cluster: bool, tmp_path: Path) -> None:
    assert COUNT >= 40
    data = tmp_path / "data"
    with a_redis(cluster, tmp_path / "redis") as address, receiver() as told, receiver() as collector:
        house = CanaryHouse(
            data,
            LOG_FORMAT=log_format,
            LOG_LEVEL="debug",
            REDIS_URL=address,
            OUTGOING_NETWORKS="127.0.0.0/8",
            OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.port}",
            OTEL_BSP_SCHEDULE_DELAY="500",
            **{WEBHOOK: f"http://127.0.0.1:{told.port}/told"},
        )
        jobs = a_worker(house, data / "celery.log") if cluster else contextlib.nullcontext()
        with house, jobs:
            calls = [_held(house, person) for person in PEOPLE]
            tickets = strange(house)
            until(lambda: len(told.seen) >= len(PEOPLE), f"the ends of calls were told: {house.log()[-2000:]}")
            _nowhere(house, data, told, address, tickets)
            _gone_when_erased(house, data, calls)
            metrics = _metrics(house)
        assert leaks("metrics", metrics) == []
        spans = b"".join(seen.body for seen in collector.seen)
        assert all(name in spans for name in (b"tool find_doctor", b"conversation", b"webhook conversation.ended"))
        assert leaks("spans", spans) == []
        assert found_in_files(data) == []  # also of what was written at the end
        if cluster:
            assert leaks("redis", dumped(address)) == []
        _is_a_log(house.log(), log_format)


def _held(house: CanaryHouse, person: Person) -> str:
    """A chat in which all of the person's values were taken; else what follows would prove nothing."""
    call, seen = chat(house, person)
    said = " ".join(message["text"] for message in seen if message["type"] == "said")
    assert person.name in said
    assert all(str(person.returned[name]) in said for name in ("doctor", "street", "phone"))
    assert "something went wrong with" in said
    assert person.greeted in said
    return call


def _nowhere(house: CanaryHouse, data: Path, told: Receiver, address: str, tickets: list[str]) -> None:
    assert found_in_files(data) == []
    assert [leak for seen in told.seen for leak in leaks("webhook", seen.body + str(seen.headers).encode())] == []
    if address:
        assert leaks("redis", dumped(address)) == []
    secrets = [
        path.name for path in data.rglob("*") if path.is_file() for t in tickets if t.encode() in path.read_bytes()
    ]
    assert secrets == []
    (kept,) = rows(data, "SELECT count(*) FROM conversations_vaultvalue WHERE sealed IS NOT NULL")[0]
    assert kept >= COUNT
    (done,) = rows(data, "SELECT count(*) FROM jobs_job WHERE name = 'conversations.summarise' AND state = 'done'")[0]
    assert done >= len(PEOPLE)
    (delivered,) = rows(data, "SELECT count(*) FROM webhooks_delivery")[0]
    assert delivered >= len(PEOPLE)


def _gone_when_erased(house: CanaryHouse, data: Path, calls: list[str]) -> None:
    """Neither values nor what was sealed of them, in no page of a file of the database."""
    sealed = sealed_bytes(data)
    assert len(sealed) >= COUNT
    command = [sys.executable, "manage.py", "conversations", "--erase", *calls]
    erased = subprocess.run(command, env=house.environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert erased.returncode == 0, erased.stderr
    assert leaks("erasing", erased.stdout + erased.stderr) == []
    left = sealed_bytes(data)
    gone = [token for token in sealed if token not in left]
    assert len(gone) >= COUNT
    files = b"".join(path.read_bytes() for path in data.iterdir() if path.name.startswith("voxloom.sqlite3"))
    assert [token[:20] for token in gone if token in files] == []


def _metrics(house: CanaryHouse) -> bytes:
    import urllib.request

    with urllib.request.urlopen(f"http://localhost:{house.port}/metrics", timeout=20) as answer:
        text: bytes = answer.read()
    assert b"voxloom_turn_total_seconds" in text
    return text


def _is_a_log(text: str, log_format: str) -> None:
    """It says what went wrong, and where."""
    assert "tool function failed" in text
    assert "RuntimeError" in text
    if log_format == "json":
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        assert len(lines) >= len([line for line in text.splitlines() if line])
        (failed, *_) = [line for line in lines if line["message"] == "tool function failed"]
        assert failed["call"].startswith("call-")
        assert failed["exception"]["frames"][-1].startswith("tests/faults/personal/canaries.py:")
