from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from lotsen_portal.accounts import tasks
from lotsen_portal.tenancy.models import Role, StatewideRole, Tenant
from tests import databases
from tests.cast import Cast, assemble
from tests.factories.people import StatewideMembershipFactory
from tests.signing_in import sign_in

pytest_plugins = ["tests.reporting", "tests.runs", "tests.settings_of_the_wall"]

# The database and what tests commit to it


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    name = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        databases.create(name)
        connections.close_all()
        yield
        connections.close_all()
        databases.drop(name)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the test commit, for other processes to see; clean up afterwards.

    pytest's own `transactional_db` truncates as the tested role, which rightly may not.
    """
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        databases.empty()


@pytest.fixture(autouse=True, scope="session")
def _knocks_are_answered() -> Iterator[None]:
    """Do at once what a worker does after the request: it looks up who stood at the door."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "wake", tasks.answer)
        yield


@pytest.fixture(autouse=True)
def _fresh_rate_limits(request: pytest.FixtureRequest) -> None:
    if "client" in request.fixturenames or "cast" in request.fixturenames:
        cache.clear()


# The cast: who may, who may look, whose row exists and must never show


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


class TenantClient:
    """A browser of one person in one Kreis; paths begin after the Kreis's address."""

    def __init__(self, tenant: Tenant, user: Any = None) -> None:
        self.client, self.tenant, self.user = Client(), tenant, user
        if user:
            sign_in(self.client, user)

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(f"/{self.tenant.slug}{path}", **options)

    def post(self, path: str, data: Any = None, **options: Any) -> Any:
        return self.client.post(f"/{self.tenant.slug}{path}", data, **options)


@pytest.fixture
def coordinator(cast: Cast) -> TenantClient:
    return TenantClient(cast.kreis, cast.coordinator)


@pytest.fixture
def viewer(cast: Cast) -> TenantClient:
    return TenantClient(cast.kreis, cast.viewer)


@pytest.fixture
def volunteer(cast: Cast) -> TenantClient:
    """Ada, signed in."""
    return TenantClient(cast.kreis, cast.people[Role.VOLUNTEER])


@pytest.fixture
def partner(cast: Cast) -> TenantClient:
    """The contact of the first partner, signed in."""
    return TenantClient(cast.kreis, cast.people[Role.PARTNER])


@pytest.fixture
def anonymous(cast: Cast) -> TenantClient:
    return TenantClient(cast.kreis)


@pytest.fixture
def neighbour(cast: Cast) -> TenantClient:
    """The coordinator of another Kreis, under her own address."""
    return TenantClient(cast.foreign_kreis, cast.foreign_coordinator)


@pytest.fixture
def ministry(db: None) -> Client:
    return _statewide(StatewideRole.OVERSIGHT)


@pytest.fixture
def authority(db: None) -> Client:
    return _statewide(StatewideRole.AUTHORITY)


def _statewide(role: StatewideRole) -> Client:
    return sign_in(Client(), StatewideMembershipFactory(role=role).user)
