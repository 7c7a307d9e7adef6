"""Documents made to take for ever or all memory; too large to be kept."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

MIB = 1024 * 1024
MEMORY_BYTES = 1024 * MIB
CPU_S = 30
"""Of two cores beside other work; what grows without bounds takes hours."""
HEAD = {"openapi": "3.1.0", "info": {"title": "Bomb"}}


def _made(paths: Any, **components: Any) -> bytes:
    return json.dumps({**HEAD, "paths": paths, "components": components}).encode()


def _sending(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _answering(schema: Any) -> dict[str, Any]:
    return {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}


def _ref(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _many(of_each: Any, count: int = 5_000) -> dict[str, Any]:
    return {f"/{at}": of_each for at in range(count)}


WIDE = {"type": "object", "properties": {f"p{at}": {"type": "string"} for at in range(50_000)}}
BOMBS: dict[str, Callable[[], bytes]] = {
    "sixteen megabytes of lists": lambda: b'{"openapi": "3.1.0", "paths": ' + b"[[]," * (4 * MIB - 100) + b"1",
    "a text of fifteen megabytes": lambda: _made({"/a": {"get": {"summary": "x%}" * (5 * MIB)}}}),
    "signs that look like five million values": lambda: _made({"/a": {"get": {"summary": "x{{" * (5 * MIB)}}}),
    "brackets": lambda: b'{"openapi": ' + b"[" * MIB,
    "brackets in YAML": lambda: b"openapi: " + b"[" * MIB,
    "a million keys in YAML": lambda: b"".join(b"k%d: 1\n" % at for at in range(MIB)),
    "a schema of fifty thousand properties in each operation": lambda: _made(
        _many({"post": {**_sending(_ref("wide")), **_answering(_ref("wide"))}}, 1_000), schemas={"wide": WIDE}
    ),
    "parts that are put together again and again": lambda: _made(
        _many({"post": {**_sending(_ref("s0")), **_answering(_ref("s0"))}}, 150),
        schemas={**{f"s{at}": {"allOf": [_ref(f"s{at + 1}")] * 20} for at in range(8)}, "s8": WIDE},
    ),
    "trees that grow": lambda: _made(
        _many({"post": {**_sending(_ref("node")), **_answering(_ref("node"))}}, 400),
        schemas={"node": {"properties": {f"n{at}": _ref("node") for at in range(200)}}},
    ),
    "one operation of a hundred thousand parameters, five thousand times": lambda: _made(
        _many(_ref("one", "pathItems")),
        pathItems={"one": {"get": {"parameters": [{"name": f"q{at}", "in": "query"} for at in range(100_000)]}}},
    ),
    "a hundred thousand answers, five thousand times": lambda: _made(
        _many(_ref("one", "pathItems")),
        pathItems={"one": {"get": {"responses": {str(at): {} for at in range(100_000)}}}},
    ),
    "a long reference in each operation": lambda: _made(
        _many({"post": _sending({"$ref": "#/components/" + "a/" * 240})}), schemas={}
    ),
    "a hundred thousand schemes": lambda: _made(
        _many({"get": {"security": [{f"s{at}": []} for at in range(100)]}}, 500),
        securitySchemes={f"s{at}": {"type": "http", "scheme": f"x{at}"} for at in range(100_000)},
    ),
    "fifty thousand operations of one name": lambda: _made(_many({"get": {"operationId": "x"}}, 50_000)),
    "an enum and examples of a million values": lambda: _made(
        _many({"get": _answering(_ref("enum"))}, 1_000),
        schemas={"enum": {"properties": {"a": {"enum": [None] * 300_000, "examples": [0] * 300_000}}}},
    ),
}


def main(name: str) -> None:
    """Import one of them within bounds of memory and time, which begin when the library is there."""
    from flows.exchange.openapi import NoDocument, TooMany, import_openapi, list_openapi, read_document
    from flows.loader.load import load_text

    load_text("voxloom: 1\n")
    raw = BOMBS[name]()
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit_s = int(used.ru_utime + used.ru_stime) + 1 + CPU_S
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    told: dict[str, Any] = {}
    try:
        document = read_document(raw)[0]
        told["can"] = sum(not one.why_not for one in list_openapi(document).listed)
        told["tools"] = len(import_openapi(document).tools)
    except (NoDocument, TooMany) as problem:
        told["refused"] = str(problem)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
