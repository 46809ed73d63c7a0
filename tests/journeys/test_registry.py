"""Whoever coordinates a Helferkreis, and what is left of a Führungszeugnis after somebody left."""

import datetime as dt
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import demo, pdf_checks

KREIS = "landkreis-miesbach"
TODAY = dt.date.today()
pytestmark = [pytest.mark.worker, pytest.mark.browser]


def window(browser: Browser, running: demo.Demo, box: str) -> Page:
    email = f"{box}@{KREIS}.example"
    page = demo.signed_in(browser, running.address, email).pages[0]
    page.set_default_timeout(30_000)
    return page


def go(page: Page, running: demo.Demo, path: str) -> None:
    page.goto(f"{running.address}/{KREIS}/{path}")


def submit(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def test_coordinator_of_a_helferkreis(browser: Browser, running: demo.Demo) -> None:
    lotsin, gerda = (window(browser, running, box) for box in ("lotsin", "ehrenamt"))
    adds_to_the_circle(lotsin, running, "Berger")
    circle = sees_only_how_to_reach_them(gerda, running)
    writes_to_all(gerda, running)

    ends_the_membership(lotsin, circle, "Berger")
    gerda.goto(circle)
    expect(gerda.get_by_role("rowheader", name="Berger, Yusuf")).to_have_count(0)

    lotsin.goto(f"{circle}aufloesung/")
    submit(lotsin, "Helferkreis auflösen")
    gerda.goto(circle)
    expect(gerda.get_by_role("heading", level=1)).to_have_text("Seite nicht gefunden")
    go(gerda, running, "ehrenamtliche/helferkreise/")
    expect(gerda.get_by_text("Sie koordinieren keinen Helferkreis")).to_be_visible()


def adds_to_the_circle(page: Page, running: demo.Demo, name: str) -> None:
    """Take somebody into the circle that Gerda coordinates, unless they are in it."""
    go(page, running, "ehrenamtliche/?q=Gerda+Maier")
    # In another story she marries.
    page.get_by_role("link", name=re.compile("^Maier(-Moser)?, Gerda$")).click()
    coordinated = page.get_by_role("listitem").filter(has_text="koordiniert")
    coordinated.get_by_role("link").first.click()
    if page.get_by_role("link", name=re.compile(f"^{name},")).count() == 0:
        page.get_by_role("link", name="Mitglied aufnehmen").click()
        page.get_by_label("Name, Ort oder E-Mail").fill(name)
        submit(page, "Filtern")
        page.get_by_label(re.compile(f"^{name}, Yusuf")).check()
        submit(page, "Aufnehmen")


def sees_only_how_to_reach_them(page: Page, running: demo.Demo) -> str:
    """Open the circle from the first page; return its address."""
    go(page, running, "heute/")
    own = page.locator("section", has=page.get_by_role("heading", name="Ihr Helferkreis"))
    own.get_by_role("link").first.click()
    expect(page.get_by_role("rowheader", name="Berger, Yusuf")).to_be_visible()
    headers = page.get_by_role("columnheader").all_inner_texts()
    assert headers == ["Name", "Telefon", "E-Mail"]
    # No way leads on to anybody's page.
    hrefs = page.locator("main table a").evaluate_all("all => all.map(a => a.href)")
    assert {href.partition(":")[0] for href in hrefs} <= {"tel", "mailto"}
    return page.url


def writes_to_all(page: Page, running: demo.Demo) -> None:
    page.get_by_role("link", name="Allen schreiben").click()
    page.get_by_label("Betreff").fill("Treffen am Dienstag")
    page.get_by_label("Nachricht", exact=True).fill("Wir treffen uns um 18 Uhr.")
    submit(page, "Nachricht senden")
    expect(page.get_by_text(re.compile(r"geht als \d+ einzelne E-Mails hinaus"))).to_be_visible()
    [mail] = wait_for_mails(running, f"To: ehrenamt2@{KREIS}.example", "Treffen am Dienstag")
    named = set(re.findall(r"[\w.]+@landkreis-miesbach\.example", mail.replace("=\n", "")))
    assert named == {f"ehrenamt{number}@{KREIS}.example" for number in ("", "2")}


def wait_for_mails(running: demo.Demo, *parts: str) -> list[str]:
    for _ in range(600):
        found = [mail for mail in running.mails if all(part in mail for part in parts)]
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"no mail with {parts}")


def ends_the_membership(page: Page, circle: str, name: str) -> None:
    page.goto(circle)
    page.get_by_role("link", name=re.compile(f"^Ändern.*{name}")).click()
    submit(page, "Mitgliedschaft beenden")


def test_leaving_takes_the_fuehrungszeugnis_along(
    browser: Browser, running: demo.Demo, tmp_path: Path
) -> None:
    lotsin = window(browser, running, "lotsin")
    person = takes_in_somebody_who_helps_children(lotsin, running)
    document = prints_the_letter(lotsin, person, tmp_path)
    notes_what_was_seen(lotsin, person)

    lotsin.goto(f"{person}austritt/")
    left_on = TODAY - dt.timedelta(days=200)
    lotsin.get_by_label("Ausgeschieden am").fill(left_on.isoformat())
    submit(lotsin, "Austritt eintragen")
    lotsin.goto(f"{person}fuehrungszeugnis/")
    expect(lotsin.get_by_text("Vera Tretter")).to_be_visible()

    runs_what_runs_at_night(running)
    for _ in range(100):
        lotsin.goto(f"{person}fuehrungszeugnis/")
        if lotsin.get_by_text("Es ist nichts eingetragen.").is_visible():
            break
        lotsin.wait_for_timeout(200)
    expect(lotsin.get_by_text("Vera Tretter")).to_have_count(0)
    lotsin.goto(document)
    expect(lotsin.get_by_role("heading", level=1)).to_have_text("Seite nicht gefunden")
    go(lotsin, running, "protokoll/?kind=volunteers.Clearance")
    trail = lotsin.locator("main")
    expect(trail).to_contain_text("nach Ablauf der Frist gelöscht")
    expect(trail.locator(".work")).not_to_contain_text("Leitgeb")


def takes_in_somebody_who_helps_children(page: Page, running: demo.Demo) -> str:
    go(page, running, "ehrenamtliche/neu/")
    page.get_by_label("Vorname").fill("Lena")
    page.get_by_label("Nachname").fill("Leitgeb")
    page.get_by_label("Status").select_option(label="aktiv")
    page.get_by_label(re.compile("^seit", re.IGNORECASE)).fill("2024-03-01")
    submit(page, "Speichern")
    person = page.url
    page.goto(f"{person}engagement/")
    page.get_by_label("Hausaufgabenhilfe und Nachhilfe").check()
    submit(page, "Speichern")
    return person


def prints_the_letter(page: Page, person: str, tmp_path: Path) -> str:
    page.goto(person)
    page.get_by_role("link", name="Führungszeugnis ansehen oder eintragen").click()
    submit(page, "Aufforderung als PDF erstellen")
    address = page.url
    link = page.get_by_role("link", name=re.compile("^Herunterladen"))
    expect(link).to_be_visible(timeout=180_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "letter.pdf")
    letter = (tmp_path / "letter.pdf").read_bytes()
    pdf_checks.assert_accessible(letter)
    assert "Lena Leitgeb" in pdf_checks.text_of(letter)
    return address


def notes_what_was_seen(page: Page, person: str) -> None:
    page.goto(f"{person}fuehrungszeugnis/gesehen/")
    page.get_by_label("Ausgestellt am").fill((TODAY - dt.timedelta(days=20)).isoformat())
    page.get_by_label("Gesehen von").fill("Vera Tretter")
    submit(page, "Eintragen")
    expect(page.get_by_text(re.compile("^Eingetragen. Erneut vorzulegen bis"))).to_be_visible()


def runs_what_runs_at_night(running: demo.Demo) -> None:
    """Put the nightly task into the demo's queue, as beat does."""
    attached = [sys.executable, "-m", "lotsen_portal.embedded", "--attach", "--", sys.executable]
    call = ["-m", "celery", "-A", "lotsen_portal", "call", "volunteers.schedule.clearance.forget"]
    env = {**os.environ, "VAR_DIR": str(running.folder)}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "MIGRATION_DATABASE_URL"):
        env.pop(name, None)
    subprocess.run([*attached, *call], cwd=demo.ROOT, env=env, check=True, capture_output=True)
