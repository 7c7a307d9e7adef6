"""A text as files that together say the same, with every line in one of them."""

from flows.exchange.format.split import REST, TESTS, split_text
from flows.loader.load import load_texts

TEXT = """\
# the shop
voxloom: 1
bot: shop
start: main
flows:
  main:
    nodes: {a: {type: say, say: Hello., next: end}}
  # takes money
  pay:
    triggers: [pay]
    nodes: {a: {type: say, say: Paid., next: end}}  # at last
intents: {pay: {examples: [pay]}}
tests:
  greets: {turns: [{user: hello}]}
"""


def test_each_flow_has_a_file_and_so_have_the_tests() -> None:
    files = split_text(TEXT)
    assert list(files) == [REST, "flow-main.yaml", "flow-pay.yaml", TESTS]
    assert files["flow-pay.yaml"].startswith("flows:\n  # takes money\n  pay:\n")
    assert "# at last" in files["flow-pay.yaml"]
    assert "# the shop" in files[REST]
    assert "intents:" in files[REST]
    together = load_texts(files).document.data
    assert together == load_texts({REST: TEXT}).document.data


def test_what_cannot_be_cut_is_one_file() -> None:
    for text in (
        "voxloom: 1\nflows: {main: {}, pay: {}}\n",
        "voxloom: 1\nflows:\n  main: {}\n",
        "a: &a 1\nflows:\n  main: {x: *a}\n  pay: {x: *a}\n",
        "flows:\n  'A b': {}\n  pay: {}\n",
        "{this is no yaml",
    ):
        assert split_text(text) == {REST: text}
