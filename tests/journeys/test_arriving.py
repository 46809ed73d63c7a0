"""From a stranger's offer to a task that is done, and a volunteer who keeps their own record."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import demo
from tests.pages import KREIS

pytestmark = [pytest.mark.worker, pytest.mark.browser]
HOME = f"/{KREIS}"
TASK = "Neu: Greta Grün möchte helfen"


def mailed_link(running: demo.Demo, pattern: str) -> str:
    """Wait for the mail that holds such an address, and return it."""
    for _ in range(150):
        for mail in reversed(running.mails):
            # Lines of a mail end in the middle of words.
            if found := re.search(pattern, mail.replace("=\n", "")):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no mail with {pattern}")


def test_stranger_offers_help_and_the_lotsin_sees_to_it(
    browser: Browser, running: demo.Demo
) -> None:
    stranger = demo.window(browser, running.address, "")
    stranger.goto("/")
    stranger.get_by_role("link", name="Ich möchte helfen").click()
    stranger.get_by_label("Kreis, Gemeinde oder Postleitzahl").fill("Holzkirchen")
    stranger.get_by_role("button", name="Weiter").click()
    expect(stranger.get_by_label("Wo wohnen Sie?")).to_have_value(re.compile(r"\d+"))

    stranger.get_by_label("Vorname").fill("Greta")
    stranger.get_by_label("Nachname").fill("Grün")
    stranger.get_by_label("E-Mail").fill("greta@example.org")
    stranger.get_by_label("Was möchten Sie uns sagen?").fill("Ich koche gern für viele.")
    stranger.wait_for_timeout(1100)  # quicker is only a program
    stranger.get_by_role("button", name="Angebot absenden").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text(
        "Wir haben Ihnen eine Mail geschickt"
    )
    link = mailed_link(running, rf"{running.address}{HOME}/mithelfen/bestaetigung/[\w-]+/")
    stranger.goto(link)
    stranger.get_by_role("button", name="Ja, ich möchte helfen").click()
    expect(stranger.get_by_text("Vielen Dank, Ihr Angebot ist angekommen")).to_be_visible()
    stranger.goto(link)
    expect(stranger.get_by_role("button", name="Ja, ich möchte helfen")).to_have_count(0)

    lotsin = demo.window(browser, running.address, f"lotsin@{KREIS}.example")
    lotsin.get_by_role("link", name=TASK).click()
    expect(lotsin.get_by_role("heading", level=1)).to_have_text("Greta Grün")
    expect(lotsin.get_by_text("Ich koche gern für viele.")).to_be_visible()
    lotsin.get_by_role("button", name="Erstgespräch vereinbart").click()
    lotsin.goto(f"{HOME}/heute/")
    expect(lotsin.get_by_role("link", name=TASK)).to_have_count(0)


def test_volunteer_keeps_her_own_record(browser: Browser, running: demo.Demo) -> None:
    person = demo.window(browser, running.address, f"ehrenamt@{KREIS}.example")
    changes_her_phone(person)
    wishes_another_name(person)
    lotsin = demo.window(browser, running.address, f"lotsin@{KREIS}.example")
    lotsin.get_by_role("link", name="Gerda Maier möchte etwas ändern").click()
    lotsin.get_by_role("button", name="Übernehmen").click()
    person.goto(f"{HOME}/ehrenamtliche/meine-daten/")
    expect(person.get_by_role("heading", level=1)).to_have_text("Gerda Maier-Moser")

    takes_along_what_is_stored(person)
    reads_her_dates_elsewhere(person)
    pauses_and_comes_back(person)


def changes_her_phone(page: Page) -> None:
    page.get_by_role("link", name="Meine Daten").click()
    page.get_by_role("link", name=re.compile("^Bearbeiten.*Kontakt")).click()
    page.get_by_label("Telefon").fill("08025 4711")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="08025 4711")).to_be_visible()


def wishes_another_name(page: Page) -> None:
    page.get_by_role("link", name="Name und E-Mail ändern").click()
    page.get_by_label("Nachname").fill("Maier-Moser")
    page.get_by_role("button", name="Änderung wünschen").click()
    expect(page.get_by_text("Ihr Wunsch ist bei Ihrer Integrationslotsin.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gerda Maier")


def takes_along_what_is_stored(page: Page) -> None:
    with page.expect_download() as begun:
        page.get_by_role("link", name="zum Lesen herunterladen").click()
    text = begun.value.path().read_text(encoding="utf-8")
    assert ("Gerda" in text, "08025 4711" in text) == (True, True)


def reads_her_dates_elsewhere(page: Page) -> None:
    page.get_by_role("link", name="Termine im eigenen Kalender").click()
    page.get_by_role("button", name="Adresse machen").click()
    address = page.locator("#kalenderadresse").inner_text()
    first = page.request.get(address)
    page.get_by_role("button", name="Neue Adresse machen").click()
    second = page.locator("#kalenderadresse").inner_text()

    assert first.text().startswith("BEGIN:VCALENDAR")
    assert [page.request.get(one).status for one in (address, second)] == [404, 200]
    page.get_by_role("link", name="Zurück zu meinen Daten").click()


def pauses_and_comes_back(page: Page) -> None:
    for link, button, said in [
        ("Pause machen", "Pause machen", "Sie machen jetzt eine Pause."),
        ("Wieder mitmachen", "Wieder mitmachen", "Schön, dass Sie wieder mitmachen."),
    ]:
        page.get_by_role("link", name=link).click()
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text(said)).to_be_visible()
