"""`bot tools try`: one call of one tool, by its stub or for real."""

import os
from pathlib import Path

import pytest

from tests import warm
from tests.flows.cli import Ran, bot
from tests.tools.scripted import answers, scripted

BANK = """
voxloom: 1
bot: bank
start: main
defaults: {on_fail: handoff, on_error: handoff}
slots:
  account: {type: choice, choices: {savings: [], checking: []}}
tools:
  get_balance:
    type: http
    request: {url: "{{ env.bank_api }}/{{ account }}", query: {currency: "{{ currency }}"}}
    auth: {bearer: bank_token}
    arguments: {currency: text}
    stub: {balance: 7}
  fails: {stub: {error: timeout}}
  nothing: {}
flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}
"""
SETTINGS = "voxloom.settings"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bank.yaml"
    path.write_text(BANK)
    return path


def test_the_stub_answers_unless_it_shall_be_real(file: Path) -> None:
    ran = bot("tools", "try", file, "get_balance", "--with", '{"account": "savings"}')
    (told,) = ran.objects()
    assert ran.code == 0
    assert isinstance(told.pop("ms"), int)
    assert told == {"tool": "get_balance", "with": {}, "result": {"balance": 7}}


def test_a_tool_that_fails_is_exit_code_1(file: Path) -> None:
    ran = bot("tools", "try", file, "fails")
    assert (ran.code, ran.objects()[0]["error"]) == (1, "timeout")
    ran = bot("tools", "try", file, "nothing")
    assert (ran.code, ran.objects()[0]["error"]) == (1, "unavailable")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("gone",), "has no tool gone; its tools: get_balance, fails, nothing."),
        (("fails", "--with", "[1]"), "--with takes a JSON object"),
        (("fails", "--with", "{"), "--with takes a JSON object"),
        (("fails", "--workspace"), "expected one argument"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(file: Path, words: tuple[str, ...], told: str) -> None:
    ran = bot("tools", "try", file, *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err.splitlines()[-1]  # behind what is to be said of the bot


def _manage(data: Path, *words: str, said: str = "", **more: str) -> Ran:
    own = {"VOXLOOM_DATA": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS, "OUTGOING_NETWORKS": "127.0.0.0/8", **more}
    done = warm.run(words, own=own, said=said.encode())
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_real_call_goes_where_the_operator_says(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    assert _manage(data, "migrate", "--verbosity=0").code == 0
    words = (
        "bot",
        "tools",
        "try",
        str(file),
        "get_balance",
        "--with",
        '{"account": "sav", "currency": "USD"}',
        "--real",
    )
    unbound = _manage(data, *words)
    assert (unbound.code, unbound.objects()[0]["error"]) == (1, "unavailable")
    with scripted(answers(body=b'{"balance": 12}')) as bank:
        assert _manage(data, "env", f"bank_api={bank.address}/v1").code == 0
        assert _manage(data, "env", "--secret", "bank_token", said="s3cret\n").out.endswith("bank_token (secret)\n")
        ran = _manage(data, *words)
        refused = _manage(data, *words, OUTGOING_NETWORKS="")
    assert (ran.code, ran.objects()[0]["result"]) == (0, {"balance": 12})
    assert ran.objects()[0]["with"] == {"currency": "USD"}
    (seen,) = bank.seen
    assert (seen.path, seen.headers["authorization"]) == ("/v1/sav?currency=USD", "Bearer s3cret")
    assert refused.code == 1
    assert "s3cret" not in ran.out + ran.err + os.linesep
