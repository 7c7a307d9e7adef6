"""LiteLLM as it is imported: quiet, and asking nobody. In a process of its own, so that this one stays small."""

import json
import subprocess
import sys

from tests.tools.models.fake_model import served
from tools.models.surroundings import ROOT, of_worker

QUIET = """
import json, logging, os, socket
def nobody(*_, **__):
    raise AssertionError("the network is asked")
socket.create_connection = socket.socket.connect = nobody
from tools.models.worker.library import LOGGERS, imported
library = imported()
print(json.dumps({
    "asks": callable(library.acompletion),
    "quiet": library.suppress_debug_info,
    "tells": library.telemetry,
    "handlers": [len(logging.getLogger(name).handlers) for name in LOGGERS],
}))
"""
WITHOUT_MCP = """
import asyncio, json, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "mcp":
            raise ImportError(name)
sys.meta_path.insert(0, Absent())
from tools.models.worker.completions import completions
from tools.models.worker.library import imported
function = {"name": "look", "parameters": {"type": "object", "properties": {}}}
request = {"model": "openai/fake", "api_base": sys.argv[1], "api_key": "k", "stream": True, "max_retries": 0,
           "messages": [{"role": "user", "content": "x"}], "tools": [{"type": "function", "function": function}]}
async def main():
    parts = [dict(part.fields) async for part in completions(imported())({"request": request}, b"")]
    print(json.dumps(parts[-1]["tools"]))
asyncio.run(main())
"""


def ran(code: str, *arguments: str) -> object:
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], env=of_worker({}), cwd=ROOT, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_asks_nobody_and_says_nothing() -> None:
    assert ran(QUIET) == {"asks": True, "quiet": True, "tells": False, "handlers": [0, 0, 0]}


def test_tools_need_no_package_that_only_the_tests_have() -> None:
    with served() as fake:
        fake.pieces, fake.tools = [], [("look", '{"a": 1}')]
        assert ran(WITHOUT_MCP, fake.address) == [{"id": "call-0", "name": "look", "arguments": '{"a": 1}'}]
        assert fake.requests[0]["tools"][0]["function"]["name"] == "look"
        assert "_skip_mcp_handler" not in fake.requests[0]
