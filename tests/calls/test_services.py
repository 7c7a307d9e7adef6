"""A spoken call whose bot asks services of other people: one by its OpenAPI document, one by the Model Context
Protocol, each written with the library for it."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import warm
from tests.calls.served import ROOT, Served
from tests.calls.voices import RMS, SLT, record_all
from tests.deploy.bank.running import TOKEN, RunningBank

pytestmark = [pytest.mark.calls, pytest.mark.models, pytest.mark.timeout(300)]

BOT = """
voxloom: 1
bot: teller
start: hello
defaults: {on_fail: handoff, on_error: sorry}
slots:
  account: {type: choice, choices: {savings: [saver], checking: [current]}}
variables:
  sum: {type: money}
  branch: {type: text}
intents:
  check_balance: {description: the balance of an account, examples: ["what's my balance", how much money do I have]}
  find_branch: {description: where our branch is, examples: [where is your branch, which branch is mine, where are you]}
tools:
  find_customer:
    type: mcp
    server: {url: "{{ env.crm }}/mcp", tool: customers.find}
    arguments: {number: text}
    returns: {branch: text}
flows:
  hello: {nodes: {hi: {type: say, say: "Riverbank. What can I do?", next: end}}}
  sorry: {nodes: {no: {type: say, say: "I cannot reach that now.", next: end}}}
  check_balance:
    triggers: [check_balance]
    nodes:
      which: {type: ask, slot: account, say: "Savings or checking?"}
      look: {type: call, tool: get_balance, with: {account: "{{ account }}"}, save: {sum: result.balance}}
      tell: {type: say, say: "You have {{ sum | money }}.", next: end}
  find_branch:
    triggers: [find_branch]
    nodes:
      look: {type: call, tool: find_customer, with: {number: "407122"}, save: {branch: result.branch}}
      tell: {type: say, say: "Your branch is at {{ branch }}.", next: end}
"""


@pytest.fixture
def crm() -> Iterator[str]:
    """A server of the Model Context Protocol, made with the official library."""
    words = [sys.executable, str(ROOT / "tests" / "tools" / "bindings" / "mcp_program.py"), "http"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['json']}"
        finally:
            process.kill()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[RunningBank]:
    folder = tmp_path / "bank"
    folder.mkdir()
    with RunningBank(folder) as running:
        yield running


def manage(served: Served, *words: str, said: str = "") -> None:
    own = {**served.environment, "DJANGO_SETTINGS_MODULE": "voxloom.settings"}
    done = warm.run(words, own=own, said=said.encode())
    assert done.returncode == 0, done.stderr.decode()


def test_services_of_others_are_asked_in_a_spoken_call(
    bank: RunningBank, crm: str, recordings: Path, tmp_path: Path
) -> None:
    document, bot = tmp_path / "bank.json", tmp_path / "teller.yaml"
    with urllib.request.urlopen(f"{bank.address}/openapi.json", timeout=30) as answer:
        document.write_bytes(answer.read())
    bot.write_text(BOT)
    with Served(tmp_path / "data", OUTGOING_NETWORKS="127.0.0.0/8") as served:
        manage(served, "bot", "tools", "import", str(document), "--pick", "getBalance", "--into", str(bot))
        assert "{{ env.riverbank_api }}/accounts/{{ account }}/balance" in bot.read_text()
        manage(served, "env", f"riverbank_api={bank.address}", f"crm={crm}")
        manage(served, "env", "--secret", "riverbank_token", said=TOKEN)
        manage(served, "bot", "import", str(bot))
        manage(served, "bot", "publish", "teller")
        said = [(SLT, "What is my balance?"), (RMS, "The savings account, please."), (SLT, "Where is your branch?")]
        called = served.call("teller", record_all(said, recordings))
    assert called.code == 0, called.error
    told = [event["text"] for event in called.named("said")]
    assert "You have $8,400." in told, told
    assert "Your branch is at Market Street." in told, told
    asked = [(each["tool"], "error" in each) for turn in called.named("turn") for each in turn["called"]]
    assert asked == [("get_balance", False), ("find_customer", False)]
