"""Whatever is sent, the bank says what is wrong with it and goes on."""

import http.client
import json
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.deploy.bank.running import ROOT, TOKEN, RunningBank

MOST_BODY_BYTES = 16 * 1024
GOOD = {"from": "checking", "to": "anna", "amount": 1}
BODIES: list[bytes] = [
    b"", b"{", b"null", b"[]", b"1", b'"x"', b"nonsense", b"\xff\xfe\x00", b"\x00", b"[" * 8_000, b'{"a":' * 2_000,
    b"[" * 2_000 + b"]" * 2_000, b'{"amount": ' + b"9" * 5_000 + b"}", b'"\\ud800"',
    b"from=checking&to=anna&amount=1", b"{'from': 'checking'}", b'{"from": "checking"} trailing',
]  # fmt: skip
VALUES: list[object] = [
    None, True, False, "", "1", "fifty", 0, -1, 0.001, 1.005, -0.0, 1e300, 1_000_001, [], [1], {}, {"a": 1},
    float("nan"), float("inf"), 10**400,
]  # fmt: skip
NAMES: list[object] = [
    None, True, 1, 1.5, [], {}, "", " ", "Anna", "anna\0", "anna' OR 1=1 --", "\ud800", "ä", "../x", "a" * 65, "a\n",
    ["anna"],
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_bodies_that_are_none(untouched: RunningBank, number: int) -> None:
    for path in ("/transfers", "/cards"):
        told = untouched.ask("POST", path, raw=BODIES[number])
        assert told.status in (400, 422), told
        assert told.body["error"]["message"]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_amounts_that_are_none(untouched: RunningBank, value: object) -> None:
    told = untouched.send(value)
    assert (told.status, told.code) == (422, "invalid")
    assert told.body["error"]["message"].startswith("amount: ")


@pytest.mark.parametrize("value", NAMES, ids=repr)
def test_names_that_are_none(untouched: RunningBank, value: object) -> None:
    for field in ("from", "to"):
        told = untouched.ask("POST", "/transfers", {**GOOD, field: value})
        assert (told.status, told.code) == (422, "invalid")
    assert untouched.ask("POST", "/cards", {"kind": value}).status == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/transfers", {**GOOD, "cents": 1}),
        ("/transfers", {**GOOD, "memo": "x" * 141}),
        ("/transfers", {**GOOD, "memo": 1}),
        ("/transfers", {"source": "checking", "target": "anna", "amount": 1}),
        ("/transfers", {"from": "checking", "amount": 1}),
        ("/cards/debit/block", {"replace": "yes"}),
        ("/cards/debit/block", {"replace": 1}),
        ("/cards/debit/block", {"other": True}),
        ("/cards/debit/block", []),
        ("/cards", {"kind": "gold"}),
        ("/cards", {}),
    ],
)
def test_fields_that_are_wrong(untouched: RunningBank, path: str, body: object) -> None:
    told = untouched.ask("POST", path, body)
    assert (told.status, told.code) == (422, "invalid")


@pytest.mark.parametrize("limit", ["0", "-1", "101", "x", "", "1.5", "9" * 30, "%00", "%D9%A1"])
def test_limits_that_are_none(untouched: RunningBank, limit: str) -> None:
    assert untouched.ask("GET", f"/accounts/checking/transactions?limit={limit}").status == 422


@pytest.mark.parametrize(
    "name", ["%00", "%ff%fe", "%ED%A0%80", "a" * 3_000, "%27%20OR%201=1", "..%2f..", "%F0%9F%92%B0", "checking%20"]
)
def test_accounts_and_cards_that_are_none(untouched: RunningBank, name: str) -> None:
    assert untouched.ask("GET", f"/accounts/{name}/balance").status == 404
    assert untouched.ask("POST", f"/cards/{name}/block").status == 404


def test_a_body_that_is_too_long_is_not_read(untouched: RunningBank) -> None:
    told = untouched.ask("POST", "/transfers", raw=b" " * (MOST_BODY_BYTES + 1))
    assert (told.status, told.code) == (413, "request_entity_too_large")
    spaces = b" " * (MOST_BODY_BYTES - 100)
    assert untouched.ask("POST", "/transfers", raw=spaces + json.dumps({**GOOD, "to": "gone"}).encode()).status == 404


HEAD = f"POST /transfers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n".encode()


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (b"nonsense\r\n\r\n", (400,)),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", (400,)),
        (b"GET / HTTP/9.9\r\n\r\n", (505,)),
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n\r\n", (414,)),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", (431,)),
        (b"GET / HTTP/1.1\r\na: " + b"b" * 70_000 + b"\r\n\r\n", (431,)),
        (HEAD + b"Content-Length: -1\r\n\r\n", (400,)),
        (HEAD + b"Content-Length: x\r\n\r\n", (400,)),
        (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", (400,)),
        (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", (413,)),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", (411,)),
        (HEAD + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\n\r\n{}", (422,)),
        (b"BREW /accounts HTTP/1.1\r\nHost: x\r\n\r\n", (405,)),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_request(untouched: RunningBank, sent: bytes, statuses: tuple[int, ...]) -> None:
    with closing(socket.create_connection(("127.0.0.1", untouched.port), timeout=30)) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(head.split(b" ")[1]) in statuses
    assert json.loads(body)["error"]["code"]


def test_who_goes_away_in_the_middle_harms_nobody(untouched: RunningBank) -> None:
    for sent in (b"", b"GET", HEAD, HEAD + b"Content-Length: 500\r\n\r\n{"):
        with closing(socket.create_connection(("127.0.0.1", untouched.port), timeout=30)) as line:
            line.sendall(sent)
    assert untouched.get("/healthz") == {"ok": True}


def test_a_line_is_used_for_several_requests(untouched: RunningBank) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", untouched.port, timeout=30)) as line:
        line.connect()
        first = line.sock
        for _ in range(3):
            line.request("GET", "/healthz")
            assert json.loads(line.getresponse().read()) == {"ok": True}
            assert line.sock is first


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"--token-file": "gone"}, "the token cannot be read"),
        ({"--database": "gone/bank.sqlite3"}, "cannot be used as the bank's database"),
        ({"--database": "text"}, "cannot be used as the bank's database"),
        ({"--port": "99999"}, "cannot be taken"),
        ({"--token-file": "text"}, "has fewer than 16 characters"),
    ],
)
def test_what_keeps_it_from_starting_is_one_line(tmp_path: Path, change: dict[str, str], told: str) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "text").write_text("no token and no database" * 100 if "--database" in change else "short")
    options = {"--port": "0", "--database": "bank.sqlite3", "--token-file": "token"} | change
    words = [sys.executable, "-m", "deploy.bank", *(word for pair in options.items() for word in pair)]
    ran = subprocess.run(
        words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    assert line.startswith("The bank cannot start: ")
    assert told in line
