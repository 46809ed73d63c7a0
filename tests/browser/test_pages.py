"""Every page, as those who may see it, on desk and phone, in the light and in the dark."""

import pytest

from tests import reporting
from tests.browser.looks import LOOKS
from tests.browser.places import BASE, FULL, LEFT_OUT, REFUSED, WHO, Place, people_of, places
from tests.browser.windows import Windows
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES

pytestmark = pytest.mark.browser
PLACES = list(places())
FEW_LOOKS = ["1280", "390"]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_page(windows: Windows, place: Place) -> None:
    looks = list(LOOKS) if FULL or place.name in BASE else FEW_LOOKS
    found = windows.faults_of(place, looks)

    if found is None:
        reporting.left_out(place.name, "takes forms, shows the one page that says so")
        return
    for look in looks:
        reporting.visited(f"pages in the browser at {look}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_is_no_page(windows: Windows, name: str) -> None:
    """What has become a page is looked at like any other."""
    route = (KREIS_ROUTES | LAND_ROUTES)[name]
    place = Place(name, people_of(route)[0], route)
    page, _ = windows.of(place.who)

    answer = page.request.get(windows.site.url + windows.site.path_of(place), max_redirects=0)

    reporting.left_out(name, LEFT_OUT[name])
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    is_file = answer.headers.get("content-disposition", "").startswith("attachment")
    assert not (answer.status == 200 and is_html and not is_file), "Take it out of LEFT_OUT."


def test_every_name_in_the_tables_exists() -> None:
    known = {*KREIS_ROUTES, *LAND_ROUTES, *(place.name for place in PLACES)}

    assert {*LEFT_OUT, *WHO, *REFUSED, *BASE} - known == set()
