"""Settings, .env.example, docker-compose.yml and the demo tell the same story."""

import ast
import os
import re
import runpy
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from django.conf import settings
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from lotsen_portal.demo import programs
from lotsen_portal.embedded import postgres
from lotsen_portal.embedded.servers import DISPOSABLE, running_servers

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = ("settings.py", "sign_in.py")
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
PORTAL_SERVICES = ["web", "worker", "renderer", "importer", "beat", "migrate"]


def names_in_settings() -> dict[str, bool]:
    """Return each variable the settings read, and whether it must be set."""
    required: dict[str, bool] = {}
    code = [(PROJECT / "lotsen_portal" / name).read_text() for name in SETTINGS]
    for node in (node for text in code for node in ast.walk(ast.parse(text))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
        ):
            name = ast.literal_eval(node.args[0])
            has_default = len(node.args) > 1 or bool(node.keywords)
            required[name] = required.get(name, True) and not has_default
    return required


def names_in_example() -> dict[str, bool]:
    found = re.findall(
        r"^(# )?([A-Z][A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE
    )
    return {name: not preset for preset, name in found}


def names_compose_asks_for() -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (PROJECT / "docker-compose.yml").read_text()))


def names_given_to(service: str) -> set[str]:
    return {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}


def test_example_explains_every_variable_and_no_other() -> None:
    own = {"PROXY_ADDRESS"}
    assert set(names_in_example()) == set(names_in_settings()) | own
    assert names_compose_asks_for() <= set(names_in_example())


def test_example_leaves_what_must_be_set_open() -> None:
    must_be_set = {name for name, required in names_in_settings().items() if required}
    shown_as_set = {name for name, shown in names_in_example().items() if shown}
    # Its preset serves a machine of one's own; a real portal has a name.
    assert shown_as_set == must_be_set | {"ALLOWED_HOSTS"}


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_compose_gives_each_process_what_the_settings_read(service: str) -> None:
    production = set(names_in_settings()) - {"LOTSEN_DEMO"}
    owner_only = {"MIGRATION_DATABASE_URL"} if service != "migrate" else set()
    assert names_given_to(service) == production - owner_only


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_compose_mounts_the_secrets_it_names_and_no_other(service: str) -> None:
    files = [v for k, v in SERVICES[service]["environment"].items() if k.endswith("_FILE")]
    assert sorted(files) == sorted(f"/run/secrets/{name}" for name in SERVICES[service]["secrets"])
    assert set(SERVICES[service]["secrets"]) <= set(COMPOSE["secrets"])


def test_compose_runs_what_the_demo_runs() -> None:
    python = [sys.executable, "-m"]
    in_demo = {}
    with_demo_addresses = {
        "0.0.0.0:8000": "127.0.0.1:8123",
        "/tmp/beat-schedule": "/var/demo/beat-schedule",
    }
    for program in programs.portal_programs({}, folder=Path("/var/demo"), port=8123):
        assert list(program.command[:2]) == python
        in_demo[program.name] = list(program.command[2:])
    in_compose = {
        name: [with_demo_addresses.get(word, word) for word in SERVICES[name]["command"]]
        for name in in_demo
    }
    assert in_compose == in_demo
    assert sorted(in_demo) == ["beat", "importer", "renderer", "web", "worker"]


def test_each_queue_has_a_worker_and_each_worker_a_queue() -> None:
    commands = [SERVICES[name]["command"] for name in ("worker", "renderer", "importer")]
    served = [words[words.index("--queues") + 1] for words in commands]
    assert served == [queue.name for queue in settings.CELERY_TASK_QUEUES]


def test_image_starts_web_as_compose_does() -> None:
    last = (PROJECT / "Dockerfile").read_text().strip().splitlines()[-1]
    assert last.startswith("CMD ")
    assert yaml.safe_load(last.removeprefix("CMD ")) == SERVICES["web"]["command"]


def test_everything_but_the_migration_is_watched_by_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {
        "migrate"
    }


def test_image_runs_as_an_ordinary_user_without_test_tools_or_servers() -> None:
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER lotsen"]
    assert "RUN uv sync --frozen --no-default-groups" in lines
    assert "lotsen_portal/embedded" in (PROJECT / ".dockerignore").read_text().splitlines()


@pytest.mark.worker
def test_files_made_by_the_secrets_script_open_the_database(folder: Path, tmp_path: Path) -> None:
    """init.sh runs with the wheel's psql here; in the image it is PostgreSQL's own."""
    script = (PROJECT / "deploy" / "secrets.sh").read_text()
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "secrets.sh").write_text(script)
    mail = "smtp://mail.example:25"
    command = ["sh", str(tmp_path / "deploy" / "secrets.sh"), mail]
    subprocess.run(command, check=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(command, check=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == first
    assert sorted(first) == sorted(COMPOSE["secrets"])
    assert first["mail_url"] == mail

    init = (PROJECT / "deploy" / "postgres" / "init.sh").read_text()
    init = init.replace("/run/secrets", str(tmp_path / "secrets"))
    init = init.replace("/deploy/postgres", str(PROJECT / "deploy" / "postgres"))
    with running_servers(folder, DISPOSABLE) as servers:
        superuser = servers.postgres.superuser_url("lotsen")
        psql = f"psql() {{ {postgres.program('psql')} --dbname '{superuser}' \"$@\"; }}\n"
        # The address names user and database; the options of the image's psql would differ.
        init = init.replace('--username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" ', "")
        subprocess.run(["sh", "-c", psql + init], check=True)
        for role, name in (("lotsen", "database_url"), ("lotsen_owner", "migration_database_url")):
            address = first[name].replace("@db:5432", f"@127.0.0.1:{servers.postgres.port}")
            with psycopg.connect(address) as connection:
                assert connection.execute("SELECT current_user").fetchone() == (role,)


MIGRATE = """
    import sys
    import django
    from django.conf import settings
    from django.core.management import call_command
    from lotsen_portal import env
    from lotsen_portal.tenancy.management.commands import migrate

    settings.configure(
        DATABASES={
            "default": env.database("DATABASE_URL"),
            **({"owner": env.database("OWNER_URL")} if env.text("OWNER_URL", "") else {}),
        },
        INSTALLED_APPS=["django.contrib.contenttypes"],
    )
    django.setup()
    try:
        call_command(migrate.Command(), verbosity=0)
    except migrate.CommandError as error:
        sys.exit(str(error))
"""


@pytest.mark.worker
def test_migrations_run_as_the_owner_or_not_at_all(own_folder: Path) -> None:
    with running_servers(own_folder, DISPOSABLE) as servers:
        addresses = servers.owner_environment()
        known = {"DATABASE_URL": addresses["DATABASE_URL"]}
        refused = run_migrate(known)
        done = run_migrate({**known, "OWNER_URL": addresses["MIGRATION_DATABASE_URL"]})
        with psycopg.connect(addresses["DATABASE_URL"]) as connection:
            tables = connection.execute(
                "SELECT tablename, tableowner FROM pg_tables"
                " WHERE tablename LIKE 'django%' ORDER BY tablename"
            ).fetchall()
    assert (refused.returncode, refused.stderr) == (
        1,
        (
            "Migrations run as the owner of the tables: set the environment variable "
            "MIGRATION_DATABASE_URL (see .env.example).\n"
        ),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert tables == [
        ("django_content_type", "lotsen_owner"),
        ("django_migrations", "lotsen_owner"),
    ]


def run_migrate(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MIGRATE)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_long_link_reaches_the_portal() -> None:
    """What is too long for gunicorn it answers itself, in one English line."""
    config = Config()
    for name, value in runpy.run_path(str(PROJECT / "deploy/gunicorn.conf.py")).items():
        if name in config.settings:
            config.set(name, value)
    asked = b"GET /landkreis/suche/?q=" + b"x" * 8_000 + b" HTTP/1.1\r\nHost: portal\r\n\r\n"

    request = next(RequestParser(config, iter([asked]), ("127.0.0.1", 1)))

    assert len(request.query) == 8_002
