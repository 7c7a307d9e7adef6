"""The address of a request means the path of the document, and no template but ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.urls import url_problem
from flows.exchange.openapi.address import Path
from flows.exchange.openapi.report import NotATool
from flows.expressions.templates import names_in, read_template

BASE = "{{ env.shop_api }}"


class _All(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "{{ x }}"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/a/{b}/c", "/a/{{ x }}/c"),
        ("a", "/a"),
        ("/a/{b}.json", "/a/{{ x }}.json"),
        ("/get/x y", "/get/x%20y"),
        ("/größe", "/gr%C3%B6%C3%9Fe"),
        ("/a{%25 if x %25}", "/a{{ x }}"),
        ("/{{ 7*7 }}", "/%7B{{ x }}%7D"),
        ("/{%", "/%7B%"),
        ("/{# x", "/%7B"),
        ("/a\r\nHost: b", "/a%0D%0AHost:%20b"),
        ("/a#first", "/a"),
        ("/a?kind=b", "/a"),
        ("/a%2Fb", "/a%2Fb"),
        ("/a\ud800", "/a%3F"),
        ("//evil.example/a", "//evil.example/a"),
        ("@evil.example", "/@evil.example"),
    ],
)
def test_paths(path: str, url: str) -> None:
    assert Path(path).written(BASE, _All()) == BASE + url


@pytest.mark.parametrize("path", ["/../admin", "/a/..", "/./a", "/a/%2e%2E/b"])
def test_no_path_leads_out(path: str) -> None:
    with pytest.raises(NotATool, match=r"`\.\.`"):
        Path(path)


def test_too_long() -> None:
    with pytest.raises(NotATool, match="characters"):
        Path("/a" * 2_000).written(BASE, {})
    with pytest.raises(NotATool, match="parameters"):
        Path("/{a}" * 60)


def test_what_stands_behind_the_path_is_sent() -> None:
    assert Path("/a?kind=b&x={y}&api_key=q7Xw93kLmZ&=").query == {"kind": "b"}


@given(st.text(alphabet="/{}%#? .aß\n", max_size=30))
def test_whatever_a_path_is_no_template_of_it_is_left(text: str) -> None:
    try:
        url = Path(text).written(BASE, _All())
    except NotATool:
        return
    tree = read_template(url)
    assert names_in(tree) <= {"env", "x"}
    assert url_problem(url, tree) is None
