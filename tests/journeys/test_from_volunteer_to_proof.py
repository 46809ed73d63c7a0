"""One year in one story, in a real browser against the demo as a stranger starts it."""

import datetime as dt
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import demo, pdf_checks

KREIS = "landkreis-miesbach"
YEAR = dt.date.today().year
pytestmark = [pytest.mark.worker, pytest.mark.browser]


def window(browser: Browser, running: demo.Demo, email: str) -> Page:
    return demo.signed_in(browser, running.address, email).pages[0]


def go(page: Page, running: demo.Demo, path: str) -> None:
    page.goto(f"{running.address}/{KREIS}/{path}")


def test_from_volunteer_to_proof(browser: Browser, running: demo.Demo, tmp_path: Path) -> None:
    lotsin = window(browser, running, f"lotsin@{KREIS}.example")
    expect(lotsin).to_have_url(f"{running.address}/{KREIS}/heute/")

    adds_edits_and_finds_a_volunteer(lotsin, running)
    training = publishes_a_training(lotsin, running)
    four_people_sign_up_for_three_seats(browser, running, lotsin, training)
    asks_and_gets_an_answer(browser, running, lotsin)
    files = writes_previews_and_releases(lotsin, running, tmp_path)
    the_land_reads_the_same_bytes(browser, running, files, tmp_path)


def adds_edits_and_finds_a_volunteer(page: Page, running: demo.Demo) -> None:
    go(page, running, "ehrenamtliche/neu/")
    page.get_by_label("Vorname").fill("Hanna")
    page.get_by_label("Nachname").fill("Winterstetter")
    page.get_by_label("E-Mail").fill("hanna@landkreis-miesbach.example")
    page.get_by_label("Status").select_option(label="aktiv")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hanna Winterstetter")

    page.get_by_role("link", name="Sprache hinzufügen").click()
    page.get_by_label("Sprache").select_option(label="Ukrainisch")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Bearbeiten – Kontakt").click()
    page.get_by_role("textbox", name=re.compile("^Ort")).fill("Hausham")
    page.get_by_role("button", name="Speichern").click()

    go(page, running, "ehrenamtliche/")
    page.get_by_label("Name, Ort, Telefon oder E-Mail").fill("interstet")
    page.get_by_role("button", name="Filtern").click()
    expect(page.get_by_role("link", name="Winterstetter, Hanna")).to_be_visible()
    expect(page.get_by_text("1 Person", exact=True)).to_be_visible()


def publishes_a_training(page: Page, running: demo.Demo) -> str:
    """Create a Schulung with two sessions and three places; return its path."""
    go(page, running, "schulungen/neu/")
    page.get_by_label("Titel").fill("Briefe vom Amt verstehen")
    page.get_by_label("Thema").select_option(label="Behörden, Anträge und Post")
    page.get_by_label("Plätze").fill("3")
    for number, days in enumerate([10, 17]):
        session = page.get_by_role("group", name=f"{number + 1}. Termin")
        session.get_by_label("Tag").fill((dt.date.today() + dt.timedelta(days=days)).isoformat())
        session.get_by_label("von").fill("18:00")
        session.get_by_label("bis").fill("20:15")
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Briefe vom Amt verstehen")
    page.get_by_role("link", name="Veröffentlichen").click()
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    return page.url.removeprefix(running.address)


def four_people_sign_up_for_three_seats(
    browser: Browser, running: demo.Demo, lotsin: Page, training: str
) -> None:
    volunteer = signs_in_by_code(browser, running, f"ehrenamt@{KREIS}.example")
    volunteer.goto(running.address + training)
    volunteer.get_by_role("button", name=re.compile("^Anmelden")).click()
    expect(volunteer.get_by_text("Sie sind angemeldet").first).to_be_visible()

    for name in ["Erna", "Rosa", "Toni"]:
        signs_up_without_account(browser, running, training, name)

    lotsin.goto(running.address + training)
    expect(lotsin.get_by_role("heading", name="Angemeldet: 3 von 3")).to_be_visible()
    waiting = lotsin.get_by_role("row", name=re.compile("Toni Gast"))
    expect(waiting).to_be_visible()
    expect(lotsin.get_by_text("3 von 3 · 1 wartet").first).to_be_visible()


def signs_in_by_code(browser: Browser, running: demo.Demo, email: str) -> Page:
    page = browser.new_page(base_url=running.address)
    page.goto("/konto/login/code/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    sent_before = len(running.mails)
    page.get_by_role("button", name="Code zuschicken").click()
    # Of another story a mail may still be on its way to the same person.
    mail = mail_to(running, email, says=r"\b\d{6}\b", after=sent_before)
    page.get_by_label("Code").fill(re.findall(r"\b\d{6}\b", mail)[0])
    page.get_by_role("button", name="Weiter").click()
    expect(page).to_have_url(f"{running.address}/{KREIS}/heute/")
    return page


def signs_up_without_account(
    browser: Browser, running: demo.Demo, training: str, name: str
) -> None:
    email = f"{name.lower()}@gast.example"
    page = browser.new_page(base_url=running.address)
    page.goto(f"{training}anmeldung/")
    page.get_by_label("Vor- und Nachname").fill(f"{name} Gast")
    page.get_by_label("E-Mail", exact=True).fill(email)
    # Who sends a form within seconds is taken for a machine.
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Anmeldung absenden").click()
    link = re.search(rf"{re.escape(running.address)}\S+bestaetigung/\S+", mail_to(running, email))
    assert link is not None
    page.goto(link[0])
    page.get_by_role("button", name="Anmeldung bestätigen").click()
    page.goto(link[0])
    expect(page.get_by_role("button", name="Anmeldung bestätigen")).to_have_count(0)
    page.close()


def mail_to(running: demo.Demo, email: str, *, says: str = "", after: int = 0) -> str:
    """Wait for a mail to that address, later than so many, that says such; return the newest."""
    for _ in range(900):
        sent = running.mails[after:]
        found = [mail for mail in sent if f"To: {email}" in mail and re.search(says, mail)]
        if found:
            return found[-1].replace("=\n", "")
        time.sleep(0.1)
    raise AssertionError(f"no mail to {email}")


def asks_and_gets_an_answer(browser: Browser, running: demo.Demo, lotsin: Page) -> None:
    email = f"ehrenamt@{KREIS}.example"
    volunteer = window(browser, running, email)
    go(volunteer, running, "fragen/neu/")
    volunteer.get_by_label("Worum geht es?").fill("Post vom Jobcenter – wer hilft?")
    volunteer.get_by_label("Ihre Frage").fill("Eine Familie hat drei Briefe bekommen.")
    volunteer.get_by_role("button", name="Frage senden").click()

    go(lotsin, running, "heute/")
    lotsin.get_by_role("link", name="Post vom Jobcenter – wer hilft?").click()
    lotsin.get_by_label("Ihre Antwort").fill("Kommen Sie am Dienstag gemeinsam vorbei.")
    lotsin.get_by_role("button", name="Antwort senden").click()

    for _ in range(100):
        if "Kommen Sie am Dienstag" in mail_to(running, email):
            break
        volunteer.wait_for_timeout(200)
    assert "Kommen Sie am Dienstag gemeinsam vorbei." in mail_to(running, email)
    volunteer.reload()
    expect(volunteer.get_by_text("Kommen Sie am Dienstag gemeinsam vorbei.")).to_be_visible()


def writes_previews_and_releases(
    page: Page, running: demo.Demo, tmp_path: Path
) -> dict[str, bytes]:
    """Write a chapter, look at the preview, release; return both files by name."""
    go(page, running, f"foerderung/{YEAR}/kapitel/area_e/")
    page.get_by_label("Text").fill("Das Verzeichnis wurde durchgesehen.")
    page.get_by_role("button", name="Text speichern").click()

    go(page, running, f"foerderung/{YEAR}/")
    page.get_by_role("button", name="Vorschau").click()
    preview = downloaded(page, tmp_path / "preview.pdf")
    assert "Entwurf" in pdf_checks.text_of(preview)
    pdf_checks.assert_accessible(preview)

    go(page, running, f"foerderung/{YEAR}/festschreibung/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Festschreiben und bereitstellen").click()
    files = {}
    for name in ("Verwendungsnachweis", "Kopie des Sachberichts"):
        go(page, running, f"foerderung/{YEAR}/")
        page.get_by_role("link", name=name, exact=True).click()
        files[name] = downloaded(page, tmp_path / f"{name}.pdf")
    assert "Belegliste" in pdf_checks.text_of(files["Verwendungsnachweis"])
    assert "Bürobedarf Isar" not in pdf_checks.text_of(files["Kopie des Sachberichts"])
    return files


def downloaded(page: Page, target: Path) -> bytes:
    """Wait on the progress page until the document is there; return its bytes."""
    link = page.get_by_role("link", name=re.compile("^Herunterladen"))
    expect(link).to_be_visible(timeout=180_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(target)
    return target.read_bytes()


def the_land_reads_the_same_bytes(
    browser: Browser, running: demo.Demo, files: dict[str, bytes], tmp_path: Path
) -> None:
    ministry = window(browser, running, "ministerium@stmi.example")
    row = report_of_miesbach(ministry, running)
    assert saved(ministry, row, "Kopie", tmp_path) == files["Kopie des Sachberichts"]
    expect(row.get_by_role("link", name=re.compile("Verwendungsnachweis"))).to_have_count(0)
    ministry.goto(f"{running.address}/{KREIS}/ehrenamtliche/")
    expect(ministry.get_by_role("heading", level=1)).to_have_text("Seite nicht gefunden")

    authority = window(browser, running, "bewilligung@reg-mfr.example")
    row = report_of_miesbach(authority, running)
    assert saved(authority, row, "Verwendungsnachweis", tmp_path) == files["Verwendungsnachweis"]


def report_of_miesbach(page: Page, running: demo.Demo) -> Locator:
    page.goto(f"{running.address}/land/")
    page.get_by_label("Berichtsjahr").select_option(str(YEAR))
    page.get_by_label("Regierungsbezirk").select_option(label="Oberbayern")
    page.get_by_role("button", name="Filtern").click()
    return page.get_by_role("row", name=re.compile("Landkreis Miesbach"))


def saved(page: Page, row: Locator, name: str, tmp_path: Path) -> bytes:
    with page.expect_download() as download:
        row.get_by_role("link", name=re.compile(name)).click()
    download.value.save_as(tmp_path / "land.pdf")
    return (tmp_path / "land.pdf").read_bytes()
