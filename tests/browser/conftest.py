"""The portal with the walkers' world in it, and a browser that looks at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import demo
from tests.browser.site import Site, running_site
from tests.browser.windows import Windows


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock(), running_site() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with demo.chromium() as chromium:
        yield chromium


# The site comes first: where Playwright runs, Django refuses to ask the database.
@pytest.fixture(scope="module")
def windows(site: Site, browser: Browser) -> Windows:
    return Windows(site, browser)
