"""A page is read as a person reads it: without menus, scripts and what is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.knowledge.reading.html import read_html

PAGE = """<!doctype html><html><head><title>Fees &amp; terms</title><style>p {}</style></head><body>
<nav><a>Menu</a></nav><h1>Fees</h1><p>Two <b>euros</b> each.<br>Always.</p>
<script>alert("no")</script>
<ul><li>first<li>second</ul>
<h2>Cards</h2><table><tr><th>Card<th>Price</tr><tr><td>Gold</td><td><p>79</p></td></tr></table>
<footer>About us</footer></body></html>"""


def test_what_a_person_reads() -> None:
    reading = read_html(PAGE)
    assert reading.title == "Fees & terms"
    assert [(block.headings, block.text, block.part) for block in reading.blocks] == [
        (("Fees",), "Two euros each. Always.", False),
        (("Fees",), "first", True),
        (("Fees",), "second", True),
        (("Fees", "Cards"), "Gold: Price: 79", True),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p hidden>X</p>', '<p style="display: none">X</p>', '<p aria-hidden="true">X</p>',
        '<div style="font-size:0">X</div>',
        '<p style="VISIBILITY:hidden">X</p>', "<template>X</template>", "<noscript>X</noscript>", "<!-- X -->",
    ],
)  # fmt: skip
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    assert [block.text for block in read_html(f"<p>before</p>{hidden}<p>behind</p>").blocks] == ["before", "behind"]


def test_where_a_page_says_what_is_its_own_that_alone_is_read() -> None:
    reading = read_html("<p>Cookies!</p><main><h1>Rules</h1><p>No shoes.</p></main><p>More pages</p>")
    assert [block.text for block in reading.blocks] == ["No shoes."]
    assert reading.title == "Rules"


def test_ends_that_never_began_and_beginnings_that_never_end() -> None:
    assert [block.text for block in read_html("</div></p><p>one<div>two</span></section>three").blocks] == [
        "one",
        "two",
        "three",
    ]
    assert [block.text for block in read_html("<div>" * 5_000 + "deep").blocks] == ["deep"]


@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <div> </div> <table> <tr> <td> </td> </table> <h1> </h1> <li> <nav> </nav> word".split()
        )
    )
)
def test_no_page_is_too_strange(parts: list[str]) -> None:
    read_html(" ".join(parts))
