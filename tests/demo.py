"""The demo as a stranger starts it, for stories in the browser and for pictures."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from lotsen_portal.demo.logins import PASSWORD

ROOT = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
WIDTHS: dict[str, ViewportSize] = {
    "1280": {"width": 1280, "height": 900},
    "390": {"width": 390, "height": 844},
}


@dataclass(frozen=True)
class Demo:
    address: str
    folder: Path

    @property
    def mails(self) -> list[str]:
        """Return the mails sent so far, the newest last."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
        return [path.read_text(encoding="utf-8") for path in files]


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Start the demo in an own folder on a free port; stop it like Ctrl-C."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "PORT": str(port), "VAR_DIR": str(folder)}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "MIGRATION_DATABASE_URL"):
        env.pop(name, None)
    command = [sys.executable, "-m", "lotsen_portal.demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Lotsenportal: http"):
                yield Demo(line.split()[1].rstrip("/"), folder)
                break
        else:
            raise RuntimeError(f"The demo ended with {process.wait()}.")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@contextmanager
def chromium() -> Iterator[Browser]:
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *root])
        yield browser
        browser.close()


def signed_in(browser: Browser, address: str, email: str, *, width: str = "1280") -> BrowserContext:
    """Return a window of a person who has signed in with the demo's password."""
    context = browser.new_context(viewport=WIDTHS[width], locale="de-DE", base_url=address)
    page = context.new_page()
    page.goto("/konto/login/")
    sign_in(page, email)
    return context


def window(browser: Browser, address: str, email: str, *, width: str = "1280") -> Page:
    """Return a page of a person, signed in, or of somebody who is nobody yet."""
    if email:
        return signed_in(browser, address, email, width=width).pages[0]
    context = browser.new_context(viewport=WIDTHS[width], locale="de-DE", base_url=address)
    return context.new_page()


def sign_in(page: Page, email: str) -> None:
    password = page.get_by_label("Passwort", exact=True)
    form = page.locator("form", has=password)
    form.get_by_label("E-Mail-Adresse").fill(email)
    password.fill(PASSWORD)
    form.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_load_state()
