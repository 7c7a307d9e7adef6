"""A bank of the tests' own: a process, a folder, and nothing left of it afterwards."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "made-up-token-of-the-bank"
END_S = 30


@dataclass(frozen=True)
class Told:
    """What the bank answered."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        """Of a refusal."""
        return str(self.body["error"]["code"])


class RunningBank:
    """`python -m deploy.bank` as a context manager; it answers when it is entered.

    `program`: another way to start it.
    """

    def __init__(self, folder: Path, program: tuple[str, ...] = ("-m", "deploy.bank")) -> None:
        self.folder, self._program = folder, program
        self.database = folder / "bank.sqlite3"
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "RunningBank":
        token = self.folder / "token"
        token.write_text(f"{TOKEN}\n")
        words = [
            sys.executable, *self._program, "--port", "0", "--database", str(self.database),
            "--token-file", str(token), "--ends-with-input",
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("The bank answers at "), self.log()
        self.port = int(line.rsplit(":", 1)[1])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process is not None
        with self._process:  # closes its pipes, by which it ends
            self._process.terminate()
            self._process.wait(END_S)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """What it wrote about what it did not foresee."""
        return (self.folder / "log").read_text("utf-8", errors="replace")

    def end(self, number: signal.Signals) -> int:
        """Send it a signal; its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(END_S)

    def let_go(self) -> int:
        """Close its input; its exit code."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(END_S)

    def dies(self) -> int:
        """Wait until it has died by itself; its exit code."""
        assert self._process is not None
        return self._process.wait(END_S)

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, token: str | None = TOKEN,
        raw: bytes | None = None, headers: Mapping[str, str] | None = None,
    ) -> Told:  # fmt: skip
        """One request on a line of its own."""
        sent = dict(headers or {})
        if token is not None:
            sent.setdefault("Authorization", f"Bearer {token}")
        if key is not None:
            sent["Idempotency-Key"] = key
        content = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=END_S)) as line:
            line.request(method, path, content, {"Content-Type": "application/json", **sent})
            answer = line.getresponse()
            text = answer.read()
        return Told(answer.status, json.loads(text) if text else None, dict(answer.getheaders()))

    def get(self, path: str) -> Any:
        """The body of an answer that must be 200."""
        told = self.ask("GET", path)
        assert told.status == 200, told
        return told.body

    def balance(self, account: str = "checking") -> float:
        """Of an account."""
        found: float = self.get(f"/accounts/{account}/balance")["balance"]
        return found

    def send(self, amount: Any, to: Any = "anna", key: str | None = None, **more: Any) -> Told:
        """Money from the checking account."""
        return self.ask("POST", "/transfers", {"from": "checking", "to": to, "amount": amount, **more}, key=key)
