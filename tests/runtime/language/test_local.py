"""The small model of this machine: a whole turn, as it is spoken while it comes, through every part that a call has."""

import asyncio
import json
import os
import re
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.engine.program import Program
from runtime.language.local import FREE, MOST_MB, NO_KEY, LocalModel
from runtime.language.server import HOST, NAME, one_word
from runtime.speech import models
from runtime.speech.process import WorkerProcess
from runtime.speech.workers.loop import Refused
from tests.flows.driver.fakes import KnownSentences, SlowTools, StreamingOutput
from tests.flows.small_bots import NOW, bot
from tests.runtime.counted import Counted
from tools.models.address import LOCAL, ModelAddress
from tools.models.bound import BoundModels
from tools.models.process import ModelProcess
from tools.models.routes import Routes

BOT = """
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      think: {type: generate, prompt: "Greet somebody who calls a bank, in one short sentence.", timeout: 60s,
              on_error: sorry, next: end}
      sorry: {type: say, say: No words today., next: end}
"""
TOY = Path(__file__).with_name("toy_model.py")
SOON_S = 30.0
CHOSEN = ModelAddress(LOCAL, deadline_ms=30_000, gap_ms=30_000, max_tokens=40)


def test_it_is_asked_on_this_machine_and_costs_nothing() -> None:
    here = LocalModel()
    address = here.address(CHOSEN)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", address.api_base)
    assert (address.model, address.api_key, address.price) == (f"openai/{NAME}", NO_KEY, FREE)
    assert (address.deadline_ms, address.max_tokens, here.ready, here.pid) == (30_000, 40, False, None)


def watched(mode: str, folder: Path, **more: Any) -> LocalModel:
    argv = (sys.executable, "-P", str(TOY), mode, str(folder / "been here"))
    return LocalModel(WorkerProcess("language", argv=argv), look_every_s=0.01, **more)


async def until_it_is_another(here: LocalModel) -> None:
    first = here.pid
    async with asyncio.timeout(SOON_S):
        while here.pid in (first, None) or not here.ready:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("mode", "more", "told"),
    [
        ("hangs", {"word_ms": 300}, "works no more, and is started again: The language did not answer in time"),
        ("refuses", {}, "works no more, and is started again: It gives no word"),
    ],
)
def test_one_that_gives_no_word_is_ended_and_started_again(
    mode: str, more: dict[str, Any], told: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    counted = Counted()

    async def main() -> None:
        here = watched(mode, tmp_path, **more)
        try:
            await here.start()
            await until_it_is_another(here)
            assert here.starts > 1
        finally:
            await here.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    assert told in caplog.text
    assert counted("voxloom_speech_restarts_total", worker="language") >= 1


def test_one_that_stands_still_as_a_whole_is_ended_though_nobody_asks_it(tmp_path: Path) -> None:
    async def main() -> None:
        here = watched("works", tmp_path)
        try:
            await here.start()
            assert here.pid is not None
            os.kill(here.pid, signal.SIGSTOP)
            await until_it_is_another(here)
        finally:
            await here.aclose()

    asyncio.run(main())


def test_one_that_has_grown_is_started_again_and_one_that_has_not_is_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        looked: list[int] = []

        def memory_mb(pid: int) -> int:
            looked.append(pid)
            return MOST_MB + 1 if len(looked) == 3 else MOST_MB

        here = watched("works", tmp_path, memory_mb=memory_mb)
        try:
            await here.start()
            await until_it_is_another(here)
            async with asyncio.timeout(SOON_S):
                while len(looked) < 6:
                    await asyncio.sleep(0.01)
            assert len(set(looked[:3])) == len(set(looked[3:])) == 1
            assert here.starts == 2
        finally:
            await here.aclose()

    asyncio.run(main())
    assert f"the local model has {MOST_MB + 1} MB" in caplog.text


class Answers(BaseHTTPRequestHandler):
    """A server that says what it was told to say."""

    said: ClassVar[tuple[int, bytes]] = (200, b"")

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, body = self.said if asked["max_tokens"] == 1 else (400, b"")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.mark.parametrize(
    ("said", "works"),
    [
        ((200, b'{"choices": [{}]}'), True),
        ((200, b'{"choices": []}'), False),
        ((200, b"[]"), False),
        ((200, b"no json"), False),
        ((500, b"{}"), False),
    ],
)
def test_a_word_is_an_answer_to_a_question_as_callers_ask_it(
    said: tuple[int, bytes], works: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answers, "said", said)
    with ThreadingHTTPServer((HOST, 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            if works:
                one_word(server.server_port)
            else:
                with pytest.raises(Refused):
                    one_word(server.server_port)
        finally:
            server.shutdown()
    with pytest.raises(Refused, match="gives no word"):
        one_word(server.server_port)  # nobody is there any more


@pytest.mark.local
@pytest.mark.timeout(300)
def test_it_holds_a_streamed_turn_and_ends_with_the_server() -> None:
    if absent := models.missing("language"):
        pytest.skip(str(absent[0]))

    async def main() -> None:
        here, process, output = LocalModel(), ModelProcess(), StreamingOutput()
        routes = Routes(process, here.address(CHOSEN))
        program = Program(bot(BOT, warnings=True))
        try:
            await here.start()
            await here._look()  # it gives a word
            assert here.ready
            await routes.load()
            bound = BoundModels(routes, program.bot)
            talk = Conversation(program, KnownSentences(), SlowTools(0), output, FixedClock(NOW), None, bound)
            turn = await talk.start()
            pid = here.pid
        finally:
            await routes.aclose()
            await here.aclose()
        pieces = [text for what, text, _ in output.lines if what == "piece"]
        assert len(pieces) > 3  # they came one by one
        assert turn.said == ["".join(pieces)]
        assert any(word.isalpha() for word in turn.said[0].split())
        assert "No words today." not in turn.said
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(main())


@pytest.mark.local
@pytest.mark.timeout(300)
def test_one_that_dies_is_started_again_at_the_same_address() -> None:
    if absent := models.missing("language"):
        pytest.skip(str(absent[0]))

    async def main() -> None:
        here = LocalModel()
        try:
            await here.start()
            before, first = here.address(CHOSEN), here.pid
            assert first is not None
            os.kill(first, signal.SIGKILL)
            async with asyncio.timeout(60):
                while here.pid in (first, None) or not here.ready:
                    await asyncio.sleep(0.05)
            assert here.address(CHOSEN) == before
        finally:
            await here.aclose()

    asyncio.run(main())
