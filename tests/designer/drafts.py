"""What tests of drafts share."""

import json
from typing import Any

from django.test import Client

UNITS = "utf-16-le"


def send(client: Client, method: str, path: str, body: Any = None, **headers: Any) -> Any:
    """Ask the API."""
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers or None)


def with_units(text: str, edits: list[list[Any]]) -> str:
    """A text with edits in UTF-16 units, as a browser applies them."""
    raw = text.encode(UNITS)
    for start, end, insert in sorted(edits, reverse=True):
        raw = raw[: 2 * start] + insert.encode(UNITS) + raw[2 * end :]
    return raw.decode(UNITS)


def merged(graph: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    """A drawing with what a change says of it, as the canvas does it."""
    flows = {**graph["flows"], **changed["flows"]}
    return {**changed, "flows": {name: flows[name] for name in changed["order"]}}
