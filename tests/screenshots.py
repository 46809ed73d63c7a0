"""Pictures of the main pages at both widths: `make screenshots`."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests import demo
from tests.pages import PAGES, open_page


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
    page = demo.window(browser, address, email, width=width)
    for path in paths:
        open_page(page, path)
        words = re.findall(r"[\w-]+", path.replace(" > main ", "/ "))
        name = f"{email.partition('@')[0] or 'alle'}-{'_'.join(words) or 'start'}-{width}.png"
        page.screenshot(path=folder / name, full_page=True)
        print(name, flush=True)
    page.context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
