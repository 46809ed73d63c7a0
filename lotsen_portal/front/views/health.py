"""Addresses for machines: no sign-in, no session, no page around the answer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from lotsen_portal.front import health
from lotsen_portal.tenancy.permissions import public

PLAIN = "text/plain; charset=utf-8"
LOOPBACK = {"127.0.0.1", "::1"}


@require_safe
@never_cache
@public
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
@never_cache
@public
def ready(request: HttpRequest) -> HttpResponse:
    if missing := health.missing():
        return HttpResponse(f"{missing}\n", status=503, content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
@never_cache
@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer from this machine itself or with the token; for all others there is no such page."""
    if not _may_read_metrics(request):
        raise Http404
    registry = CollectorRegistry()
    for name, (text, value) in _figures().items():
        Gauge(f"lotsenportal_{name}", text, registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    token = getattr(settings, "METRICS_TOKEN", "")
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and constant_time_compare(sent, token):
        return True
    # A proxy on this machine forwards strangers from loopback, and says so.
    is_forwarded = "X-Forwarded-For" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded


def _figures() -> dict[str, tuple[str, int]]:
    queues = health.queue_lengths()
    return {
        "workers": ("Workers that answer", health.worker_count()),
        "mails_waiting": ("Mails in the outboxes", queues["mails"]),
        "documents_waiting": ("Documents queued or rendering", queues["documents"]),
        "documents_failed": ("Documents that failed for good", queues["failed_documents"]),
    }
