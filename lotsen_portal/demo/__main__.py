"""Run the whole portal with invented data: `make demo`."""

import argparse
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from lotsen_portal.demo import logins, programs
from lotsen_portal.demo.supervisor import Child, ProgramEndedError, StopRequested, Supervisor
from lotsen_portal.embedded.errors import StartRefusedError
from lotsen_portal.embedded.processes import follow_parent, port_is_free, refuse_taken_port
from lotsen_portal.embedded.servers import DURABLE, running_servers

SECONDS_TO_BE_READY = 120.0
SECONDS_UNTIL_PORT_IS_TAKEN = 3.0


def main(arguments: Sequence[str]) -> int:
    """Start everything, stay until asked to stop or until something ends."""
    parser = argparse.ArgumentParser(prog="python -m lotsen_portal.demo", description=__doc__)
    parser.add_argument(
        "--follow-parent", action="store_true", help="stop when the starting process ends"
    )
    if parser.parse_args(arguments).follow_parent:
        follow_parent()
    folder = Path(os.environ.get("VAR_DIR") or "var").resolve()
    supervisor = Supervisor(folder)
    try:
        port = chosen_port()
        serve(supervisor, folder, port)
    except StopRequested:
        say("Lotsenportal: stopped.")
        return 0
    except StartRefusedError as reason:
        print(reason, file=sys.stderr, flush=True)
        return 1
    except ProgramEndedError as reason:
        print(reason, file=sys.stderr, flush=True)
        name_what_is_missing()
        return 1
    return 0


def name_what_is_missing() -> None:
    """Say how to install what a program may have ended for, as a Pango that was removed."""
    subprocess.run(  # noqa: S603 - our own script
        [programs.PROJECT / "deploy" / "prerequisites.sh"],
        env={**os.environ, "PYTHON": sys.executable},
        check=False,
    )


def serve(supervisor: Supervisor, folder: Path, port: int) -> None:
    """Start servers and programs, announce the address, stay; stop all on the way out."""
    say("Starting PostgreSQL and Valkey …")
    with running_servers(folder, DURABLE) as servers, supervisor:
        supervisor.watch(Child("postgres", servers.postgres.process, servers.postgres.log))
        supervisor.watch(Child("valkey", servers.valkey.process, servers.valkey.log))
        common = programs.common_environment(folder, port)
        say("Bringing database, demo data and static files up to date …")
        supervisor.finish(programs.preparation(common, servers))
        say("Starting web, workers and beat …")
        environment = {**common, **servers.portal_environment()}
        for program in programs.portal_programs(environment, folder=folder, port=port):
            supervisor.start(program)
        supervisor.wait_for(lambda: is_ready(port), seconds=SECONDS_TO_BE_READY)
        say(f"Lotsenportal: {programs.portal_url(port)}/")
        say_logins()
        supervisor.wait()


def chosen_port() -> int:
    """Return PORT when a server may listen there."""
    word = os.environ.get("PORT") or "8000"
    if not word.isdecimal() or not 0 < int(word) < 65536:
        raise StartRefusedError(f"PORT must be a number from 1 to 65535, not {word!r}.")
    # The workers of a web that was killed keep the port for a moment.
    deadline = time.monotonic() + SECONDS_UNTIL_PORT_IS_TAKEN
    while not port_is_free(int(word)) and time.monotonic() < deadline:
        time.sleep(0.1)
    refuse_taken_port(int(word))
    return int(word)


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say_logins() -> None:
    width = max(len(email) for _, email in logins.LOGINS)
    for role, email in logins.LOGINS:
        say(f"  {email:<{width}}  {role}")
    say(f"  Passwort für alle: {logins.PASSWORD}")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
