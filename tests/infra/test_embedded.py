import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from lotsen_portal.embedded import databases
from lotsen_portal.embedded.errors import StartRefusedError
from lotsen_portal.embedded.reset import reset
from lotsen_portal.embedded.servers import DISPOSABLE, DURABLE, running_servers
from tests.infra.conftest import eventually, processes_of

pytestmark = pytest.mark.worker

EMBEDDED = [sys.executable, "-m", "lotsen_portal.embedded"]


def test_servers_keep_data_ports_and_passwords(empty_folder: Path) -> None:
    with (
        running_servers(empty_folder, DURABLE) as first,
        psycopg.connect(first.owner_environment()["MIGRATION_DATABASE_URL"]) as connection,
    ):
        connection.execute("CREATE TABLE lotse (name text)")
        connection.execute("INSERT INTO lotse VALUES ('Müller')")
        redis.Redis.from_url(first.portal_environment()["REDIS_URL"]).set("key", "value")
        before = first.test_environment()
    assert processes_of(empty_folder) == []

    with running_servers(empty_folder, DURABLE) as second:
        after = second.test_environment()
        with psycopg.connect(after["DATABASE_URL"]) as connection:
            found = connection.execute("SELECT name FROM lotse WHERE name ILIKE 'MÜLLER'")
            assert found.fetchall() == [("Müller",)]
        assert redis.Redis.from_url(after["REDIS_URL"]).get("key") == b"value"
    assert after == before


def test_passwords_are_private_and_stand_in_no_command_line(folder: Path) -> None:
    with running_servers(folder, DISPOSABLE) as servers:
        secrets = {servers.owner_password, servers.portal_password, servers.valkey.password}
        secrets.add(servers.postgres.superuser_password)
        assert not [line for line in processes_of(folder) if any(s in line for s in secrets)]
    kept = folder / "passwords.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path != kept
        and any(secret.encode() in path.read_bytes() for secret in secrets)
    } == set()


def test_nobody_enters_without_a_password(folder: Path) -> None:
    with running_servers(folder, DISPOSABLE) as servers:
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(
                f"postgresql://postgres@127.0.0.1:{servers.postgres.port}/postgres", passfile="/"
            )
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=servers.valkey.port, retry=Retry(NoBackoff(), 0)).ping()


def test_roles_have_the_rights_meant_and_no_more(folder: Path) -> None:
    with running_servers(folder, DISPOSABLE) as servers:
        addresses = servers.test_environment()
        with psycopg.connect(addresses["TEST_SUPERUSER_DATABASE_URL"]) as superuser:
            roles = superuser.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
                " rolreplication FROM pg_roles WHERE rolname LIKE 'lotsen%' ORDER BY rolname"
            ).fetchall()
        with psycopg.connect(addresses["MIGRATION_DATABASE_URL"]) as owner:
            owner.execute("CREATE TABLE kreis (id int GENERATED ALWAYS AS IDENTITY, name text)")
            extensions = owner.execute("SELECT extname FROM pg_extension ORDER BY 1").fetchall()
        with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as portal:
            portal.execute("INSERT INTO kreis (name) VALUES ('Miesbach')")
            portal.execute("UPDATE kreis SET name = 'Passau'")
            rows = portal.execute("SELECT id, name FROM kreis").fetchall()
            portal.execute("DELETE FROM kreis")
            owned = portal.execute(
                "SELECT relname FROM pg_class WHERE relowner = current_user::regrole"
            ).fetchall()
            for forbidden in (
                "CREATE TABLE mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "CREATE SCHEMA mine",
                "ALTER TABLE kreis ADD COLUMN x int",
                "DROP TABLE kreis",
                "TRUNCATE kreis",
                "SET ROLE lotsen_owner",
                "ALTER ROLE lotsen BYPASSRLS",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    portal.execute(forbidden)
    assert roles == [
        ("lotsen", False, False, False, False, False),
        ("lotsen_owner", False, False, False, False, False),
    ]
    assert rows == [(1, "Passau")]
    assert owned == []
    names = ["btree_gin", "fuzzystrmatch", "pg_trgm", "plpgsql", "unaccent"]
    assert extensions == [(name,) for name in names]


def test_database_made_for_tests_is_the_owners(folder: Path) -> None:
    with running_servers(folder, DISPOSABLE) as servers:
        databases.create_database(servers.postgres.superuser_url("postgres"), "test_lotsen_gw0")
        url = servers.postgres.url("lotsen_owner", servers.owner_password, "test_lotsen_gw0")
        with psycopg.connect(url) as owner:
            owner.execute("CREATE TABLE kreis (name text)")
            found = owner.execute("SELECT similarity('Lotse', 'Lotsin') > 0").fetchone()
    assert found == (True,)


def test_servers_killed_hard_start_again_with_their_data(folder: Path) -> None:
    with running_servers(folder, DURABLE) as servers:
        with psycopg.connect(servers.owner_environment()["MIGRATION_DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE survived AS SELECT 7 AS number")
        os.kill(servers.postgres.process.pid, SIGKILL)
        os.kill(servers.valkey.process.pid, SIGKILL)
    with (
        running_servers(folder, DURABLE) as servers,
        psycopg.connect(servers.owner_environment()["MIGRATION_DATABASE_URL"]) as connection,
    ):
        assert connection.execute("SELECT number FROM survived").fetchall() == [(7,)]


def test_stale_pid_file_naming_a_living_stranger_does_not_block(folder: Path) -> None:
    with running_servers(folder, DISPOSABLE):
        pid_file = (folder / "postgres" / "data" / "postmaster.pid").read_text()
    stale = re.sub(r"\A\d+", str(os.getpid()), pid_file)
    (folder / "postgres" / "data" / "postmaster.pid").write_text(stale)
    (folder / "valkey" / "pid").write_text(str(os.getpid()))
    with running_servers(folder, DISPOSABLE) as servers:
        assert servers.postgres.process.poll() is None


def test_two_folders_run_side_by_side_and_one_folder_only_once(
    folder: Path, own_folder: Path
) -> None:
    with running_servers(folder, DISPOSABLE) as one:
        with running_servers(own_folder, DISPOSABLE) as two:
            ports = {one.postgres.port, one.valkey.port, two.postgres.port, two.valkey.port}
        with pytest.raises(StartRefusedError) as refusal, running_servers(folder, DISPOSABLE):
            pass
    assert len(ports) == 4
    assert str(refusal.value) == (
        f"VAR_DIR {folder} is in use by process {os.getpid()}: "
        "stop that one, or set VAR_DIR to another folder."
    )


def test_remembered_port_taken_meanwhile_is_replaced(folder: Path, own_folder: Path) -> None:
    with running_servers(folder, DISPOSABLE) as one:
        shutil.copy(folder / "ports.json", own_folder / "ports.json")
        with running_servers(own_folder, DISPOSABLE) as two:
            assert {two.postgres.port, two.valkey.port}.isdisjoint(
                {one.postgres.port, one.valkey.port}
            )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a folder that nobody may enter")
def test_root_may_use_a_folder_closed_to_others(own_folder: Path) -> None:
    own_folder.chmod(0o700)
    with (
        running_servers(own_folder, DISPOSABLE) as servers,
        psycopg.connect(servers.portal_environment()["DATABASE_URL"]) as connection,
    ):
        assert connection.execute("SELECT upper('ä')").fetchone() == ("Ä",)
    assert (own_folder / "postgres" / "data").stat().st_uid == 0


def test_reset_removes_what_the_demo_made_and_nothing_else(empty_folder: Path) -> None:
    with running_servers(empty_folder, DISPOSABLE):
        (empty_folder / "mail").mkdir()
        (empty_folder / "letter.odt").touch()
        with pytest.raises(StartRefusedError, match="is in use by process"):
            reset(empty_folder)
    reset(empty_folder)
    assert sorted(path.name for path in empty_folder.iterdir()) == ["letter.odt", "lock"]


def test_shell_beside_running_servers_uses_them(folder: Path) -> None:
    with running_servers(folder, DISPOSABLE) as servers:
        ran = subprocess.run(
            [*EMBEDDED, "--attach", "--", "sh", "-c", "echo $DATABASE_URL"],
            env={**os.environ, "VAR_DIR": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        address = servers.portal_environment()["DATABASE_URL"]
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{address}\n", "")


def run_beside_servers(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*EMBEDDED, "--disposable", "--", *command],
        env={**os.environ, "VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_command_sees_the_addresses_and_its_exit_code_is_passed_on(folder: Path) -> None:
    names = "$SECRET_KEY $PORTAL_URL $MAIL_URL $DATABASE_URL $MIGRATION_DATABASE_URL $REDIS_URL"
    ran = run_beside_servers(folder, "sh", "-c", f"set -u; : {names}; echo $VAR_DIR; exit 7")
    assert (ran.returncode, ran.stdout, ran.stderr) == (7, f"{folder}\n", "")
    assert processes_of(folder) == []


def test_command_that_does_not_exist_is_named(folder: Path) -> None:
    ran = run_beside_servers(folder, "no-such-command")
    assert (ran.returncode, ran.stderr) == (
        1,
        "no-such-command cannot be run: No such file or directory.\n",
    )


def test_killed_command_runner_leaves_no_process(folder: Path) -> None:
    runner = subprocess.Popen(
        [*EMBEDDED, "--disposable", "--", "sh", "-c", "echo up; exec sleep 600"],
        env={**os.environ, "VAR_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert runner.stdout is not None
    assert runner.stdout.readline() == "up\n"
    runner.kill()
    runner.wait()
    runner.stdout.close()
    assert eventually(lambda: processes_of(folder) == []), processes_of(folder)
