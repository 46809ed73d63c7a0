"""The components in a real browser: axe, console, width, keyboard, htmx."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any, Literal
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.checks import accessible, readable
from tests.browser.looks import LOOKS

pytestmark = pytest.mark.browser
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # named by its base
        pass


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(style_site: Any) -> Iterator[str]:
    app = StaticFilesHandler(WSGIHandler())
    server = make_server("127.0.0.1", 0, app, ThreadingServer, QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def said() -> list[str]:
    """Collect what the console says, but the line for an expected 4xx."""
    return []


@pytest.fixture
def open_page(chromium: Browser, address: str, said: list[str]) -> Iterator[Any]:
    contexts = []

    def open_at(
        path: str, *, width: int = 1280, scheme: Literal["light", "dark"] = "light"
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: _note(said, line))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()


def _note(said: list[str], line: Any) -> None:
    if line.type == "error" and "the server responded with a status of 4" not in line.text:
        said.append(line.text)


@pytest.mark.parametrize("path", ["/?name=Ada", "/?page=2", "/offen/", "/gibt-es-nicht/"])
def test_page_is_accessible(open_page: Any, said: list[str], path: str) -> None:
    page = open_page(path)
    for look in LOOKS.values():
        look.take(page)
        assert accessible(page) == []
        assert page.evaluate(OVERFLOW) <= 0
    assert said == []


@pytest.mark.parametrize("width", [1280, 390])
def test_form_with_errors_is_accessible(open_page: Any, said: list[str], width: int) -> None:
    page = open_page("/", width=width)
    page.get_by_role("button", name="Speichern").click()
    summary = page.get_by_role("alert")
    summary.wait_for()
    expect(summary).to_be_focused()
    assert accessible(page) == []
    summary.get_by_role("link", name="E-Mail").click()
    assert page.evaluate("document.activeElement.id") == "id_email"
    assert page.evaluate(OVERFLOW) <= 0
    assert said == []


def test_theme_attribute_beats_the_system(open_page: Any) -> None:
    dark = open_page("/?theme=dark").evaluate("getComputedStyle(document.body).backgroundColor")
    light = open_page("/?theme=light", scheme="dark").evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    assert (dark, light) == ("oklch(0 0 0)", "oklch(1 0 0)")


def test_menu_and_filters_open_by_keyboard_on_the_phone(open_page: Any) -> None:
    page = open_page("/?name=Ada", width=390)
    rail = page.get_by_role("navigation", name="Hauptbereiche")
    filters = page.get_by_role("search", name="Liste filtern")
    assert (rail.is_visible(), filters.is_visible()) == (False, False)
    page.locator(".menu summary").press("Enter")
    page.locator("summary", has_text="Filter (1)").press("Enter")
    assert (rail.is_visible(), filters.is_visible()) == (True, True)
    assert accessible(page) == []
    expect(rail.get_by_role("link", name="Fragen")).to_be_visible()


def test_skip_link_comes_first_and_leads_to_the_content(open_page: Any) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt"
    page.keyboard.press("Enter")
    expect(page.locator("#inhalt")).to_be_focused()


def test_targets_are_large_and_text_is_readable(open_page: Any) -> None:
    page = open_page("/", width=390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 24)
        .map(e => e.outerHTML)"""
    )
    assert (small, readable(page)) == ([], [])


@pytest.mark.parametrize(
    ("button", "heading", "path"),
    [
        ("#gone", "Seite nicht gefunden", "/gibt-es-nicht/"),
        ("#moved", "Integration im Landkreis Miesbach", "/offen/"),
    ],
)
def test_whole_page_never_lands_in_a_fragment(
    open_page: Any, said: list[str], button: str, heading: str, path: str
) -> None:
    page = open_page("/offen/")
    page.locator("#fragment").evaluate("element => element.append('old page')")
    page.locator(button).click()
    expect(page.get_by_text("old page")).to_have_count(0)
    expect(page.locator("h1")).to_have_text([heading])
    assert page.locator("header").count() == 1
    page.wait_for_url(f"**{path}")
    assert accessible(page) == []
    assert said == []


def test_fragment_stays_a_fragment(open_page: Any) -> None:
    page = open_page("/offen/")
    page.locator("#rows").click()
    page.locator("#fragment").get_by_text("Al-Hassan, Ahmad").wait_for()
    assert page.locator("h1").all_inner_texts() == ["Integration im Landkreis Miesbach"]
