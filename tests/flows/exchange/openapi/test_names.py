"""Names of documents become names of the language."""

import pytest

from flows.checks.names import SLUG
from flows.exchange.openapi.names import RESERVED_ARGUMENTS, Taken, argument, base_name, snake
from flows.expressions.templates import read_template


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("getBalance", "get_balance"),
        ("GetHTTPStatus", "get_http_status"),
        ("X-Request-ID", "x_request_id"),
        ("accountIDs", "account_ids"),
        ("get/x y", "get_x_y"),
        ("Größe des Kontos", "groe_des_kontos"),
        ("café", "cafe"),
        ("получить", "otherwise"),
        ("__proto__", "proto"),
        ("2fa", "x_2fa"),
        ("", "otherwise"),
        ("{{ 7*7 }}", "x_7_7"),
        ("ghp_abcdefghij1234567890ABCD", "otherwise"),
        ("a" * 10_000, "a" * 56),
    ],
)
def test_snake(text: str, name: str) -> None:
    made = snake(text, "otherwise")
    assert made == name
    assert SLUG.match(made)


@pytest.mark.parametrize("word", sorted(RESERVED_ARGUMENTS))
def test_words_that_are_taken_are_no_arguments(word: str) -> None:
    assert argument(word) == f"{word}_value"
    read_template(f"{{{{ {argument(word)} }}}}")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Riverbank API", "riverbank"),
        ("The API", "the"),
        ("API", "service"),
        ("OpenAPI", "service"),
        ("", "service"),
        ("x4f9a8b7c6d5e1", "service"),
        ("Ein sehr langer Titel mit vielen Worten", "ein_sehr_langer_titel_mit_vi"),
    ],
)
def test_base_name(title: str, name: str) -> None:
    assert base_name(title) == name


def test_numbers_tell_names_apart() -> None:
    taken = Taken()
    assert [taken.take(name) for name in ("a", "a", "a_2", "a", "a_2", "b")] == [
        "a",
        "a_2",
        "a_2_2",
        "a_3",
        "a_2_3",
        "b",
    ]
