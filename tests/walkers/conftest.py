"""One set-up of the database for all walks of a module, taken back at its end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.walkers.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
