"""Asking again who it is, before what would be worth stealing a session for.

A role for somebody and a large export want a sign-in or a confirmation of the last fifteen
minutes: an open browser alone is not enough. `recently_confirmed` guards a view; a view that must
look first (how many rows?) asks `may_take` and answers with `ask_again`.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lotsen_portal.accounts import drafts
from lotsen_portal.tenancy.addresses import land_path

View = Callable[..., HttpResponse]

# From so many rows on, an open browser alone is not enough.
LARGE = 50


def is_recent(request: HttpRequest) -> bool:
    """Tell whether the person signed in or confirmed within the last fifteen minutes."""
    user: Any = request.user
    records = get_authentication_records(request, user)
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in records)


def may_take(request: HttpRequest, rows: int) -> bool:
    """Tell whether so many rows may leave the portal without a confirmation, and count them.

    Rows count together until nothing was taken for fifteen minutes: a list cut into slices is
    as much worth stealing as a whole one. Without Valkey nothing is taken: `RedisError`.
    """
    if is_recent(request):
        return True
    key, timeout = f"rows-taken:{request.user.pk}", settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    cache.add(key, 0, timeout)
    taken = cache.incr(key, rows)
    cache.touch(key, timeout)
    if taken >= LARGE:
        cache.decr(key, rows)  # these were asked for, and not taken
    return taken < LARGE


def recently_confirmed(view: View) -> View:
    """Ask for a confirmation before the view, unless there is a recent one.

    Stands below `@roles` and `@statewide`, so that strangers are not asked but refused.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_recent(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return guarded


def ask_again(request: HttpRequest, *, back: str = "") -> HttpResponse:
    """Lead to the confirmation and back to the form, which begins with what it had brought.

    A file is no page to come back to: its view names the page that it is taken from.
    """
    confirm_url = _address(request, back=back or drafts.page_before(request))
    if request.method in {"GET", "HEAD"}:
        return redirect(confirm_url)
    context = {
        "written": drafts.written(request),
        "is_kept": drafts.keep(request),
        "confirm_url": confirm_url,
    }
    return render(request, "accounts/ask_again.html", context, status=403)


def _address(request: HttpRequest, *, back: str) -> str:
    # Who has neither password nor second factor here came with a code or from elsewhere.
    has_way = get_reauthentication_flows(request.user)
    name = "account_reauthenticate" if has_way else "account_sign_in_again"
    return f"{land_path(name)}?{urlencode({'next': back})}"
