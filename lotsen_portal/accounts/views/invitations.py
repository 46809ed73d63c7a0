"""Accepting an invitation: a page with one button. Opening the link changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lotsen_portal.accounts import actions, devices, duty
from lotsen_portal.accounts.forms import NewPasswordForm
from lotsen_portal.accounts.models import Invitation, LandInvitation, User
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.addresses import land_path
from lotsen_portal.tenancy.permissions import public
from lotsen_portal.tenancy.requests import PortalRequest

WELCOME = "Willkommen! Ihre Einladung ist angenommen."


@dataclass(frozen=True)
class Offer:
    """An invitation as the page needs it, whether of a Kreis or of the Land."""

    invitation: Any
    where: str
    accept: Callable[..., Any]


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@public
def accept(request: PortalRequest, token: str) -> HttpResponse:
    invitation = Invitation.objects.filter(token=token).first()
    return _answer(request, Offer(invitation, str(request.tenant), actions.accept))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@public
def accept_for_land(request: HttpRequest, token: str) -> HttpResponse:
    invitation = LandInvitation.objects.filter(token=token).first()
    return _answer(request, Offer(invitation, "ganz Bayern", actions.accept_for_land))


def _answer(request: HttpRequest, offer: Offer) -> HttpResponse:
    if offer.invitation is None:
        return _refuse(request, "Diese Einladung gibt es nicht oder nicht mehr.", status=404)
    try:
        actions.check_open(offer.invitation, user=request.user, now=timezone.now())
    except actions.NotForYou as error:
        return _refuse(request, str(error), status=410, is_for_another=True)
    except DomainError as error:
        return _refuse(request, str(error), status=410)
    if request.user.is_authenticated:
        return _with_account(request, offer)
    if User.objects.filter(email=offer.invitation.email).exists():
        return _page(request, offer, needs_sign_in=True)
    return _without_account(request, offer)


def _with_account(request: HttpRequest, offer: Offer) -> HttpResponse:
    if request.method != "POST":
        return _page(request, offer)
    try:
        offer.accept(offer.invitation, user=request.user, now=timezone.now())
    except DomainError as error:
        return _refuse(request, str(error), status=410)
    if duty.is_staff(request.user):
        devices.renew_for_staff(request.session)
    return _welcome(request)


def _without_account(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = NewPasswordForm(request.POST or None, email=offer.invitation.email)
    if not form.is_valid():
        return _page(request, offer, form=form)
    try:
        user = actions.accept_as_newcomer(
            offer.invitation,
            password=form.cleaned_data["password"],
            accept=offer.accept,
            now=timezone.now(),
        )
    except DomainError as error:
        return _refuse(request, str(error), status=410)
    messages.success(request, WELCOME)
    record_authentication(request, user, "password")
    return perform_login(request, Login(user=user, redirect_url=land_path("account_start")))


def _welcome(request: HttpRequest) -> HttpResponse:
    messages.success(request, WELCOME)
    return redirect(land_path("account_start"))


def _page(
    request: HttpRequest, offer: Offer, *, form: Any = None, needs_sign_in: bool = False
) -> HttpResponse:
    context = {
        "invitation": offer.invitation,
        "where": offer.where,
        "form": form,
        "needs_sign_in": needs_sign_in,
        "sign_in_url": f"{land_path('account_login')}?next={request.path}",
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "accounts/invitation.html", context, status=status)


def _refuse(
    request: HttpRequest, sentence: str, *, status: int, is_for_another: bool = False
) -> HttpResponse:
    context = {
        "is_for_another": is_for_another,
        "sign_out_url": land_path("account_logout"),
        "sentence": sentence,
        "sign_in_url": land_path("account_login"),
        "start_url": land_path("account_start"),
    }
    return render(request, "accounts/invitation_over.html", context, status=status)
