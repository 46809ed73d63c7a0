"""„Ich möchte helfen“: the public way, and what the Lotsin does with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.common.htmx import render_form
from lotsen_portal.common.openforms import is_too_often
from lotsen_portal.tenancy.models import Municipality, PublicContact, Role
from lotsen_portal.tenancy.permissions import public, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import offers as actions
from volunteers.forms.offers import OfferForm
from volunteers.models import HelpOffer
from volunteers.models.offers import KEPT_UNCONFIRMED

TOO_OFTEN = (
    "Von hier kamen in kurzer Zeit sehr viele Angebote. Bitte versuchen Sie es in einer Stunde noch"
    " einmal oder rufen Sie Ihre Integrationslotsin an."
)


@require_http_methods(["GET", "POST"])
@public
def offer_create(request: PortalRequest) -> HttpResponse:
    # PostgreSQL refuses a text with a NUL.
    named = request.GET.get("ort", "")[:100].replace("\0", "")
    place = Municipality.objects.filter(name=named).first()
    form = OfferForm(request.POST or None, initial={"municipality": place})
    if form.is_valid():
        if form.is_trapped:
            return redirect("offers:done")
        if is_too_often(request, email=form.cleaned_data["email"]):
            form.add_error(None, TOO_OFTEN)
        else:
            actions.make(form.offer(), now=timezone.now())
            return redirect("offers:done")
    return render_form(request, "volunteers/offer_form.html", _page(form=form))


@require_GET
@public
def offer_done(request: PortalRequest) -> HttpResponse:
    return render(request, "volunteers/offer_done.html", _page())


@require_http_methods(["GET", "POST"])
@public
def confirmation(request: PortalRequest, token: str) -> HttpResponse:
    now = timezone.now()
    openable = HelpOffer.objects.openable(now - KEPT_UNCONFIRMED)
    offer = get_object_or_404(
        openable.select_related("municipality"), token_hash=actions.digest(token)
    )
    if request.method == "POST":
        if offer.confirmed_at:
            messages.info(request, "Das haben Sie schon bestätigt. Es zählt einmal.")
        actions.confirm(offer, now=now, today=timezone.localdate(now))
        return redirect("offers:confirmation", token)
    return render(request, "volunteers/offer_confirmation.html", _page(offer=offer))


def _page(**context: object) -> dict[str, object]:
    return {"contact": PublicContact.objects.first(), "days": KEPT_UNCONFIRMED.days, **context}


@require_POST
@roles(Role.COORDINATOR)
def offer_take(request: PortalRequest, pk: int) -> HttpResponse:
    confirmed = HelpOffer.objects.filter(confirmed_at__isnull=False)
    offer = get_object_or_404(confirmed, pk=pk)
    actions.take(offer, now=timezone.now(), by=request.user)
    messages.success(request, f"Das Angebot von {offer} steht nicht mehr auf „Heute“.")
    return redirect("volunteers:detail", offer.volunteer_id)
