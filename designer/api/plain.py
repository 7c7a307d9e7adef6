"""Large answers as they are."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse


def plain(told: Mapping[str, Any]) -> HttpResponse:
    """JSON of plain values. The shapes of the API would copy each of them first, which for the drawing of 500 nodes
    takes as long as to make it; tests hold these answers against their shapes."""
    return JsonResponse(dict(told), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
