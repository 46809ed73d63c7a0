"""Lists on paper: a table with all its columns, whichever way round the sheet lies."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.windows import Windows
from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.rows import rows_of

pytestmark = pytest.mark.browser
# What A4 leaves between its margins, in CSS pixels, upright and lying.
SHEETS: list[ViewportSize] = [{"width": 703, "height": 1032}, {"width": 1032, "height": 703}]
CUT_OFF = """() => {
  const main = document.querySelector("main"), wide = document.documentElement.clientWidth;
  const isOut = e => e.getBoundingClientRect().right > wide + 1;
  const out = [...main.querySelectorAll("*")].filter(isOut);
  return [getComputedStyle(main).overflowX, out.map(e => e.textContent.trim())];
}"""


@pytest.mark.parametrize(
    "path", ["", "?columns=circles&columns=times&columns=place&columns=contact"]
)
@pytest.mark.parametrize("sheet", SHEETS, ids=["upright", "lying"])
def test_list_of_people_fits_the_sheet(windows: Windows, path: str, sheet: ViewportSize) -> None:
    page, _ = windows.of("coordinator")
    page.set_viewport_size(sheet)
    page.emulate_media(media="print")

    page.goto(f"{windows.site.url}/landkreis-miesbach/ehrenamtliche/druck/{path}")

    assert page.evaluate(CUT_OFF) == ["visible", []]


def test_list_of_a_circle_is_a_table_on_paper(windows: Windows) -> None:
    page, _ = windows.of("coordinator")
    page.set_viewport_size(SHEETS[0])
    page.emulate_media(media="print")
    circle = rows_of(KREIS_ROUTES["circles:print"], windows.site.world).own["pk"]

    path = f"ehrenamtliche/helferkreise/{circle}/druckliste/"
    page.goto(f"{windows.site.url}/landkreis-miesbach/{path}")

    table = "getComputedStyle(document.querySelector('main table')).display"
    assert page.evaluate(table) == "table"
    assert page.evaluate(CUT_OFF) == ["visible", []]
