"""The third wall: what a view declares, and who passes.

Every tenant view is `@roles(...)` or `@public`; the middleware refuses one that is neither.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from lotsen_portal.tenancy.context import authority_scope, oversight_scope
from lotsen_portal.tenancy.models import Role, StatewideMembership, StatewideRole
from lotsen_portal.tenancy.requests import PortalRequest

View = Callable[..., HttpResponse]

STAFF = (Role.COORDINATOR, Role.VIEWER)
EVERY_MEMBER = tuple(Role)


def roles(*allowed: Role) -> Callable[[View], View]:
    """Open a tenant view to members with one of the roles; 403 for other members.

    Who is no member at all gets the 404 of a page that never was.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.member:
                raise Http404
            if not request.member.has(*allowed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = allowed  # type: ignore[attr-defined]  # read by middleware and walker
        return guarded

    return decorator


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    guarded.access = "public"  # type: ignore[attr-defined]  # read by middleware and walker
    return login_not_required(guarded)


def statewide(*allowed: StatewideRole) -> Callable[[View], View]:
    """Open a Land view to a statewide role, and run it in the scope of that role.

    Everybody else gets the 404 of a page that never was.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                raise Http404
            held = set(
                StatewideMembership.objects.filter(user=request.user, role__in=allowed).values_list(
                    "role", flat=True
                )
            )
            if not held:
                raise Http404
            if StatewideRole.AUTHORITY in held:
                with authority_scope():
                    return view(request, *args, **kwargs)
            if StatewideRole.OVERSIGHT in held:
                with oversight_scope():
                    return view(request, *args, **kwargs)
            return view(request, *args, **kwargs)

        guarded.access = allowed  # type: ignore[attr-defined]  # read by the walker
        return guarded

    return decorator
