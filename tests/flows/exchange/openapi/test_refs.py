"""References lead within the document, never out of it and never in a circle."""

import pytest

from flows.exchange.openapi.refs import MOST_HOPS, MOST_STEPS, Refs, TooLarge, Unresolved

DOCUMENT = {
    "a": {"b": {"x": 1}},
    "a/b": {"m~n": {"x": 2}},
    "with space": {"x": 3},
    "list": [{"x": 4}],
    "chain": {"$ref": "#/a/b"},
    "self": {"$ref": "#/self"},
    "one": {"$ref": "#/two", "x": "one"},
    "two": {"$ref": "#/one"},
    "responses": {200: {"x": 5}},
    "text": "x",
}


@pytest.mark.parametrize(
    ("target", "x"),
    [("#/a/b", 1), ("#/a~1b/m~0n", 2), ("#/with%20space", 3), ("#/list/0", 4), ("#/chain", 1), ("#/responses/200", 5)],
)
def test_pointers(target: str, x: int) -> None:
    assert Refs(DOCUMENT).map({"$ref": target})["x"] == x


def test_what_stands_beside_a_reference_goes_before() -> None:
    assert Refs(DOCUMENT).map({"$ref": "#/a/b", "x": 9, "y": 8}) == {"x": 9, "y": 8}


def test_what_is_no_reference_stays_as_it_is() -> None:
    assert Refs(DOCUMENT).map({"$ref": 1}) == {"$ref": 1}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"$ref": "#/nowhere"}, "there is nothing at #/nowhere"),
        ({"$ref": "#/list/7"}, "there is nothing at"),
        ({"$ref": "#/list/-1"}, "there is nothing at"),
        ({"$ref": "#/text/0"}, "there is nothing at"),
        ({"$ref": "#anchor"}, "there is nothing at"),
        ({"$ref": "#/text"}, "a map should stand there"),
        ({"$ref": "other.yaml#/a"}, "another document, other.yaml#/a, and none is fetched"),
        ({"$ref": "https://evil.example/a"}, "none is fetched"),
        ({"$ref": "file:///etc/passwd"}, "none is fetched"),
        ({"$ref": ""}, "none is fetched"),
        ({"$ref": "#/self"}, "leads back to itself"),
        ({"$ref": "#/one"}, "leads back to itself"),
        ({"$ref": "#/" + "a/" * 500}, "too long"),
        (None, "a map should stand there"),
        ([], "a map should stand there"),
        ("x", "a map should stand there"),
    ],
)
def test_what_cannot_be_had_is_said(value: object, why: str) -> None:
    with pytest.raises(Unresolved, match=why):
        Refs(DOCUMENT).map(value)


def test_long_chains_end() -> None:
    chain = {str(at): {"$ref": f"#/{at + 1}"} for at in range(MOST_HOPS + 5)}
    with pytest.raises(Unresolved, match="leads back"):
        Refs(chain).map({"$ref": "#/0"})


def test_one_operation_looks_at_so_much_and_the_next_one_begins_anew() -> None:
    refs = Refs(DOCUMENT)
    for _ in range(MOST_STEPS):
        refs.map({})
    with pytest.raises(TooLarge):
        refs.map({})
    refs.begin()
    assert refs.map({}) == {}
