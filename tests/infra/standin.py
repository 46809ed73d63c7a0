"""A small portal for the supervisor's tests: real servers, stand-ins for web and worker.

Usage: python -m tests.infra.standin FOLDER PORT [NAME OF THE PROGRAM THAT ENDS BY ITSELF]
"""

import os
import sys
from pathlib import Path

from lotsen_portal.demo.supervisor import (
    Child,
    Program,
    ProgramEndedError,
    StopRequested,
    Supervisor,
)
from lotsen_portal.embedded.servers import DISPOSABLE, running_servers

WORKER = (
    "import subprocess, sys, time; subprocess.Popen(['sleep', '20']); "
    "print('worker is up', flush=True); time.sleep({seconds}); sys.exit('no more work')"
)


def main(folder: Path, port: int, mortal: str = "") -> int:
    supervisor = Supervisor(folder)
    web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    worker = [sys.executable, "-c", WORKER.format(seconds=1 if mortal == "worker" else 600)]
    try:
        with running_servers(folder, DISPOSABLE) as servers, supervisor:
            supervisor.watch(Child("postgres", servers.postgres.process, servers.postgres.log))
            environment = {**os.environ, **servers.portal_environment()}
            supervisor.finish(Program("prepare", ["true"], environment, folder))
            supervisor.start(Program("worker", worker, environment, folder))
            supervisor.start(Program("web", web, environment, folder))
            print("ready", servers.postgres.process.pid, flush=True)
            supervisor.wait()
    except StopRequested:
        return 0
    except ProgramEndedError as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
