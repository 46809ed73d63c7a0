"""A window of each person: opened once, used for all pages, and looked through in several ways."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from tests.browser import checks
from tests.browser.looks import LOOKS
from tests.browser.places import Place
from tests.browser.site import Site

SHOTS = os.environ.get("SHOTS") == "1"


def answering(status: int, headers: dict[str, str], body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, headers=headers, body=body)


@dataclass
class Windows:
    site: Site
    browser: Browser
    opened: dict[str, tuple[Page, checks.Ears]] = field(default_factory=dict)

    def of(self, who: str) -> tuple[Page, checks.Ears]:
        """Return the window of a person; whoever is "fresh" gets a new one each time."""
        if who == "fresh" and who in self.opened:
            self.opened.pop(who)[0].context.close()
        if who not in self.opened:
            self.opened[who] = self._open(who)
        return self.opened[who]

    def _open(self, who: str) -> tuple[Page, checks.Ears]:
        context = self.browser.new_context(
            base_url=self.site.url, locale="de-DE", timezone_id="Europe/Berlin"
        )
        context.set_default_timeout(60_000)
        if session := self.site.sessions.get(who):
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.site.url}])
        for path, (status, headers, body) in self.site.pages_of_failure.items():
            context.route(f"**{path}", answering(status, headers, body))
        page = context.new_page()
        return page, checks.Ears(page)

    def faults_of(self, place: Place, looks: Iterable[str]) -> list[str] | None:
        """Go there, look in each of these ways and return what is wrong.

        None where only forms are taken. The page is loaded once, at the first look: the rest is
        what its styles make of another window.
        """
        [first, *others] = looks
        page, ears = self.of(place.who)
        LOOKS[first].take(page)
        address = self.site.url + self.site.path_of(place)
        ears.expect(place.status)
        page.goto(address)
        if place.route and ears.last_status == 405:
            return None
        if place.arrive:
            place.arrive(page)
        found = _seen(page, ears, place, first)
        if place.route and page.url != address:
            found.append(f"leads on to {page.url}")
        for look in others:
            LOOKS[look].take(page)
            found += _seen(page, ears, place, look)
        return found


def _seen(page: Page, ears: checks.Ears, place: Place, look: str) -> list[str]:
    found = checks.faults(page, ears)
    if found or SHOTS:
        picture = settings.VAR_DIR / "browser" / f"{place} at {look}.png".replace(":", "_")
        page.screenshot(path=picture, full_page=True)
    return [f"{place.name} as {place.who} at {look}: {fault}" for fault in found]
