from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lotsen_portal.accounts.reauthentication import recently_confirmed
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.actions import partners as actions
from networking.forms.partners import ContactForm
from networking.models import ContactPerson, Partner


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR, Role.PARTNER)
def contact_create(request: PortalRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.editable_by(request.member), pk=pk)
    return _edit(request, ContactPerson(partner=partner), "Ansprechperson hinzufügen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR, Role.PARTNER)
def contact_edit(request: PortalRequest, pk: int) -> HttpResponse:
    contact = _editable_or_404(request, pk)
    return _edit(request, contact, f"{contact} bearbeiten")


def _editable_or_404(request: PortalRequest, pk: int) -> ContactPerson:
    editable = ContactPerson.objects.editable_by(request.member)
    contact: ContactPerson = get_object_or_404(editable.select_related("partner"), pk=pk)
    return contact


def _edit(request: PortalRequest, contact: ContactPerson, title: str) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_contact(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{saved} ist gespeichert.")
            return redirect("networking:detail", contact.partner_id)
    context = {"form": form, "title": title, "contact": contact}
    return render_form(request, "networking/contact_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR, Role.PARTNER)
def contact_delete(request: PortalRequest, pk: int) -> HttpResponse:
    contact = _editable_or_404(request, pk)
    if request.method == "POST":
        try:
            actions.remove_contact(contact, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{contact} ist entfernt.")
        return redirect("networking:detail", contact.partner_id)
    context = {
        "title": f"{contact} entfernen",
        "question": f"Soll {contact} nicht mehr bei „{contact.partner}“ stehen?",
        "consequences": ["Name, Funktion, Telefon und E-Mail der Person werden gelöscht."],
        "label": "Ansprechperson entfernen",
        "cancel_url": reverse("networking:detail", args=[contact.partner_id]),
    }
    return render(request, "components/confirm.html", context)


@require_POST
@roles(Role.COORDINATOR)
@recently_confirmed
def access_create(request: PortalRequest, pk: int) -> HttpResponse:
    contact = _editable_or_404(request, pk)
    try:
        actions.give_access(contact, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{contact} hat jetzt einen Zugang und eine Mail dazu.")
    return redirect("networking:detail", contact.partner_id)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
@recently_confirmed
def access_delete(request: PortalRequest, pk: int) -> HttpResponse:
    contact = _editable_or_404(request, pk)
    if request.method == "POST":
        try:
            actions.take_access(contact, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{contact} hat keinen Zugang mehr.")
        return redirect("networking:detail", contact.partner_id)
    context = {
        "title": f"Zugang von {contact} zurücknehmen",
        "question": f"Soll sich {contact} nicht mehr anmelden können?",
        "consequences": ["Der Eintrag und die Ansprechperson bleiben, wie sie sind."],
        "label": "Zugang zurücknehmen",
        "cancel_url": reverse("networking:detail", args=[contact.partner_id]),
    }
    return render(request, "components/confirm.html", context)
