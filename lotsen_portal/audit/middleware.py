import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from redis.exceptions import RedisError

from lotsen_portal.audit import trail
from lotsen_portal.tenancy.context import tenant_scope

log = logging.getLogger(__name__)
# The same person at the same door is written down once in this time, and so often in an hour
# at all doors together: who tries every number shall be seen, and not fill the trail.
SAME_DOOR_SECONDS = 60
DOORS_AN_HOUR = 200
LARGEST_ID = 2**63 - 1


class RefusalMiddleware:
    """Write down where somebody who is signed in was not let in.

    Stands above TenantMiddleware, whose transaction is over and mostly taken back by then. An
    address that was never anybody's is a slip of a member and no refusal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._is_refusal(request, response):
            self._record(request)
        return response

    def process_exception(self, request: Any, exception: Exception) -> None:
        # A form that is too old answers 403 as well, without an exception of a view.
        if isinstance(exception, PermissionDenied | Http404):
            request.refusal = exception

    def _is_refusal(self, request: Any, response: HttpResponse) -> bool:
        if response.status_code not in {403, 404} or not request.user.is_authenticated:
            return False
        match, refusal = request.resolver_match, getattr(request, "refusal", None)
        if request.tenant and not request.member:
            return bool(refusal) or match is None
        if isinstance(refusal, PermissionDenied):
            return True
        is_for_some = isinstance(getattr(match and match.func, "access", None), tuple)
        about_a_row = bool(match and match.kwargs)
        return bool(refusal) and (about_a_row if request.tenant else is_for_some)

    def _record(self, request: Any) -> None:
        match = request.resolver_match
        route, pk = (match.view_name, match.kwargs.get("pk")) if match else ("unknown", None)
        subject_id = pk if isinstance(pk, int) and pk <= LARGEST_ID else None
        kreis = request.tenant
        door = f"{kreis.pk if kreis else 'land'}:{route}:{subject_id}"
        if not _is_news(request.user.pk, door):
            return
        if request.member:
            with tenant_scope(kreis, user_id=request.user.pk):
                trail.refused_in_kreis(route, subject_id, by=request.user)
        else:
            trail.refused_outside(route, subject_id, kreis=kreis, by=request.user)


def _is_news(user_id: int, door: str) -> bool:
    """Return whether this refusal is to be written; while Valkey is gone, each one is."""
    count = f"refusals:{user_id}"
    try:
        if not cache.add(f"refusal:{user_id}:{door}", 1, timeout=SAME_DOOR_SECONDS):
            return False
        cache.add(count, 0, timeout=3600)
        return bool(cache.incr(count) <= DOORS_AN_HOUR)
    except (RedisError, ValueError) as error:  # ValueError: the hour ended between the two
        log.warning("Refusals are not counted: %s", type(error).__name__)
        return True
