"""Programs that start together and end together, each with its own log."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from lotsen_portal.embedded import state
from lotsen_portal.embedded.errors import StartRefusedError
from lotsen_portal.embedded.processes import last_lines, spawn, stop

SECONDS_BETWEEN_LOOKS = 0.05


class StopRequested(KeyboardInterrupt):
    """Ctrl-C, SIGTERM or a closed terminal."""


class ProgramEndedError(Exception):
    """A program ended by itself; the message says which, how, and its last lines."""


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    # How it is asked to end. When the supervisor is gone, so are the servers: asked kindly then,
    # a worker waits for its broker for ever, so the kernel sends SIGKILL.
    stop_steps: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 10.0),)


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def explain(self) -> str:
        code = self.process.returncode
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        return (
            f"The program “{self.name}” ended {how}. "
            f"The last lines of {self.log}:\n{last_lines(self.log)}"
        )


class Supervisor:
    """Start programs, watch them, stop them in the reverse order when the block ends.

    From its making on, signals do not interrupt: the next look at the programs answers them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requested = False
        self.watched: list[Child] = []
        self.started: list[tuple[Program, Child]] = []
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup has SIGHUP ignored; it stays so.
            if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:
                signal.signal(signum, self._note_request)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self.started:
            program, child = self.started.pop()
            stop(child.process, *program.stop_steps)
            with suppress(ProcessLookupError):
                # What a killed parent left in its session.
                os.killpg(child.process.pid, signal.SIGKILL)

    def watch(self, child: Child) -> None:
        """Treat the end of `child`, which somebody else stops, as a reason to stop."""
        self.watched.append(child)

    def start(self, program: Program) -> Child:
        child = self._spawn(program)
        self.started.append((program, child))
        self.watch(child)
        return child

    def finish(self, program: Program) -> None:
        """Run `program` to its end; raise ProgramEndedError when it fails."""
        child = self._spawn(program)
        self.started.append((program, child))
        self.wait_for(lambda: child.process.poll() is not None)
        self.started.pop()
        if child.process.returncode:
            raise ProgramEndedError(child.explain())

    def wait_for(self, condition: Callable[[], bool], *, seconds: float | None = None) -> None:
        """Return once `condition` holds; raise when a program ends, a stop is asked, time is up."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            self.look()
            if condition():
                return
            if deadline and time.monotonic() > deadline:
                raise StartRefusedError(f"The portal was not ready after {seconds:.0f} seconds.")
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def wait(self) -> None:
        """Stay until a stop is asked or a program ends, and raise accordingly."""
        self.wait_for(lambda: False)

    def look(self) -> None:
        if self.requested:
            raise StopRequested
        for child in self.watched:
            if child.process.poll() is not None:
                raise ProgramEndedError(child.explain())

    def _spawn(self, program: Program) -> Child:
        log = state.fresh_log(self.folder, program.name)
        with log.open("ab") as output:
            process = spawn(
                program.command,
                env=program.environment,
                stdout=output,
                cwd=program.folder,
            )
        return Child(program.name, process, log)

    def _note_request(self, _signum: int, _frame: FrameType | None) -> None:
        self.requested = True
