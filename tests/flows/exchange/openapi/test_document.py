"""Documents are read whatever they are; what is none is refused in one line."""

import json

import pytest
import yaml

from flows.exchange.openapi.document import MOST_BYTES, MOST_VALUES, NoDocument, read_document
from tests.flows.exchange.openapi.published import BANK, PETS

SMALL = 'openapi: 3.0.0\npaths: {"/a": {get: {}}}\n'


@pytest.mark.parametrize("made", [PETS, BANK])
def test_json_and_yaml_say_the_same(made: dict[str, object]) -> None:
    by_json, _ = read_document(json.dumps(made).encode())
    by_yaml, told = read_document(yaml.safe_dump(made, sort_keys=False).encode())
    assert by_json == by_yaml == made
    assert told == ()


def test_a_mark_before_the_text_is_no_harm() -> None:
    assert read_document(b"\xef\xbb\xbf" + SMALL.encode())[0]["openapi"] == "3.0.0"


@pytest.mark.parametrize("version", ['"3.0.0"', "3.0", "3.1", '"3.1.2"'])
def test_versions_that_can_be_read(version: str) -> None:
    read_document(SMALL.replace("3.0.0", version).encode())


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no map of fields"),
        (b"[]", "no map of fields"),
        (b"hello", "no map of fields"),
        (b"{}", "no field `openapi`"),
        (b'{"asyncapi": "3.0.0"}', "no field `openapi`"),
        (b'{"swagger": "2.0", "paths": {}}', "it is Swagger 2.0: convert it to OpenAPI 3 first"),
        (b"swagger: 2.0\n", "it is Swagger 2.0: convert it to OpenAPI 3 first"),
        (b'{"openapi": "2.0", "paths": {"/a": {}}}', "it is of the version 2.0"),
        (b'{"openapi": "4.0.0", "paths": {"/a": {}}}', "it is of the version 4.0.0"),
        (b'{"openapi": {"a": 1}, "paths": {"/a": {}}}', "it is of the version"),
        (b'{"openapi": null}', "it is of the version ?"),
        (b'{"openapi": ' + b"[" * 900 + b"]" * 900 + b"}", "it is of the version ?"),
        (b'{"swagger": ' + b"[" * 900 + b"]" * 900 + b"}", "it is Swagger ?"),
        (b'{"openapi": "3.0.0"}', "no `paths`"),
        (b'{"openapi": "3.0.0", "paths": []}', "no `paths`"),
        (b'{"openapi": "3.1.0", "paths": {}}', "no `paths`"),
        (b'{"openapi": "3.0.0"', "no JSON: line 1, column 20"),
        (b"openapi: [\n", "no YAML: line"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"openapi: 3.0.0\npaths: !!python/object:os.system {}\n", "no `paths`"),
        (b"[" * 100_000, "no map of fields|too deep|deep|no YAML"),
        (b'{"a": ' + b"[" * 100_000, "too deep"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "a number that is too long"),
        (b"openapi: 3.0.0\na: " + b"{a: " * 500, "deep"),
        (b"x" * (MOST_BYTES + 1), "more than 16 MiB"),
        (b'{"a": [' + b"1," * MOST_VALUES + b"1]}", "more than 1,000,000 values"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(raw: bytes, why: str) -> None:
    with pytest.raises(NoDocument) as refused:
        read_document(raw)
    assert any(part in str(refused.value) for part in why.split("|")), str(refused.value)
    assert "\n" not in str(refused.value)


def test_bombs_of_aliases_do_not_grow() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{at}: &a{at} [*a{at - 1}, *a{at - 1}]\n" for at in range(1, 60))
    with pytest.raises(NoDocument, match="More than 100 aliases"):
        read_document((bomb + SMALL).encode())
    data, told = read_document(("a: &a {x: 1}\nb: *a\n" + SMALL).encode())
    assert data["b"] is None
    assert [one.as_text() for one in told] == ["the document: line 2: Only single values may be shared by an alias"]


def test_keys_that_stand_twice_are_told_of() -> None:
    _, told = read_document((SMALL + "openapi: 3.1.0\n").encode())
    assert "stands here again" in told[0].as_text()
