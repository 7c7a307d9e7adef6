"""`bot tools import --into`: what comes into a bot, and that everything else of it stays."""

import json
from pathlib import Path

import pytest

from flows.loader.load import load_path
from tests.flows.cli import bot
from tests.flows.exchange.openapi.documents import document
from tests.flows.exchange.openapi.published import BANK, large
from tests.flows.exchange.openapi.test_importer import BANK_TOOLS

SHOP = """\
# Our shop.
voxloom: 1
bot: 'shop'   # ours
start:   main

tools:
  # What it had before.
  old: {stub: {a: 1}}   # keep

flows:
  main:
    nodes:
      hello: {type: say, say: "Hi.", next: end}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.json"
    path.write_text(json.dumps(BANK))
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return path


def test_into_a_bot_and_everything_else_stays(bank: Path, shop: Path) -> None:
    ran = bot("tools", "import", bank, "--pick", "getBalance,revoke", "--into", shop)
    assert (ran.code, ran.out) == (0, f"{shop}: added get_balance, revoke.\n")
    text = shop.read_text()
    added = BANK_TOOLS.removeprefix("tools:\n")
    first, last = added.index("  make_transfer:"), added.index("  revoke:")
    before, after = SHOP.split("\nflows:")
    assert text == f"{before}{added[:first]}{added[last:]}\nflows:{after}"
    assert load_path(shop).findings == ()
    again = bot("tools", "import", bank, "--pick", "getBalance", "--into", shop)
    assert (again.code, again.out) == (0, f"{shop}: there already, exactly so: get_balance.\n")
    assert shop.read_text() == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ends_of_lines_and_marks_stay(bank: Path, shop: Path, newline: str, mark: str) -> None:
    shop.write_bytes((mark + SHOP.replace("\n", newline)).encode())
    assert bot("tools", "import", bank, "--into", shop).code == 0
    text = shop.read_bytes().decode()
    assert text.startswith(mark + "# Our shop.")
    assert text.count("\n") == text.count(newline)


def test_a_tool_that_is_another_one_is_refused_and_nothing_is_written(bank: Path, shop: Path) -> None:
    text = SHOP.replace("old:", "revoke:")
    shop.write_text(text)
    ran = bot("tools", "import", bank, "--into", shop)
    assert (ran.code, ran.out, shop.read_text()) == (1, "", text)
    assert ran.err == (
        f"{shop} has a tool that is another one under the same name: revoke."
        " Rename or delete there, or --pick others.\n"
    )


def test_what_the_import_causes_is_told(bank: Path, shop: Path) -> None:
    node = '      out: {type: call, tool: revoke, with: {t: "x"}, on_error: end, next: end}\n'
    shop.write_text(SHOP.replace("next: end}\n", "next: out}\n") + node)
    assert "[name.unknown]" in bot("lint", shop).out
    ran = bot("tools", "import", bank, "--pick", "revoke", "--into", shop)
    assert ran.code == 0
    told = [line.rpartition(" ")[2] for line in ran.err.splitlines() if line.startswith("shop.yaml:")]
    assert set(told) == {"[tool.argument]", "[tool.unconfirmed]"}


def test_into_a_folder(bank: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    head, _, flows = SHOP.partition("tools:")
    flows = flows[flows.index("flows:") :]
    (folder / "a.yaml").write_text(head)
    (folder / "b.yaml").write_text(flows)
    ran = bot("tools", "import", bank, "--pick", "revoke", "--into", folder)
    assert (ran.code, ran.out) == (0, f"{folder / 'tools.yaml'}: added revoke.\n")
    ran = bot("tools", "import", bank, "--pick", "getBalance,revoke", "--into", folder)
    assert ran.out == (
        f"{folder / 'tools.yaml'}: added get_balance.\n{folder / 'tools.yaml'}: there already, exactly so: revoke.\n"
    )
    assert (folder / "a.yaml").read_text() == head
    assert (folder / "b.yaml").read_text() == flows
    loaded = load_path(folder)
    assert loaded.findings == ()
    assert loaded.bot is not None
    assert list(loaded.bot.tools) == ["revoke", "get_balance"]


def test_a_bot_without_tools_gets_some(bank: Path, shop: Path) -> None:
    shop.write_text(SHOP[: SHOP.index("tools:")] + SHOP[SHOP.index("flows:") :])
    assert bot("tools", "import", bank, "--pick", "revoke", "--into", shop, "--json").objects()[0]["findings"] == []
    assert "\ntools:\n  revoke:\n    type: http\n" in shop.read_text()
    assert load_path(shop).findings == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tools: [\n", "This is not readable YAML"),
        ("tools: &a {old: {stub: {}}}\nx: *a\n", "This part has an anchor or a tag"),
        ("tools:\n\told: {}\n", "A tab stands at the beginning"),
        ("tools: 5\n", "Nothing stands at `tools.revoke`"),
        ("- a\n", "Nothing stands at"),
        ("# nothing yet\n", "The text is empty"),
        ("", "The text is empty"),
        ("a: \xff", "is not UTF-8"),
    ],
)
def test_a_bot_that_cannot_be_edited_stays_as_it_is(bank: Path, shop: Path, text: str, why: str) -> None:
    shop.write_bytes(text.encode("latin-1"))
    ran = bot("tools", "import", bank, "--pick", "revoke", "--into", shop)
    assert (ran.code, ran.out, shop.read_bytes()) == (1, "", text.encode("latin-1"))
    assert why in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_bot_that_would_grow_too_large_stays_as_it_is(tmp_path: Path, shop: Path) -> None:
    file = tmp_path / "large.json"
    file.write_text(json.dumps(large(480)))
    ran = bot("tools", "import", file, "--into", shop)
    assert (ran.code, ran.out, shop.read_text()) == (1, "", SHOP)
    assert ran.err.endswith("Nothing is changed.\n")
    file.write_text(json.dumps(large(600)))
    ran = bot("tools", "import", file)
    assert (ran.code, ran.out) == (1, "")
    assert "it has 600 operations, and a bot has room for 500 tools; pick some." in ran.err
    assert bot("tools", "import", file, "--list").code == 0


def test_nothing_that_can_be_imported(tmp_path: Path, shop: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(document({"/a": {"trace": {}}})))
    ran = bot("tools", "import", file, "--into", shop)
    assert (ran.code, ran.out, shop.read_text()) == (1, "", SHOP)
    assert ran.err == "TRACE /a: it cannot be a tool: tools send no TRACE.\nNothing could be imported.\n"
    ran = bot("tools", "import", file, "--list")
    assert (ran.code, ran.err) == (1, "Nothing of it can be a tool.\n")
    file.write_text(json.dumps(document({"/a": {"$ref": "other.yaml#/a"}})))
    ran = bot("tools", "import", file, "--list")
    told = "/a: it refers to another document, other.yaml#/a, and none is fetched.\nNothing of it can be a tool.\n"
    assert (ran.code, ran.out, ran.err) == (1, "", told)
    file.write_text(json.dumps(document({"/a": {"trace": {}}})))
    (told,) = bot("tools", "import", file, "--json").objects()
    assert told == {
        "tools": {},
        "left_out": [{"place": "TRACE /a", "what": "", "why": "it cannot be a tool: tools send no TRACE"}],
        "base": {},
    }
