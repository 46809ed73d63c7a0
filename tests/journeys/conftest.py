"""The demo as a stranger starts it, one for all stories, and a browser for those of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests import demo
from tests.journeys import logs


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo.Demo]:
    with demo.running_demo(tmp_path_factory.mktemp("demo")) as started:
        yield started
        # People have worked with the portal; its logs know nothing of them.
        assert logs.found(started.folder / "log", started.mails) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with demo.chromium() as chromium:
        yield chromium
