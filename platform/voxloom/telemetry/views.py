"""`/healthz` (the process answers) and `/readyz` (a call can be taken)."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from voxloom.telemetry import readiness


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Say that the process is alive."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when every registered probe is true, else 503 with the names of those that are not. Shows figures."""
    missing = readiness.waiting_for()
    body = {**readiness.figures(), "ready": not missing, "waiting_for": missing}
    return JsonResponse(body, status=503 if missing else 200)
