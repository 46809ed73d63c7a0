"""What is wrong with a page in the browser, each as a list of sentences."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
FIT = Path(__file__).parent / "fit.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TEXT = 14  # px

RUN_AXE = """async tags => {
  const options = { runOnly: tags, resultTypes: ["violations"] };
  return (await axe.run(document, options)).violations.flatMap(rule => rule.nodes.map(
    node => `axe ${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 120)}`));
}"""
SMALL = """smallest => {
  const found = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const check = e => {
    const box = e.getBoundingClientRect(), size = parseFloat(getComputedStyle(e).fontSize);
    const name = `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`;
    if (size < smallest && box.width > 1 && box.height > 1 && e.checkVisibility()) {
      found.push(`text of ${size} px: ${name}`);
    }
  };
  while (words.nextNode()) {
    if (words.currentNode.data.trim()) check(words.currentNode.parentElement);
  }
  const fields = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";
  document.querySelectorAll(fields).forEach(check);
  return [...new Set(found)];
}"""
FURNITURE = """() => {
  const found = [], titles = document.querySelectorAll("h1");
  if (!document.title.replace(/[–\\s]|Lotsenportal/g, "")) found.push("no title of its own");
  if (titles.length !== 1) found.push(`${titles.length} h1`);
  else if (!titles[0].innerText.trim()) found.push("an empty h1");
  const skip = document.querySelector("a[href], button, input, select, textarea, summary");
  const target = skip && skip.matches("[href^='#']") && document.querySelector(skip.hash);
  if (!target) found.push("the first thing to reach by keyboard is no skip link");
  else if (!target.contains(titles[0] || null)) found.push("the skip link does not lead to the h1");
  return found;
}"""
LISTEN_TO_CSP = """window.refusedByCsp = [];
document.addEventListener("securitypolicyviolation", event => window.refusedByCsp.push(
  `CSP ${event.effectiveDirective} refuses ${event.blockedURI} ${event.sample}`));"""


def accessible(page: Page) -> list[str]:
    """Ask axe; its source is evaluated, for CSP refuses a script tag."""
    if not page.evaluate("window.axe !== undefined"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN_AXE, TAGS)


def fitting(page: Page) -> list[str]:
    """Look for sideways scrolling and for what is cut off, broken or covered."""
    page.evaluate("document.fonts.ready.then(() => null)")
    return page.evaluate(FIT.read_text(encoding="utf-8"))


def readable(page: Page) -> list[str]:
    """Look for text that is too small."""
    return page.evaluate(SMALL, SMALLEST_TEXT)


def furnished(page: Page) -> list[str]:
    """Look for the title, the one h1 and the skip link that leads to it."""
    return page.evaluate(FURNITURE)


LOOKS_AT_THE_PAGE = (accessible, fitting, readable, furnished)


class Ears:
    """Hear what the console, the network and the security policy say about a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.status = page, 200
        self.lines: list[ConsoleMessage] = []
        self.answers: list[Response] = []
        self.failures: list[str] = []
        page.add_init_script(LISTEN_TO_CSP)
        page.on("console", self._said)
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.failures.append(f"script: {error}"))
        page.on("requestfailed", self._failed)

    def expect(self, status: int) -> None:
        """Begin a page that answers with this status, and nothing on it with another bad one."""
        self.status = status
        for heard in (self.lines, self.answers, self.failures):
            heard.clear()

    @property
    def pages(self) -> list[Response]:
        return [answer for answer in self.answers if answer.request.is_navigation_request()]

    @property
    def last_status(self) -> int:
        return self.pages[-1].status if self.pages else 0

    def faults(self) -> list[str]:
        pages = self.pages
        expected = {answer.url for answer in pages if answer.status == self.status}
        found = [
            f"{answer.status} for {answer.url}"
            for answer in self.answers
            if answer.status >= 400 and (answer.status != self.status or answer not in pages)
        ]
        if self.last_status != self.status:
            found.append(f"answers {self.last_status}, not {self.status}")
        lines = [line.text for line in self.lines if self._counts(line, expected)]
        refused = self.page.evaluate("window.refusedByCsp ?? []")
        return [*found, *(f"console: {text}" for text in lines), *self.failures, *refused]

    def _counts(self, line: ConsoleMessage, expected: set[str]) -> bool:
        """Return whether a line is bad: Chromium complains of each 4xx, expected or not."""
        own = line.text.startswith(
            f"Failed to load resource: the server responded with a status of {self.status}"
        )
        is_expected = own and line.location["url"] in expected
        return line.type in {"error", "warning"} and not is_expected

    def _said(self, line: ConsoleMessage) -> None:
        self.lines.append(line)

    def _answered(self, answer: Response) -> None:
        self.answers.append(answer)

    def _failed(self, request: Request) -> None:
        self.failures.append(f"request failed: {request.url} {request.failure}")


def faults(page: Page, ears: Ears) -> list[str]:
    """Return all that is wrong with the open page."""
    return [*(fault for look in LOOKS_AT_THE_PAGE for fault in look(page)), *ears.faults()]
