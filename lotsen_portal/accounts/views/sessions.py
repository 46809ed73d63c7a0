"""Where an account is signed in, and signing it out there."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lotsen_portal.accounts import devices, events


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {"devices": devices.of(user, current=request.session.session_key)}
    return render(request, "usersessions/usersession_list.html", context)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one device out; another account's is a page that never was."""
    user: Any = request.user
    session = get_object_or_404(UserSession.objects.filter(user=user), pk=pk)
    if session.session_key == request.session.session_key:
        logout(request)
        return redirect("/")
    session.end()
    events.record("account.device_signed_out", user, by=user)
    messages.success(request, "Das Gerät ist abgemeldet.")
    return redirect("usersessions_list")


@require_POST
def session_end_all(request: HttpRequest) -> HttpResponse:
    """Sign every device out, this one too."""
    user: Any = request.user
    events.record("account.signed_out_everywhere", user, by=user)
    devices.sign_out(user)
    logout(request, show_message=False)
    messages.success(request, "Sie sind auf allen Geräten abgemeldet.")
    return redirect("account_login")
