"""What tests of drafts share."""

import json
from typing import Any

from django.test import Client
from ninja import Schema

from designer.api.draft_shapes import ChangedOut, DraftFindings, DraftOut

UNITS = "utf-16-le"
SHAPES: dict[str, type[Schema]] = {
    "draft": DraftOut, "findings": DraftFindings,
    "text": ChangedOut, "ops": ChangedOut, "undo": ChangedOut, "discard": ChangedOut, "restore": ChangedOut,
}  # fmt: skip


def send(client: Client, method: str, path: str, body: Any = None, **headers: Any) -> Any:
    """Ask the API; what is drawn, found and changed in a draft has the shape that the API's document tells."""
    data = json.dumps(body) if body is not None else ""
    answer = client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers or None)
    last = path.rpartition("/")[2]
    if answer.status_code == 200 and "/draft" in path and (shape := SHAPES.get(last)) is not None:
        told = answer.json()
        assert told.keys() == shape.model_fields.keys()
        shape.model_validate(told)
    return answer


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
