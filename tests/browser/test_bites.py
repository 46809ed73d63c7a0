"""The checks of the walk bite: a page that is right but for one thing, and what is said of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route

from tests.browser import checks

pytestmark = pytest.mark.browser
ADDRESS = "http://portal.example/"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
GOOD = """<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Gute Seite – Lotsenportal</title>
<link rel="stylesheet" href="/page.css"></head>
<body><a href="#inhalt">Zum Inhalt</a>
<main id="inhalt" tabindex="-1"><h1>Gute Seite</h1>
<form><label for="name">Name</label><input id="name"></form>
<p>Ein Satz.</p></main></body></html>"""
FILES = {
    "page.css": "input { font-size: 1rem } a { display: block; padding: 1rem }",
    "narrow.css": ".narrow { width: 3rem; overflow-wrap: anywhere }",
    "wide.css": ".wide { width: 2000px; height: 2px }",
    "cards.css": "table { display: block }",
    "badge.css": ".kern-badge { position: absolute; margin-left: -3rem }",
    "fails.js": "throw new Error('kaputt');",
}


def with_style(name: str, body: str) -> dict[str, str]:
    sheet = f'<link rel="stylesheet" href="/{name}.css"></head>'
    return {"</head>": sheet, "<p>Ein Satz.</p>": body}


# What is changed on the good page, and how the sentences about it begin.
BITES = {
    "nothing": ({}, []),
    "a label removed": ({'<label for="name">Name</label>': ""}, ["axe label: #name"]),
    "pale words": (
        {"Ein Satz.": '<font color="#cccccc">Ein Satz.</font>'},
        ["axe color-contrast: font"],
    ),
    "no language": ({' lang="de"': ""}, ["axe html-has-lang: html"]),
    "an inline style": (
        {"<p>": '<p style="color: red">'},
        ["console: Applying inline style violates", "CSP style-src-attr refuses inline"],
    ),
    "an inline script": (
        {"</main>": "</main><script>1</script>"},
        ["console: Executing inline script violates", "CSP script-src-elem refuses inline"],
    ),
    "text of 13 px": ({"Ein Satz.": "<small>Ein Satz.</small>"}, ["text of 13.3333 px: SMALL."]),
    "a box of 2000 px": (
        with_style("wide", '<div class="wide"></div>'),
        ["HTML scrolls sideways", "MAIN scrolls sideways", "outside the window: DIV.wide"],
    ),
    "a word broken": (
        with_style("narrow", '<p class="narrow">Zurücknehmen</p>'),
        ["broken within a word: P.narrow: Zurücknehmen"],
    ),
    "a caption in one column": (
        with_style("cards", "<table><caption>Was noch fehlt</caption><tr><td>1</td></tr></table>"),
        ["narrower than its table: CAPTION.: Was noch fehlt"],
    ),
    "a key cut off": (
        {'<input id="name">': f'<input id="name" readonly value="{"XB" * 30}">'},
        [f"cut off: {'XB' * 30}"],
    ),
    "a badge upon words": (
        with_style("badge", '<p>Ein langer Satz<span class="kern-badge">fällig</span></p>'),
        ["SPAN.kern-badge: fällig lies upon Ein langer Satz"],
    ),
    "no h1": (
        {"<h1>Gute Seite</h1>": ""},
        ["axe page-has-heading-one: html", "0 h1", "the skip link does not lead to the h1"],
    ),
    "two h1": ({"<p>": "<h1>Noch eine</h1><p>"}, ["2 h1"]),
    "no title of its own": ({"Gute Seite –": ""}, ["no title of its own"]),
    "no skip link": (
        {'<a href="#inhalt">Zum Inhalt</a>': ""},
        ["the first thing to reach by keyboard is no skip link"],
    ),
    "a skip link to nowhere": (
        {'id="inhalt"': 'id="anderswo"'},
        [
            "axe region: a",
            "the first thing to reach by keyboard is no skip link",
        ],
    ),
    "an image that is gone": (
        {"Ein Satz.": '<img src="/fehlt.png" alt="Karte">'},
        ["404 for http://portal.example/fehlt.png", "console: Failed to load resource"],
    ),
    "an image from elsewhere": (
        {"Ein Satz.": '<img src="http://elsewhere.example/x.png" alt="Karte">'},
        ["console: Loading the image", "CSP img-src refuses", "request failed: http://elsewhere"],
    ),
    "a script that fails": (
        {"</head>": '<script src="/fails.js"></script></head>'},
        ["script: kaputt"],
    ),
}


def answer(html: str, status: int) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if not name:
            headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
            route.fulfill(status=status, headers=headers, body=html)
        elif name in FILES:
            kind = "text/css" if name.endswith("css") else "text/javascript"
            route.fulfill(content_type=kind, body=FILES[name])
        else:
            route.fulfill(status=404, body="")

    return fulfil


def said_of(browser: Browser, html: str, *, status: int = 200, expected: int = 200) -> list[str]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.route("**/*", answer(html, status))
    ears = checks.Ears(page)
    ears.expect(expected)
    page.goto(ADDRESS)
    found = checks.faults(page, ears)
    page.close()
    return sorted(found)


@pytest.mark.parametrize("bite", BITES)
def test_one_thing_wrong_is_said(browser: Browser, bite: str) -> None:
    changes, begins = BITES[bite]
    html = GOOD
    for old, new in changes.items():
        assert old in html
        html = html.replace(old, new)

    said = said_of(browser, html)

    assert recognized(said, begins) == sorted(begins)


def recognized(said: list[str], begins: list[str]) -> list[str]:
    """Return the beginning of each sentence that is expected; of others all that is said."""
    return sorted(
        next((begin for begin in begins if sentence.startswith(begin)), sentence)
        for sentence in said
    )


@pytest.mark.parametrize(
    ("status", "expected", "begins"),
    [
        (404, 404, []),
        (500, 404, ["500 for", "answers 500, not 404", "console: Failed to load resource"]),
        (200, 422, ["answers 200, not 422"]),
    ],
)
def test_only_the_expected_status_is_no_fault(
    browser: Browser, status: int, expected: int, begins: list[str]
) -> None:
    said = said_of(browser, GOOD, status=status, expected=expected)

    assert recognized(said, begins) == sorted(begins)
