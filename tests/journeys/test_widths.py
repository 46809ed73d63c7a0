"""No page of any role scrolls sideways, cuts its text or lays one thing upon another."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import demo
from tests.pages import PAGES, open_page

pytestmark = [pytest.mark.worker, pytest.mark.browser]

# What sticks out of the window, runs out of its box, is broken within a word, or has a badge upon
# its words. What only screen readers get is clipped to a pixel and left out. An address may break.
FAULTS = r"""() => {
  const faults = [], wide = document.documentElement.clientWidth;
  const name = e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > wide) faults.push("the page scrolls sideways");
  const shown = [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0
      && !e.closest(".kern-sr-only, .tile .kind")
      && e.checkVisibility({ contentVisibilityAuto: true });
  });
  for (const e of shown) {
    const box = e.getBoundingClientRect();
    if (box.right > wide + 1 || box.left < -1) faults.push("outside the window: " + name(e));
    const boxed = e.matches("li, td, th, dd, dt, p, h1, h2, h3, a, button, summary, .kern-badge");
    const room = e.clientWidth + 1;
    if (boxed && room > 1 && e.scrollWidth > room) faults.push("too long: " + name(e));
  }
  const words = document.createTreeWalker(document.querySelector("main"), 4);
  while (words.nextNode()) {
    const text = words.currentNode, within = text.parentElement, range = document.createRange();
    if (!shown.includes(within) || within.closest("[href^=mailto], .more")) continue;
    if (/[@\u00ad]|www|:\/\//.test(text.textContent)) continue;
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
    if (lines.size > text.textContent.trim().split(/[\s\-–\/]+/).length) {
      faults.push("broken within a word: " + name(within));
    }
  }
  for (const badge of shown.filter(e => e.matches(".kern-badge"))) {
    const a = badge.getBoundingClientRect();
    const words = document.createTreeWalker(badge.closest("li, tr, .kern-card, main"), 4);
    while (words.nextNode()) {
      const text = words.currentNode, range = document.createRange();
      if (badge.contains(text) || !text.textContent.trim()) continue;
      if (text.parentElement.closest(".kern-sr-only")) continue;
      range.selectNodeContents(text);
      for (const b of range.getClientRects()) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 4) faults.push(name(badge) + " lies upon " + text.textContent);
      }
    }
  }
  return [...new Set(faults)];
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo.Demo]:
    with demo.running_demo(tmp_path_factory.mktemp("demo")) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with demo.chromium() as chromium:
        yield chromium


@pytest.mark.parametrize("width", demo.WIDTHS)
@pytest.mark.parametrize("email", PAGES, ids=lambda email: email.partition("@")[0] or "anyone")
def test_every_page_fits(browser: Browser, running: demo.Demo, email: str, width: str) -> None:
    page = demo.window(browser, running.address, email, width=width)

    faults = {entry: found for entry in PAGES[email] if (found := faults_of(page, entry))}

    page.context.close()
    assert faults == {}


def faults_of(page: Page, entry: str) -> list[str]:
    open_page(page, entry)
    return page.evaluate(FAULTS)
