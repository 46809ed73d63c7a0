"""Addresses for machines: no sign-in, no session, no page around the answer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from lotsen_portal.common import heartbeat
from lotsen_portal.front import health
from lotsen_portal.tenancy.permissions import public

PLAIN = "text/plain; charset=utf-8"
LOOPBACK = {"127.0.0.1", "::1"}
COUNTED = {
    "mails_waiting": "Mails in the outboxes",
    "documents_waiting": "Documents queued or rendering",
    "documents_failed": "Documents that failed for good",
}


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
    return HttpResponse(generate_latest(_figures()), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    token = getattr(settings, "METRICS_TOKEN", "")
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and constant_time_compare(sent, token):
        return True
    # A proxy on this machine forwards strangers from loopback, and says so.
    is_forwarded = "X-Forwarded-For" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded


def _figures() -> CollectorRegistry:
    registry = CollectorRegistry()
    workers = Gauge(
        "lotsenportal_workers", "Workers that showed life lately", ["queue"], registry=registry
    )
    for queue, count in heartbeat.worker_counts().items():
        workers.labels(queue).set(count)
    # Missing, not 0, while nobody counts: a stopped beat must not look like empty queues.
    for name, count in health.remembered_queue_lengths().items():
        Gauge(f"lotsenportal_{name}", COUNTED[name], registry=registry).set(count)
    return registry
