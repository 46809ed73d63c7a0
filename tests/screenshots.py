"""Pictures of the main pages at both widths: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests import demo

KREIS = "landkreis-miesbach"
PAGES: dict[str, list[str]] = {
    "": ["/", "/?q=Passau", "/schulungen/", f"/{KREIS}/", "/konto/login/", "/konto/login/code/"],
    f"lotsin@{KREIS}.example": [
        "heute/",
        "ehrenamtliche/",
        "ehrenamtliche/neu/",
        "fragen/",
        "schulungen/",
        "schulungen/neu/",
        "netzwerk/",
        "netzwerk/neu/",
        "wissen/",
        "foerderung/",
        "einstellungen/",
        "dokumente/",
    ],
    f"ehrenamt@{KREIS}.example": ["heute/", "schulungen/", "fragen/", "wissen/"],
    f"partner@{KREIS}.example": ["heute/", "netzwerk/"],
    "ministerium@stmi.example": ["/land/"],
    "betrieb@portal.example": ["/betrieb/"],
}


def main(folder: Path, address: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with demo.chromium() as browser:
        if address:
            shoot_all(browser, address, folder)
            return
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as var,
            demo.running_demo(Path(var)) as running,
        ):
            shoot_all(browser, running.address, folder)


def shoot_all(browser: Browser, address: str, folder: Path) -> None:
    for email, paths in PAGES.items():
        for width in demo.WIDTHS:
            shoot(browser, address, folder, email=email, paths=paths, width=width)


def shoot(
    browser: Browser, address: str, folder: Path, *, email: str, paths: list[str], width: str
) -> None:
    if email:
        context = demo.signed_in(browser, address, email, width=width)
    else:
        context = browser.new_context(viewport=demo.WIDTHS[width], base_url=address)
    page = context.new_page()
    for path in paths:
        page.goto(path if path.startswith("/") else f"/{KREIS}/{path}")
        name = f"{email.partition('@')[0] or 'alle'}-{path.strip('/').replace('/', '_') or 'start'}"
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        print(f"{name}-{width}.png", flush=True)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
