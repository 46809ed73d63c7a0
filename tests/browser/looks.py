"""The ways a page is looked at: on desk and phone, in the light and in the dark, enlarged."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page, ViewportSize

WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


@dataclass(frozen=True)
class Look:
    """How a page that stands in the window is looked at."""

    size: ViewportSize
    scheme: Literal["light", "dark"] = "light"

    def take(self, page: Page) -> None:
        page.set_viewport_size(self.size)
        page.emulate_media(color_scheme=self.scheme)


LOOKS = {
    "1280": Look(WIDE),
    "390": Look(PHONE),
    "1280 dark": Look(WIDE, "dark"),
    "390 dark": Look(PHONE, "dark"),
    # What is left of 1280 × 900 at 200 %.
    "200 %": Look(ViewportSize(width=640, height=450)),
}
