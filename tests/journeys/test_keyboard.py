"""The everyday stories with the keyboard alone; what has the focus shows it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lotsen_portal.demo.logins import LANDKREIS_PASSAU, PASSWORD
from tests import demo, pdf_checks
from tests.pages import KREIS

pytestmark = [pytest.mark.worker, pytest.mark.browser]
YEAR = dt.date.today().year
MOST_TABS = 60

# What has the focus: its name as it is read out, and whether one sees that it has it. KERN draws
# some frames as shadows and some on the label; the parts of a date are Chromium's own.
FOCUSED = """() => {
  const e = document.activeElement, labels = [...(e.labels ?? [])].map(label => label.innerText);
  const name = e.getAttribute("aria-label") ?? (labels.join(" ") || e.innerText || "");
  if (e === document.body) return { name: "", tag: "BODY" };
  const parts = ["date", "time", "datetime-local"].includes(e.type);
  const frames = x => [null, "::before", "::after"].some(part => {
    const style = getComputedStyle(x, part);
    const frame = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return frame || style.outlineStyle === "auto" || style.boxShadow !== "none";
  });
  const shown = parts || [e, ...(e.labels ?? [])].some(frames);
  const box = e.getBoundingClientRect();
  return { name: name.replace(/\\s+/g, " ").trim(), tag: e.tagName, shown,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}"""


@pytest.fixture
def page(browser: Browser, running: demo.Demo) -> Page:
    context = browser.new_context(
        viewport=demo.WIDTHS["1280"], locale="de-DE", base_url=running.address
    )
    context.set_default_timeout(30_000)
    return context.new_page()


def focus_of(page: Page) -> dict[str, str]:
    """Return what has the focus, which must be seen once the page has scrolled to it."""
    for _ in range(20):
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY" or (focused["shown"] and focused["inside"]):
            return focused
        page.wait_for_timeout(50)
    raise AssertionError(f"one does not see where the focus is: {focused}")


def tab_to(page: Page, name: str, *, tags: str = "") -> None:
    """Press Tab until the control of that name has the focus, and see the focus on the way."""
    kinds, passed = tags.split(), []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = focus_of(page)
        if re.search(name, focused["name"]) and (not kinds or focused["tag"] in kinds):
            return
        passed.append(focused["name"])
    raise AssertionError(f"„{name}“ is not reached within {MOST_TABS} tabs: {passed}")


def types(page: Page, name: str, text: str) -> None:
    tab_to(page, name, tags="INPUT TEXTAREA")
    page.keyboard.type(text)


def presses(page: Page, name: str, key: str = "Enter") -> None:
    """Go to a link or a button and press it; wait for the page it leads to."""
    tab_to(page, name, tags="A BUTTON")
    with page.expect_navigation():
        page.keyboard.press(key)


def signs_in(page: Page, box: str, kreis: str = KREIS) -> None:
    page.goto("/")
    presses(page, "^Anmelden$")
    # The way by a mailed code comes first.
    tab_to(page, "^Code zuschicken$")
    types(page, "^E-Mail-Adresse", f"{box}@{kreis}.example")
    # The next field is one Tab away; the way for who has forgotten comes behind it.
    page.keyboard.press("Tab")
    assert focus_of(page)["name"].startswith("Passwort")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/{kreis}/heute/$"))


def test_signs_in_skips_to_the_content_and_signs_out(page: Page) -> None:
    signs_in(page, "lotsin")

    tab_to(page, "^Zum Inhalt$")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto("/konto/")
    tab_to(page, "Konto$", tags="SUMMARY")
    page.keyboard.press("Enter")
    presses(page, "^Abmelden$")
    expect(page.get_by_role("link", name="Anmelden", exact=True)).to_be_visible()


def test_adds_a_volunteer(page: Page) -> None:
    signs_in(page, "lotsin")
    presses(page, "^Ehrenamtliche$")
    presses(page, "^Person aufnehmen$")

    presses(page, "^Speichern$")
    expect(page.get_by_role("alert")).to_be_focused()
    presses_within_the_page(page, "^Vorname – ")
    page.keyboard.type("Tilda")
    types(page, "^Nachname", "Tastatur")
    types(page, "^E-Mail", "tilda@landkreis-miesbach.example")
    presses(page, "^Speichern$", "Space")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tilda Tastatur")


def test_prospect_becomes_active(page: Page) -> None:
    signs_in(page, "lotsin")
    presses(page, "^Ehrenamtliche$")
    presses(page, "^Person aufnehmen$")
    types(page, "^Vorname", "Paula")
    types(page, "^Nachname", "Pfadfinder")
    chooses(page, "^Status", "interessiert")
    presses(page, "^Speichern$")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paula Pfadfinder")

    steps_on(page, "^Erstgespräch geführt")
    presses(page, "^Sprache hinzufügen$")
    chooses(page, "^Sprache", "Arabisch")
    chooses(page, "^Niveau", "Muttersprache")
    tab_to(page, "^dolmetscht", tags="INPUT")
    page.keyboard.press("Space")
    presses(page, "^Speichern$")
    presses(page, "^Bearbeiten – Verfügbarkeit$")
    for box in ("^Montag vormittags$", "^Sonntag abends$"):
        tab_to(page, box, tags="INPUT")
        page.keyboard.press("Space")
    presses(page, "^Speichern$")
    steps_on(page, "^aktiv")

    expect(page.locator(".lead")).to_contain_text("aktiv")
    history = page.locator("#verlauf .work li")
    expect(history).to_contain_text(["aktiv", "Erstgespräch geführt", "interessiert"])
    expect(page.locator("#sprachen [lang=ar]")).to_have_text("العربية")
    expect(page.locator("#sprachen")).to_contain_text("spricht, dolmetscht")
    expect(page.locator("#verfuegbarkeit dt")).to_have_text(["Montag", "Sonntag"])


def steps_on(page: Page, status: str) -> None:
    """Lead the person whose page it is to another status, from today on."""
    presses(page, "^Status ändern$")
    # The next step is the one that is chosen.
    tab_to(page, status, tags="INPUT")
    presses(page, "^Speichern$")


def chooses(page: Page, name: str, word: str) -> None:
    """Go to a list and choose by typing, as one does."""
    tab_to(page, name, tags="SELECT")
    page.keyboard.type(word)


def presses_within_the_page(page: Page, name: str) -> None:
    """Press a link that leads to a field of the same page."""
    tab_to(page, name, tags="A")
    page.keyboard.press("Enter")


def test_volunteer_signs_up_for_a_training(page: Page) -> None:
    signs_in(page, "ehrenamt")
    presses(page, "^Schulungen$")
    presses(page, "^Anmelden: ")

    expect(page.get_by_text("Sie sind angemeldet").first).to_be_visible()


def test_creates_and_downloads_a_report(page: Page, tmp_path: Path) -> None:
    # The report of the other Kreis has been released by another story.
    signs_in(page, "lotsin", LANDKREIS_PASSAU)
    presses(page, "^Förderung$")
    presses(page, f"Bericht {YEAR}")
    presses(page, "Vorschau")
    expect(page.get_by_role("link", name=re.compile("^Herunterladen"))).to_be_visible(
        timeout=180_000
    )
    tab_to(page, "^Herunterladen", tags="A")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "preview.pdf")

    assert "Entwurf" in pdf_checks.text_of((tmp_path / "preview.pdf").read_bytes())
