"""No page scrolls sideways, whatever people write: a word without an end, for one.

What people usually write, the walk over all pages looks at, in `tests/browser`.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests import demo
from tests.browser import checks
from tests.pages import KREIS, open_page

pytestmark = [pytest.mark.worker, pytest.mark.browser]

# Whoever writes without a space: a stuck key, an address, a name from a form filled by a machine.
WORD = "Donaudampfschiff" * 29
LINK = "https://anlauf.example/" + "x" * 400
TOLD = {
    "": ["netzwerk/verzeichnis/", "/schulungen/", "/", "schulung/", "schulung/anmeldung/"],
    "lotsin": [
        *["heute/", "fragen/", "frage/", "wissen/", "artikel/", "artikel/bearbeiten/"],
        *["netzwerk/", "partner/", "partner/bearbeiten/", "netzwerk/verzeichnis/"],
        *["schulungen/", "schulung/", "schulung/bearbeiten/", "ehrenamtliche/", "person/"],
        *["person/bearbeiten/", "suche/?q=Donaudampf", "foerderung/"],
    ],
    "ehrenamt": ["heute/", "fragen/", "frage/", "wissen/", "artikel/", "schulungen/", "schulung/"],
    "partner": ["heute/", "wissen/", "artikel/", "schulungen/"],
}


def test_a_word_without_end_fits(browser: Browser, running: demo.Demo) -> None:
    windows = {who: someone(browser, running, who) for who in TOLD}
    lotsin = windows["lotsin"]
    places = {
        "artikel/": writes_an_article(lotsin),
        "partner/": adds_a_partner(lotsin),
        "schulung/": publishes_a_training(lotsin),
        "person/": adds_a_volunteer(lotsin),
        "frage/": asks(windows["ehrenamt"]),
    }

    faults = {
        f"{who} {entry} at {width}": found
        for who, entries in TOLD.items()
        for entry in entries
        for width, size in demo.WIDTHS.items()
        if (found := faults_at(windows[who], size, address(entry, places)))
    }

    for page in windows.values():
        page.context.close()
    assert faults == {}


def someone(browser: Browser, running: demo.Demo, who: str) -> Page:
    return demo.window(browser, running.address, f"{who}@{KREIS}.example" if who else "")


def faults_at(page: Page, size: ViewportSize, entry: str) -> list[str]:
    page.set_viewport_size(size)
    open_page(page, entry)
    return checks.fitting(page)


def address(entry: str, places: dict[str, str]) -> str:
    """Return where an entry of TOLD is now: "artikel/bearbeiten/" is below the new article."""
    thing = entry.partition("/")[0] + "/"
    return entry.replace(thing, places[thing], 1) if thing in places else entry


def writes_an_article(page: Page) -> str:
    open_page(page, "wissen/neu/")
    page.get_by_label("Titel").fill(WORD[:200])
    page.get_by_label("Thema").select_option(index=1)
    page.get_by_label("Text").fill(f"{WORD} {LINK}")
    path = saves(page, "Als Entwurf speichern")
    saves(page, "Veröffentlichen")
    return path


def adds_a_partner(page: Page) -> str:
    open_page(page, "netzwerk/neu/")
    page.get_by_label("Name", exact=True).fill(WORD[:200])
    page.get_by_label("Art", exact=True).select_option(index=1)
    page.get_by_label(re.compile("^Ort")).fill(WORD[:100])
    page.get_by_label(re.compile("^Internetseite")).fill(LINK[:200])
    page.get_by_label(re.compile("^Angebote")).fill(WORD)
    page.get_by_label("Öffentlich sichtbar").check()
    return saves(page, "Speichern")


def publishes_a_training(page: Page) -> str:
    open_page(page, "schulungen/neu/")
    page.get_by_label("Titel").fill(WORD[:200])
    page.get_by_label("Thema").select_option(index=1)
    page.get_by_label(re.compile("^Beschreibung")).fill(WORD)
    page.get_by_label(re.compile("^Ort")).fill(WORD[:200])
    page.get_by_label("Plätze").fill("3")
    session = page.get_by_role("group", name="1. Termin")
    session.get_by_label("Tag").fill((dt.date.today() + dt.timedelta(days=2)).isoformat())
    session.get_by_label("von").fill("18:00")
    session.get_by_label("bis").fill("20:15")
    path = saves(page, "Als Entwurf speichern")
    page.get_by_role("link", name="Veröffentlichen").click()
    saves(page, "Jetzt veröffentlichen")
    return path


def adds_a_volunteer(page: Page) -> str:
    open_page(page, "ehrenamtliche/neu/")
    page.get_by_label("Vorname").fill(WORD[:100])
    page.get_by_label("Nachname").fill(WORD[:100])
    page.get_by_label(re.compile("^E-Mail")).fill(f"{WORD[:60]}@{'d' * 60}.example")
    return saves(page, "Speichern")


def asks(page: Page) -> str:
    open_page(page, "fragen/neu/")
    page.get_by_label("Worum geht es?").fill(WORD[:200])
    page.get_by_label("Ihre Frage").fill(WORD * 10)
    return saves(page, "Frage senden")


def saves(page: Page, button: str) -> str:
    """Press a button; return the path of the page that says so, which must fit as well."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(WORD[:100])
    assert checks.fitting(page) == []
    return re.sub("^https?://[^/]+", "", page.url)
