"""The demo in small, for the supervisor's tests: real servers, but no data and no apps.

Usage: python -m tests.infra.standin FOLDER PORT KIND; KIND names one of the functions below.
"""

import os
import sys
from pathlib import Path

from lotsen_portal.demo import programs
from lotsen_portal.demo.__main__ import is_ready
from lotsen_portal.demo.supervisor import (
    Child,
    Program,
    ProgramEndedError,
    StopRequested,
    Supervisor,
)
from lotsen_portal.embedded.servers import DISPOSABLE, Servers, running_servers

WORKER = (
    "import subprocess, sys, time; subprocess.Popen(['sleep', '20']); "
    "print('worker is up', flush=True); time.sleep({seconds}); sys.exit('no more work')"
)


def sleeping(folder: Path, port: int, _servers: Servers) -> list[Program]:
    """Return a web that answers and a worker that sleeps, with a child of its own."""
    web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    worker = [sys.executable, "-c", WORKER.format(seconds=600)]
    return [
        Program("worker", worker, os.environ, folder),
        Program("web", web, os.environ, folder),
    ]


def mortal(folder: Path, port: int, servers: Servers) -> list[Program]:
    """Return the same with a worker that ends by itself."""
    _, web = sleeping(folder, port, servers)
    worker = [sys.executable, "-c", WORKER.format(seconds=1)]
    return [Program("worker", worker, os.environ, folder), web]


def commands(folder: Path, port: int, servers: Servers) -> list[Program]:
    """Return the demo's own commands."""
    environment = {
        **programs.common_environment(folder, port),
        **servers.portal_environment(),
        "DJANGO_SETTINGS_MODULE": "tests.infra.small_portal",
    }
    return programs.portal_programs(environment, folder=folder, port=port)


KINDS = {"sleeping": sleeping, "mortal": mortal, "commands": commands}


def main(folder: Path, port: int, kind: str) -> int:
    supervisor = Supervisor(folder)
    try:
        with running_servers(folder, DISPOSABLE) as servers, supervisor:
            supervisor.watch(Child("postgres", servers.postgres.process, servers.postgres.log))
            supervisor.finish(Program("prepare", ["true"], os.environ, folder))
            for program in KINDS[kind](folder, port, servers):
                supervisor.start(program)
            if kind == "commands":
                supervisor.wait_for(lambda: is_ready(port), seconds=60)
            print("ready", servers.postgres.process.pid, flush=True)
            supervisor.wait()
    except StopRequested:
        return 0
    except ProgramEndedError as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
