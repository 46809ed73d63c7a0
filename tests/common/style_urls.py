"""Pages that show every component, for eyes and for axe; only tests mount them."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from lotsen_portal.common.forms import BaseForm, EuroField, FilterForm
from lotsen_portal.common.htmx import render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.common.versions import Difference

SECTIONS = ("Heute", "Fragen", "Ehrenamtliche", "Schulungen", "Netzwerk", "Förderung")
ROWS = [
    SimpleNamespace(
        name=name, place=place, languages=languages, kind=kind, status=status, hours=hours
    )
    for name, place, languages, kind, status, hours in (
        ("Al-Hassan, Ahmad", "Holzkirchen", "Arabisch, Deutsch B2", "success", "aktiv", "12,5"),
        ("Huber, Gerda", "Schliersee", "Deutsch", "warning", "pausiert bis 01/2027", "3"),
        ("Kovalenko, Olena", "Hausham", "Ukrainisch, Russisch", "success", "aktiv", "40"),
        ("Popescu, Ioana", "Valley", "Rumänisch", "info", "Erstgespräch am 25.11.", "0"),
    )
]


class StyleFilter(FilterForm):
    name = forms.CharField(label="Name, Ort oder E-Mail", required=False)
    language = forms.ChoiceField(
        label="Sprache", choices=[("", "alle"), ("ar", "Arabisch")], required=False
    )
    status = forms.ChoiceField(
        label="Status", choices=[("", "alle"), ("active", "aktiv")], required=False
    )


class StyleForm(BaseForm):
    groups = [("Anschrift", ["street", "city"])]

    name = forms.CharField(label="Name", help_text="Vor- und Nachname")
    email = forms.EmailField(label="E-Mail")
    phone = forms.CharField(
        label="Telefon", widget=forms.TextInput(attrs={"type": "tel"}), required=False
    )
    born_on = forms.DateField(label="Geburtstag", required=False)
    starts_at = forms.DateTimeField(label="Beginn", required=False)
    opens_at = forms.TimeField(label="Uhrzeit", required=False)
    units = forms.IntegerField(label="Unterrichtseinheiten", required=False)
    amount = EuroField(label="Betrag in Euro", required=False)
    note = forms.CharField(label="Notiz", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "vor Ort"), ("b", "online")])
    channel = forms.ChoiceField(
        label="Wie dürfen wir Sie erreichen?",
        choices=[("mail", "per E-Mail"), ("phone", "per Telefon")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Sprachen",
        choices=[(str(n), f"Sprache {n}") for n in range(12)],
        required=False,
        help_text="Sie können mehrere ankreuzen.",
    )
    paper = forms.FileField(label="Datei", required=False)
    password = forms.CharField(label="Passwort", widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField(label="Ich stimme zu, dass meine Angaben gespeichert werden.")
    secret = forms.CharField(widget=forms.HiddenInput, initial="1")
    street = forms.CharField(label="Straße und Hausnummer", required=False)
    city = forms.CharField(label="Ort")


def portal(request: HttpRequest) -> dict[str, Any]:
    """Stand in for the context processor of the pages."""
    sections = [
        SimpleNamespace(label=label, url="#", current="" if index else "page")
        for index, label in enumerate(SECTIONS)
    ]
    links = [
        SimpleNamespace(label=label, url="#", current="") for label in ("Meine Daten", "Anmeldung")
    ]
    footer = [SimpleNamespace(label=label, url="#") for label in ("Impressum", "Datenschutz")]
    page = {
        "tenant": SimpleNamespace(name="Landkreis Miesbach"),
        "theme": request.GET.get("theme", ""),
        "sections": sections,
        "person_label": "Anna Huber · Integrationslotsin",
        "person_menu": links,
        "search_url": "/",
        "search_hint": "Person, Schulung, Frage …",
        "login_url": "/",
        "logout_url": "/",
        "home_url": "/",
        "footer": footer,
        "funding_line": "Gefördert aus Mitteln des Bayerischen Staatsministeriums.",
        "demo": True,
    }
    return {"portal": page}


def style_page(request: HttpRequest) -> HttpResponse:
    return _page(request, StyleForm(request.POST or None), status=422 if request.POST else 200)


def _page(request: HttpRequest, form: BaseForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "filters": StyleFilter(request.GET),
        "page": page_of(request, ROWS, per_page=2 if "page" in request.GET else 3),
        "facts": [("Antrag 2027", "gestellt am 09.11.2026"), ("Bescheid", None)],
        "differences": [Difference("Ort", "Valley", "Holzkirchen")],
    }
    return render_page(request, "style_page.html", context, partial="rows", status=status)


def public_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PUBLIC).render({}, request))


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def moved(request: HttpRequest) -> HttpResponse:
    return redirect("/offen/")


PUBLIC = """{% extends "public_base.html" %}
{% block title %}Willkommen{% endblock title %}
{% block heading %}Integration im Landkreis Miesbach{% endblock heading %}
{% block content %}
<div id="fragment">
<button class="kern-btn kern-btn--secondary" id="gone" hx-get="/gibt-es-nicht/"
  hx-target="#fragment"><span class="kern-label">Weg</span></button>
<button class="kern-btn kern-btn--secondary" id="moved" hx-get="/umzug/"
  hx-target="#fragment"><span class="kern-label">Umzug</span></button>
<button class="kern-btn kern-btn--secondary" id="rows" hx-get="/"
  hx-target="#fragment"><span class="kern-label">Zeilen</span></button>
</div>
{% endblock content %}"""

urlpatterns = [
    path("", style_page),
    path("offen/", public_page),
    path("verboten/", forbidden),
    path("umzug/", moved),
]
