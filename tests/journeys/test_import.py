"""The Lotsin leaves her Excel list for good, and could have it all back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import demo
from tests.volunteers import tables

pytestmark = [pytest.mark.worker, pytest.mark.browser]


def test_sample_list_from_upload_to_undo(
    browser: Browser, running: demo.Demo, tmp_path: Path
) -> None:
    file = tmp_path / "Helferliste.xlsx"
    file.write_bytes(tables.sample())
    page = demo.window(browser, running.address, "lotsin@landkreis-miesbach.example")
    page.set_default_timeout(60_000)
    page.goto(f"{running.address}/landkreis-miesbach/ehrenamtliche/import/")
    page.get_by_role("link", name="Liste hochladen").first.click()
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_role("button", name="Hochladen").click()

    page.get_by_role("link", name="Weiter: Spalten zuordnen").click()
    expect(page.get_by_label("PLZ Ort")).to_have_value("postcode_place")
    expect(page.get_by_label("FZ gesehen am")).to_have_value("clearance")
    page.get_by_role("button", name="Zeilen lesen").click()

    page.get_by_role("link", name="Weiter: Zeilen prüfen").click()
    expect(page.locator("main")).to_contain_text("340 Personen")
    expect(page.locator("main")).to_contain_text("17 Personen gibt es vielleicht schon")
    page.get_by_role("link", name="Weiter zur Übernahme").click()
    page.get_by_role("button", name="Jetzt übernehmen").click()
    expect(page.locator("main")).to_contain_text("Bei 17 Zeilen ist noch offen")
    page.get_by_role("button", name="Für alle entscheiden").click()
    page.get_by_role("link", name="Weiter zur Übernahme").click()
    page.get_by_role("button", name="Jetzt übernehmen").click()

    expect(page.locator("main")).to_contain_text("323 neu aufgenommen", timeout=60_000)
    expect(page.locator("main")).to_contain_text("17 zusammengeführt")
    page.get_by_role("link", name="Vogt, Janin").click()
    expect(page.locator("h1")).to_contain_text("Janin Vogt")
    page.go_back()
    page.reload()
    page.get_by_role("link", name="Zurücknehmen").click()
    page.get_by_role("button", name="Zurücknehmen").click()
    # A person's page was opened, which is no work on it.
    expect(page.locator("main")).to_contain_text("340 zurückgenommen", timeout=60_000)
    page.context.close()
