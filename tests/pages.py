"""The main pages of each role in the demo, for pictures and for looking at every one.

An entry is a path (below the Kreis where it does not begin with a slash), and for pages whose
address carries a number the links to follow from there.
"""

import datetime as dt

from playwright.sync_api import Page

KREIS = "landkreis-miesbach"
YEAR = dt.date.today().year
ROW = " > main tbody a"
PAGES: dict[str, list[str]] = {
    "": [
        "/",
        "/?q=Passau",
        "/?q=Hamburg",
        "/schulungen/",
        "/schulungen/ > main .work a",
        "/hilfe/",
        "/barrierefreiheit/",
        "/impressum/",
        "/datenschutz/",
        f"/{KREIS}/",
        f"/{KREIS}/netzwerk/verzeichnis/",
        f"/{KREIS}/impressum/",
        f"/{KREIS}/datenschutz/",
        "/konto/login/",
        "/konto/login/code/",
        "/gibt-es-nicht/",
    ],
    f"lotsin@{KREIS}.example": [
        "heute/",
        "suche/",
        "suche/?q=a",
        "suche/?q=xyzxyz",
        "fragen/",
        f"fragen/{ROW}",
        "fragen/aufnahme/",
        "ehrenamtliche/",
        f"ehrenamtliche/{ROW}",
        f"ehrenamtliche/{ROW} > main a[href$='/bearbeiten/']",
        f"ehrenamtliche/{ROW} > main a[href$='/engagement/']",
        f"ehrenamtliche/{ROW} > main a[href$='/verfuegbarkeit/']",
        f"ehrenamtliche/{ROW} > main a[href$='/status/']",
        f"ehrenamtliche/{ROW} > main a[href$='/austritt/']",
        "ehrenamtliche/neu/",
        "schulungen/",
        f"schulungen/{ROW}",
        "schulungen/neu/",
        "netzwerk/",
        f"netzwerk/{ROW}",
        "netzwerk/neu/",
        "netzwerk/treffen/",
        "netzwerk/treffen/neu/",
        "netzwerk/oeffentlichkeitsarbeit/",
        "netzwerk/oeffentlichkeitsarbeit/neu/",
        "wissen/",
        "wissen/neu/",
        "foerderung/",
        f"foerderung/{YEAR}/",
        f"foerderung/{YEAR - 1}/",
        f"foerderung/{YEAR}/zahlen/",
        f"foerderung/{YEAR}/belege/",
        f"foerderung/{YEAR}/belege/neu/",
        "foerderung/personal/",
        "foerderung/ > main a[href*='/bescheid/']:not([href$='/neu/'])",
        "dokumente/",
        "einstellungen/",
        "einstellungen/oeffentliche-seite/",
        "einstellungen/gemeinden/",
        "einstellungen/gemeinden/nachbarn/",
        "einstellungen/zielgruppen/",
        "einstellungen/regeln/",
        "einstellungen/zugaenge/",
        "einstellungen/zugaenge/einladung/",
        "einstellungen/einsatzbereiche/",
        "/konto/",
    ],
    f"leitung@{KREIS}.example": ["heute/", "fragen/", "ehrenamtliche/", "foerderung/"],
    f"ehrenamt@{KREIS}.example": [
        "heute/",
        "suche/?q=a",
        "schulungen/",
        "schulungen/ > main h2 a",
        "schulungen/meine-anmeldungen/",
        "fragen/",
        "fragen/neu/",
        "wissen/",
        f"wissen/{ROW}",
        "ehrenamtliche/meine-daten/",
        "/konto/",
    ],
    f"partner@{KREIS}.example": [
        "heute/",
        "netzwerk/",
        "schulungen/",
        "wissen/",
    ],
    "ministerium@stmi.example": ["/land/"],
    "bewilligung@reg-mfr.example": ["/land/"],
    "betrieb@portal.example": ["/betrieb/", "/betrieb/kreise/landkreis-dachau/einladung/"],
}


def open_page(page: Page, entry: str) -> None:
    path, *links = entry.split(" > ")
    page.goto(path if path.startswith("/") else f"/{KREIS}/{path}")
    for link in links:
        with page.expect_navigation():
            page.locator(link).first.click()
