"""Windows of people at widths, in the dark, and at 200 %: opened once, used for all pages."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Error, Page, Route

from tests.browser import checks
from tests.browser.places import Place
from tests.browser.site import Site

SHOTS = os.environ.get("SHOTS") == "1"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "1280": {"viewport": WIDE},
    "390": {"viewport": PHONE},
    "1280 dark": {"viewport": WIDE, "color_scheme": "dark"},
    "390 dark": {"viewport": PHONE, "color_scheme": "dark"},
    # What is left of 1280 × 900 at 200 %.
    "200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
}


def answering(status: int, headers: dict[str, str], body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, headers=headers, body=body)


@dataclass
class Windows:
    site: Site
    browser: Browser
    opened: dict[tuple[str, str], tuple[Page, checks.Ears]] = field(default_factory=dict)

    def of(self, who: str, look: str) -> tuple[Page, checks.Ears]:
        """Return the window of a person; whoever is "fresh" gets a new one each time."""
        if who == "fresh" and (who, look) in self.opened:
            self.opened.pop((who, look))[0].context.close()
        if (who, look) not in self.opened:
            self.opened[who, look] = self._open(who, look)
        return self.opened[who, look]

    def _open(self, who: str, look: str) -> tuple[Page, checks.Ears]:
        context = self.browser.new_context(
            base_url=self.site.url, locale="de-DE", timezone_id="Europe/Berlin", **LOOKS[look]
        )
        context.set_default_timeout(60_000)
        if session := self.site.sessions.get(who):
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.site.url}])
        for path, (status, headers, body) in self.site.pages_of_failure.items():
            context.route(f"**{path}", answering(status, headers, body))
        page = context.new_page()
        return page, checks.Ears(page)

    def faults_of(self, place: Place, look: str) -> list[str] | None:
        """Go there and return what is wrong; None where only forms are taken."""
        page, ears = self.of(place.who, look)
        address = self.site.url + self.site.path_of(place)
        ears.expect(place.status)
        try:
            page.goto(address)
        except Error:
            if place.route and ears.last_status == 405:
                # Chromium shows a page of its own, which comes into the way of the next one.
                self.opened.pop((place.who, look))[0].context.close()
                return None
            raise
        if place.arrive:
            place.arrive(page)
        found = checks.faults(page, ears)
        if place.route and page.url != address:
            found.append(f"leads on to {page.url}")
        if found or SHOTS:
            picture = settings.VAR_DIR / "browser" / f"{place} at {look}.png".replace(":", "_")
            page.screenshot(path=picture, full_page=True)
        return [f"{place.name} as {place.who} at {look}: {fault}" for fault in found]
