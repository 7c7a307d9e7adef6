"""`/healthz` (the process answers), `/readyz` (a call can be taken) and `/metrics` (how well it goes)."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from voxloom.telemetry import readiness
from voxloom.telemetry.job_queue import JobQueue
from voxloom.telemetry.metrics import REGISTRY
from voxloom.telemetry.monitors import may_read

OF_ALL_PROCESSES = CollectorRegistry(auto_describe=False)
OF_ALL_PROCESSES.register(JobQueue())


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


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format; to whoever may not read it, there is no such page."""
    if request.method not in ("GET", "HEAD") or not may_read(request):
        raise Http404
    text = generate_latest(REGISTRY) + generate_latest(OF_ALL_PROCESSES)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)
