"""Both servers together, and the addresses they are reached at."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lotsen_portal.embedded import databases, postgres, state, valkey
from lotsen_portal.embedded.errors import StartRefusedError


@dataclass(frozen=True)
class Tuning:
    """Options of both servers for one purpose."""

    postgres: tuple[str, ...]
    valkey: tuple[str, ...]


DURABLE = Tuning(
    postgres=(),
    valkey=("appendonly yes", "appendfsync everysec"),
)
# For data that a test run makes and throws away.
DISPOSABLE = Tuning(
    postgres=("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    valkey=('save ""', "appendonly no"),
)


@dataclass(frozen=True)
class Servers:
    postgres: postgres.Postgres
    valkey: valkey.Valkey
    owner_password: str
    portal_password: str

    def portal_environment(self) -> dict[str, str]:
        """Return what web, worker and beat may know: never the owner's address."""
        role, database = databases.PORTAL, databases.DATABASE
        return {
            "DATABASE_URL": self.postgres.url(role, self.portal_password, database),
            "REDIS_URL": self.valkey.url,
        }

    def owner_environment(self) -> dict[str, str]:
        """Return what migrations need."""
        role, database = databases.OWNER, databases.DATABASE
        address = self.postgres.url(role, self.owner_password, database)
        return {**self.portal_environment(), "MIGRATION_DATABASE_URL": address}

    def test_environment(self) -> dict[str, str]:
        """Return what tests need: a superuser makes their databases."""
        address = self.postgres.superuser_url("postgres")
        return {**self.owner_environment(), "TEST_SUPERUSER_DATABASE_URL": address}


@contextmanager
def running_servers(folder: Path, tuning: Tuning) -> Iterator[Servers]:
    """Keep PostgreSQL and Valkey running with their data below `folder`, roles and database made.

    Call from the main thread; `folder` belongs to one caller at a time.
    """
    folder = folder.resolve()
    with state.locked(folder), ExitStack() as stack:
        broker = valkey.start(folder, tuning.valkey)
        stack.callback(broker.stop)
        database = postgres.start(folder, tuning.postgres)
        stack.callback(database.stop)
        servers = Servers(
            postgres=database,
            valkey=broker,
            owner_password=state.password(folder, databases.OWNER),
            portal_password=state.password(folder, databases.PORTAL),
        )
        _bootstrap(servers)
        state.write_private(folder / "environment.json", servers.test_environment())
        stack.callback((folder / "environment.json").unlink, missing_ok=True)
        yield servers


def _bootstrap(servers: Servers) -> None:
    superuser_url = servers.postgres.superuser_url("postgres")
    databases.create_roles(
        superuser_url,
        owner_password=servers.owner_password,
        portal_password=servers.portal_password,
    )
    if databases.database_exists(superuser_url, databases.DATABASE):
        databases.prepare_database(superuser_url, databases.DATABASE)
    else:
        databases.create_database(superuser_url, databases.DATABASE)


def running_environment(folder: Path) -> Mapping[str, str] | None:
    """Return the addresses of the servers another process keeps running in `folder`."""
    try:
        with state.locked(folder.resolve()):
            return None
    except StartRefusedError:
        return state.read_json(folder / "environment.json") or None
