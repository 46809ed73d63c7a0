import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM, Signals

import pytest

from lotsen_portal.demo import programs
from lotsen_portal.demo.__main__ import name_what_is_missing
from lotsen_portal.embedded import state
from lotsen_portal.embedded.processes import free_port
from tests.infra.conftest import eventually, processes_of

pytestmark = pytest.mark.worker


class Run:
    """One supervisor with stand-in programs, in a process of its own."""

    def __init__(self, folder: Path, kind: str = "sleeping") -> None:
        self.folder = folder
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.infra.standin", folder, str(self.port), kind],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().split()
        assert line[:1] == ["ready"], self.process.communicate()
        self.postgres_pid = int(line[1])

    def end(self, signum: Signals) -> int:
        self.process.send_signal(signum)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    started = Run(folder)
    yield started
    started.process.kill()
    started.process.communicate()


@pytest.mark.parametrize("signum", [SIGTERM, SIGINT])
def test_asked_to_stop_it_leaves_no_process(run: Run, signum: Signals) -> None:
    assert eventually(lambda: answers(run.port))
    assert len(processes_of(run.folder)) > 4
    assert run.end(signum) == 0
    assert processes_of(run.folder) == []


def test_killed_hard_it_leaves_no_process_and_does_not_block_the_next(run: Run) -> None:
    assert run.end(SIGKILL) == -SIGKILL
    again = Run(run.folder)
    assert again.end(SIGTERM) == 0
    assert eventually(lambda: programs_of(run.folder) == []), programs_of(run.folder)


def test_program_that_ends_stops_the_rest_and_is_explained(folder: Path) -> None:
    run = Run(folder, "mortal")
    _, errors = run.process.communicate(timeout=20)
    assert run.process.returncode == 1
    assert errors == (
        "The program “worker” ended with code 1. "
        f"The last lines of {folder}/log/worker.log:\nworker is up\nno more work\n"
    )
    assert eventually(lambda: processes_of(folder) == [])


def test_server_that_ends_stops_the_rest(run: Run) -> None:
    os.kill(run.postgres_pid, SIGKILL)
    _, errors = run.process.communicate(timeout=20)
    assert run.process.returncode == 1
    assert errors.startswith("The program “postgres” ended by signal SIGKILL. The last lines of ")
    assert eventually(lambda: processes_of(run.folder) == []), processes_of(run.folder)


@pytest.mark.parametrize(("signum", "code"), [(SIGTERM, 0), (SIGKILL, -SIGKILL)])
def test_web_workers_and_beat_end_with_the_supervisor(
    folder: Path, signum: Signals, code: int
) -> None:
    run = Run(folder, "commands")
    assert answers(run.port, "readyz")
    running = " ".join(processes_of(folder))
    for part in (
        "-m gunicorn",
        "worker --loglevel INFO --queues celery",
        "--queues documents",
        "lotsen_portal beat",
    ):
        assert f" {part} " in running
    assert run.end(signum) == code
    assert eventually(lambda: processes_of(folder) == []), processes_of(folder)
    log = (folder / "log" / "web.log").read_text()
    assert "GET /readyz 200 5 " in log
    assert "secret" not in log


def test_logs_of_the_last_runs_are_kept(empty_folder: Path) -> None:
    for run in range(6):
        state.fresh_log(empty_folder, "worker").write_text(f"run {run}")
    assert {path.name: path.read_text() for path in (empty_folder / "log").iterdir()} == {
        "worker.log": "run 5",
        "worker.log.1": "run 4",
        "worker.log.2": "run 3",
        "worker.log.3": "run 2",
    }


def test_address_is_one_that_browsers_keep_passkeys_for(empty_folder: Path) -> None:
    environment = programs.common_environment(empty_folder, 8000)

    assert environment["PORTAL_URL"] == "http://localhost:8000"
    assert environment["ALLOWED_HOSTS"] == "localhost,127.0.0.1"


def test_what_a_killed_program_left_goes_with_the_next_start(empty_folder: Path) -> None:
    (empty_folder / "tmp" / "weasyprint-fonts").mkdir(parents=True)

    environment = programs.common_environment(empty_folder, 8000)

    assert environment["TMPDIR"] == str(empty_folder / "tmp")
    assert list((empty_folder / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_taken_port_is_said_before_anything_starts(
    empty_folder: Path, family: socket.AddressFamily, host: str
) -> None:
    with socket.socket(family) as taken:
        try:
            taken.bind((host, 0))
        except OSError:
            pytest.skip(f"This machine has no {host}.")
        taken.listen()
        port = taken.getsockname()[1]
        demo = start_demo(empty_folder, str(port))
    assert (demo.returncode, demo.stdout, demo.stderr) == (
        1,
        "",
        (
            f"PORT {port} is taken by another program: stop that one, or set PORT, "
            f"e.g. PORT={port + 1} make demo.\n"
        ),
    )
    assert list(empty_folder.iterdir()) == []


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000x"])
def test_port_that_is_none_is_said(empty_folder: Path, port: str) -> None:
    demo = start_demo(empty_folder, port)
    assert (demo.returncode, demo.stderr) == (
        1,
        f"PORT must be a number from 1 to 65535, not '{port}'.\n",
    )


def start_demo(folder: Path, port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lotsen_portal.demo"],
        env={**os.environ, "VAR_DIR": str(folder), "PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )


def answers(port: int, path: str = "") -> bool:
    try:
        address = f"http://127.0.0.1:{port}/{path}?secret=1"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def programs_of(folder: Path) -> list[str]:
    """Leave out the stand-in's grandchild: it outlives a supervisor killed with SIGKILL."""
    return [line for line in processes_of(folder) if line != "sleep 20"]


def test_missing_pango_is_named_with_the_command_that_installs_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (tmp_path / library).write_text("no library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))

    name_what_is_missing()

    said = capfd.readouterr().err
    assert "- Pango (libpango-1.0), which WeasyPrint draws with" in said
    assert "apt install libpango-1.0-0" in said


def test_nothing_is_said_where_nothing_is_missing(capfd: pytest.CaptureFixture[str]) -> None:
    name_what_is_missing()

    assert capfd.readouterr() == ("", "")
