"""`bot tools import`: operations of an OpenAPI document, listed and printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests import warm
from tests.flows.cli import bot
from tests.flows.exchange.openapi.published import BANK, PETS
from tests.flows.exchange.openapi.test_importer import BANK_TOOLS
from tests.tools.authority import Authority
from tests.tools.scripted import answers, scripted
from voxloom.management.commands.verbs._bots import Stop
from voxloom.management.commands.verbs._openapi_source import MOST_BYTES, fetched


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.json"
    path.write_text(json.dumps(BANK))
    return path


def test_tools_are_printed_and_what_is_left_to_do(bank: Path) -> None:
    ran = bot("tools", "import", bank)
    assert (ran.code, ran.out) == (0, BANK_TOOLS)
    assert ran.err.splitlines() == [
        "GET /accounts/{account-id}/balance: cookie parameter session: tools send no cookies but that of their key.",
        "To call it for real, give what the bot names:",
        "  manage.py env riverbank_api=https://api.riverbank.example/v1",
        "  manage.py env --secret riverbank_client",
        "  manage.py env --secret riverbank_client_secret",
        "The service lies at https://sandbox.riverbank.example/v1, too.",
    ]


def test_picks_and_a_name_of_ones_own(bank: Path) -> None:
    ran = bot("tools", "import", bank, "--pick", "revoke, make_transfer", "--base", "bank_api", "--json")
    (told,) = ran.objects()
    assert (ran.code, ran.err) == (0, "")
    assert list(told) == ["tools", "left_out", "base"]
    assert list(told["tools"]) == ["make_transfer", "revoke"]
    assert told["tools"]["revoke"]["request"]["url"] == "{{ env.bank_api }}/token/revoke"
    assert (told["left_out"], told["base"]) == ([], {"bank_api": "https://api.riverbank.example/v1"})


def test_yaml_is_read_and_operations_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "pets.yaml"
    file.write_text(yaml.safe_dump(PETS, sort_keys=False))
    ran = bot("tools", "import", file, "--list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "GET /pets  listPets  All pets of the shop",
        "POST /pets  addPet  Take in a pet",
        "GET /pets/{petId}  getPet",
        "DELETE /pets/{petId}  deletePet",
        "POST /pets/{petId}/photo  addPhoto  cannot be a tool: its body: it takes multipart/form-data;"
        " tools send JSON and forms",
    ]
    (told,) = bot("tools", "import", file, "--list", "--json", "--pick", "addPhoto").objects()
    assert told == [
        {
            "operation": "addPhoto", "method": "POST", "path": "/pets/{petId}/photo", "summary": "",
            "tool": "add_photo", "can": False,
            "why": "its body: it takes multipart/form-data; tools send JSON and forms",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "it is no OpenAPI document"),
        (b"hello: world\n", "it has no field `openapi`"),
        (b'{"swagger": "2.0"}', "it is Swagger 2.0: convert it to OpenAPI 3 first"),
        (b'{"openapi": "3.0.0",}', "it is no JSON: line 1, column 21"),
        (b"\x00\xff", "it is not UTF-8 text"),
        (b"x" * (MOST_BYTES + 1), "it has more than 16 MiB"),
    ],
)
def test_what_is_no_document_is_one_line(tmp_path: Path, raw: bytes, why: str) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(raw)
    ran = bot("tools", "import", file)
    assert (ran.code, ran.out) == (1, "")
    assert why in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.json",), "nowhere.json does not exist; give the file of an OpenAPI document"),
        ((".",), ". is no file"),
        (("/dev/null",), "/dev/null is no file"),
        (("BANK", "--pick", "getBalanse"), "There is no operation getBalanse. Did you mean `getBalance`?"),
        (("BANK", "--pick", "zzz"), "It has: getBalance, makeTransfer, revoke."),
        (("BANK", "--pick", " , "), "--pick takes operations with commas between them"),
        (("BANK", "--base", "My Bank"), "--base takes a name of small letters"),
        (("BANK", "--base", "a" * 40), "28 at most"),
        (("BANK", "--into", "nowhere.yaml"), "nowhere.yaml does not exist; --into takes a file of a bot"),
        (("BANK", "--into", "x.yaml", "--list"), "--list changes nothing"),
        (("http://shop.example/openapi.json",), "http://shop.example/openapi.json is no https address."),
        (("file:///etc/passwd",), "is no https address"),
        (("BANK", "--frob"), "unrecognized arguments"),
        ((), "the following arguments are required: DOCUMENT"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(bank: Path, words: tuple[str, ...], told: str) -> None:
    ran = bot("tools", "import", *(bank if word == "BANK" else word for word in words))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1


def test_addresses_inside_are_not_asked() -> None:
    ran = bot("tools", "import", "https://user:secret@127.0.0.1:1/openapi.json?token=secret")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "https://127.0.0.1:1/openapi.json cannot be asked: The address lies in a network that may not be asked.\n"
    )


def test_a_document_is_fetched_by_a_checked_line(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    made = {**BANK, "servers": [{"url": "../v1"}]}
    with scripted(answers(body=json.dumps(made).encode()), tls=authority.server()) as service:
        address = f"https://127.0.0.1:{service.port}"
        words = ("bot", "tools", "import", f"{address}/docs/api.json", "--pick", "revoke")
        own = {"VOXLOOM_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "voxloom.settings"}
        own |= {"OUTGOING_NETWORKS": "127.0.0.0/8", "OUTGOING_CA_FILE": str(authority.file)}
        ran = warm.run(words, own=own)
        stranger = warm.run(words, own={**own, "OUTGOING_CA_FILE": ""})
    assert (ran.returncode, ran.stdout.decode()) == (0, "tools:\n" + BANK_TOOLS[BANK_TOOLS.index("  revoke:") :])
    assert f"  manage.py env riverbank_api={address}/v1\n" in ran.stderr.decode()
    assert [seen.path for seen in service.seen] == ["/docs/api.json"]
    assert stranger.returncode == 1
    assert stranger.stderr.decode() == f"{address}/docs/api.json cannot be fetched: ConnectError.\n"


Answer = Callable[[httpx.Request], httpx.Response]


def _client(answer: Answer) -> Callable[[], httpx.Client]:
    return lambda: httpx.Client(transport=httpx.MockTransport(answer))


def test_what_lies_at_an_address() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=iter([b'{"openapi"', b': "3.0.0"}']))

    assert fetched("https://shop.example/openapi.json", _client(answer)) == b'{"openapi": "3.0.0"}'
    assert seen[0].headers["accept-encoding"] == "identity"


def _raises(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late", request=request)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda _: httpx.Response(301, headers={"location": "https://evil.example"}), "no redirect is followed"),
        (lambda _: httpx.Response(404), "answers with the status 404"),
        (lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, content=b""), "something packed"),
        (_raises, "cannot be fetched: ReadTimeout"),
    ],
)
def test_answers_that_are_no_document(answer: Any, why: str) -> None:
    with pytest.raises(Stop, match=why) as stopped:
        fetched("https://shop.example/openapi.json", _client(answer))
    assert stopped.value.code == 1


def test_no_more_is_read_than_a_document_may_have() -> None:
    def endless() -> Any:
        while True:
            yield b" " * 65_536

    body = fetched("https://shop.example/x", _client(lambda _: httpx.Response(200, content=endless())))
    assert MOST_BYTES < len(body) <= MOST_BYTES + 65_536
