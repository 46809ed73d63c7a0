"""Rules that every template keeps, and the pages shown when something went wrong."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.views.defaults import server_error
from pytest_django.asserts import assertHTMLEqual

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in ("documents", "emails")
)
INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|hx-on|https?://""", re.IGNORECASE
)
SCRIPT = re.compile(r"<script(?![^>]*(\ssrc=|type=.application/json))", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_is_fit_for_the_strict_csp(path: Path) -> None:
    text = path.read_text()
    assert INLINE.findall(text) == []
    assert SCRIPT.findall(text) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_is_short_and_compiles(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 120
    get_template(str(path.relative_to(TEMPLATES)))


def test_strange_address_gets_the_page_that_says_so(style_site: Any) -> None:
    response = Client().get("/gibt-es-nicht/")
    assert response.status_code == 404
    assert heading(response.text) == "Seite nicht gefunden"


def test_page_of_another_role_says_so(style_site: Any) -> None:
    response = Client().get("/verboten/")
    assert response.status_code == 403
    assert heading(response.text) == "Diese Seite ist nicht für Ihre Rolle gedacht"


def test_stale_form_is_told_what_to_do(style_site: Any) -> None:
    response = Client(enforce_csrf_checks=True).post("/", {"name": "Ada"})
    assert response.status_code == 403
    assert heading(response.text) == "Bitte versuchen Sie es noch einmal"


def test_broken_page_needs_neither_context_nor_database(
    rf: RequestFactory, style_site: Any
) -> None:
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert heading(response.content.decode()) == "Das hat nicht geklappt"


def test_badge(style_site: Any) -> None:
    assertHTMLEqual(
        get_template("components/badge.html").render({"kind": "success", "text": "aktiv"}),
        """<span class="kern-badge kern-badge--success">
        <span class="kern-label">aktiv</span></span>""",
    )


def test_facts_show_a_dash_for_nothing(style_site: Any) -> None:
    template = get_template("components/facts.html")
    html = template.render({"facts": [("Telefon", None), ("Plätze", 0), ("<b>", "<i>")]})
    values = re.findall(r"<dd[^>]*>(.*?)</dd>", html)
    assert values == ["–", "0", "&lt;i&gt;"]


@pytest.mark.parametrize(
    ("component", "context", "words"),
    [
        ("alert", {"kind": "warning", "title": "Frist"}, "Frist"),
        (
            "alert",
            {"kind": "error", "title": "Halt", "text": "Warum", "items": ["eins"]},
            "Halt Warum eins",
        ),
        ("empty", {"heading": "Leer", "sentence": "Bald mehr."}, "Leer Bald mehr."),
        (
            "empty",
            {"heading": "Leer", "sentence": "Los.", "url": "/neu/", "label": "Anlegen"},
            "Leer Los. Anlegen",
        ),
        ("progress", {"value": 71.6, "label": "Bericht"}, "71,6 %"),
        ("progress", {"value": 72, "label": "Bericht", "text": "fast fertig"}, "fast fertig"),
        ("fact", {"label": "Ort", "value": ""}, "Ort –"),
        ("card", {"title": "Ort", "body": "Valley"}, "Ort Valley"),
        ("form_actions", {"label": "Speichern"}, "Speichern"),
        ("form_actions", {"label": "Speichern", "cancel_url": "/"}, "Speichern Abbrechen"),
    ],
)
def test_component_says(
    style_site: Any, component: str, context: dict[str, Any], words: str
) -> None:
    html = get_template(f"components/{component}.html").render(context)
    assert " ".join(re.sub(r"<[^>]*>", " ", html).split()) == words


def test_confirmation_asks_and_names_the_consequences(rf: RequestFactory, style_site: Any) -> None:
    context = {
        "title": "Austritt",
        "question": "Soll Ada Huber austreten?",
        "consequences": ["Offene Anfragen werden frei."],
        "label": "Austreten lassen",
        "cancel_url": "/zurueck/",
    }
    html = get_template("components/confirm.html").render(context, rf.get("/"))
    main = html.partition('<div class="content">')[2].partition("</form>")[0]
    words = " ".join(re.sub(r"<[^>]*>", " ", main).split())
    assert heading(html) == "Austritt"
    assert words == (
        "Soll Ada Huber austreten? Offene Anfragen werden frei. Austreten lassen Abbrechen"
    )
    assert re.findall(r'method="(\w+)"', main) == ["post"]


def heading(html: str) -> str:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", html)[0]
