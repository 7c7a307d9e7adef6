"""Markdown is read as people read it."""

from tools.knowledge.reading.markdown import plain, read_markdown

TEXT = """---
title: "Fees"
---
# Fees and terms

Each *transfer* costs **two euros** ([see](https://bank.example/a_b_c)).
It is quick.

Setext
------

* one
* two
  goes on
1. three

| Card | Price |
|------|------:|
| Gold | 79    |
| Blue |       |

```
as it stands
```
<!-- nobody sees this -->
> quoted
"""


def test_headings_items_tables_and_code() -> None:
    reading = read_markdown(TEXT)
    assert reading.title == "Fees"
    assert [(block.headings[-1], block.text, block.part) for block in reading.blocks] == [
        ("Fees and terms", "Each transfer costs two euros (see). It is quick.", False),
        ("Setext", "one", True),
        ("Setext", "two goes on", True),
        ("Setext", "three", True),
        ("Setext", "Gold: Price: 79", True),
        ("Setext", "Blue", True),
        ("Setext", "as it stands", False),
        ("Setext", "quoted", False),
    ]


def test_without_a_title_the_first_heading_is_one() -> None:
    assert read_markdown("# Rules\n\nNo shoes.").title == "Rules"
    assert read_markdown("No shoes.").title == ""


def test_signs_inside_of_words_stay() -> None:
    assert plain("snake_case_name and 2*3*4") == "snake_case_name and 2*3*4"
    assert plain("***both*** and `code` and <b>tag</b> and \\*star\\*") == "both and code and tag and *star*"
    assert plain("![a picture](x.png) of <https://a.example/x>") == "a picture of https://a.example/x"


def test_a_rule_is_no_heading_and_what_is_never_closed_ends_nothing() -> None:
    assert [block.text for block in read_markdown("one\n\n---\n\ntwo\n\n```\nthree").blocks] == ["one", "two", "three"]
