"""The page on findings shows every code with its examples, what is told of them, and links that lead there."""

import re

from flows.findings import CODES
from flows.loader.load import load_text
from flows.schema.examples import examples
from flows.schema.findings_page import findings_page


def test_every_code_stands_in_the_table() -> None:
    rows = re.findall(r"^\| .*?`([a-z._]+)`.*? \| (.*) \|$", findings_page(), re.MULTILINE)
    assert rows == list(CODES.items())


def test_every_example_is_shown_both_ways() -> None:
    page = findings_page()
    for code, example in examples().items():
        part = page.split(f"### `{code}`\n")[1].split("\n### ")[0]
        assert example.bad.rstrip() in part
        assert example.good.rstrip() in part
        assert part.index(example.bad.rstrip()) < part.index("Put right:")


def test_links_lead_to_headings() -> None:
    page = findings_page()
    headings = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in re.findall(r"^#+ (.*)$", page, re.M)}
    links = set(re.findall(r"\(#([^)]*)\)", page))
    assert len(links) == len(examples())
    assert links <= headings


def test_what_is_told_is_quoted_with_line_and_severity() -> None:
    part = findings_page().split("### `flow.target`\n")[1].split("\n### ")[0]
    assert "> line 4, error: There is no node or flow `hand_off` to lead to. Did you mean `handoff`?" in part
    part = findings_page().split("### `ask.no_way_out`\n")[1].split("\n### ")[0]
    assert "> line 6, warning:" in part


def test_the_answer_on_the_page_answers() -> None:
    part = findings_page().split("## Answering a warning")[1].split("```yaml\n")[1].split("```")[0]
    flows = "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
    bot = f"voxloom: 1\nbot: b\nstart: main\n{part}{flows}"
    assert load_text(bot).findings == ()
    without = "\n".join(line for line in bot.splitlines() if "lint ok" not in line)
    assert [finding.code for finding in load_text(without).findings] == ["intent.unused"]
