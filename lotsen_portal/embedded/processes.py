"""Child processes that never outlive their parent, and as whom they run."""

import ctypes
import errno
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lotsen_portal.embedded.errors import StartRefusedError

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """As whom a server runs: `uid` owns its files, the rest makes the child that user."""

    uid: int
    gid: int
    popen: Mapping[str, Any] = field(default_factory=dict)
    enter: Callable[[], None] | None = None


def own_identity() -> Identity:
    return Identity(os.geteuid(), os.getegid())


def nobody_identity() -> Identity:
    nobody = pwd.getpwnam("nobody")
    popen = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return Identity(nobody.pw_uid, nobody.pw_gid, popen=popen)


def namespace_identity() -> Identity:
    """Return root's own rights on files, in a user namespace where they carry nobody's name."""
    nobody = pwd.getpwnam("nobody")

    def enter() -> None:
        os.unshare(os.CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} 0 1")
        Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} 0 1")

    return Identity(0, 0, enter=enter)


def server_identity(program: Path, folder: Path) -> Identity:
    """Return as whom `program` can work in `folder`; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return own_identity()
    if _others_may_enter(folder) and _starts([program, "--version"], nobody_identity()):
        return nobody_identity()
    if hasattr(os, "unshare") and _starts([program, "--version"], namespace_identity()):
        return namespace_identity()
    raise StartRefusedError(
        "PostgreSQL does not run as root, and no other user may enter the project or VAR_DIR: "
        "set VAR_DIR and put the project to a path others may enter, or start as another user."
    )


def _others_may_enter(folder: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in [folder, *folder.parents])


def _starts(command: Sequence[str | Path], identity: Identity) -> bool:
    try:
        child = spawn(command, identity=identity, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return False
    return child.wait() == 0


def spawn(
    command: Sequence[str | Path],
    *,
    identity: Identity | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
    env: Mapping[str, str] | None = None,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | IO[bytes] | None = None,
    cwd: str | Path | None = "/",
    **popen: Any,
) -> subprocess.Popen[bytes]:
    """Start `command`; on Linux the kernel sends it `death_signal` when this process ends.

    Call from the main thread: the kernel watches the thread that started the child.
    """
    identity = identity or own_identity()
    parent = os.getpid()

    def prepare() -> None:
        if identity.enter:
            identity.enter()
        if LIBC is not None:
            # After the change of user, which clears the request.
            LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    return subprocess.Popen(  # noqa: S603 - commands are ours or the developer's
        [str(word) for word in command],
        env=env,
        stdin=stdin,
        stdout=stdout,
        stderr=None if stdout is None else subprocess.STDOUT,
        cwd=cwd,
        preexec_fn=prepare,  # noqa: PLW1509  # no threads here
        **{"start_new_session": True, **identity.popen, **popen},
    )


def follow_parent() -> None:
    """Ask the kernel for SIGTERM when the process that started this one ends."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def stop(child: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn and wait its seconds; SIGKILL what is still there."""
    for signum, seconds in steps:
        if child.poll() is None:
            child.send_signal(signum)
            try:
                child.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
    if child.poll() is None:
        child.kill()
    return child.wait()


def stop_stranger(pid: int, *steps: tuple[signal.Signals, float]) -> None:
    """Stop a process that an earlier run left behind."""
    for signum, seconds in [*steps, (signal.SIGKILL, 5.0)]:
        try:
            os.kill(pid, signum)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not command_line(pid):
                return
            time.sleep(0.02)


def command_line(pid: int) -> str:
    """Return the words of a living process, nothing for one that ended or awaits its parent."""
    if sys.platform == "linux":
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return raw.decode(errors="replace").replace("\0", " ").strip()
    # ps stands elsewhere on each system, and the number is one of ours.
    listing = subprocess.run(  # noqa: S603
        ["ps", "-o", "args=", "-p", str(pid)],  # noqa: S607  # as above
        capture_output=True,
        text=True,
        check=False,
    )
    return listing.stdout.strip()


def port_is_free(port: int) -> bool:
    try:
        _listen_briefly(port)
    except OSError:
        return False
    return True


def refuse_taken_port(port: int) -> None:
    """Say in a sentence why nobody can listen on `port` of localhost."""
    try:
        _listen_briefly(port)
    except PermissionError:
        raise StartRefusedError(
            f"PORT {port} is reserved for root: choose one above 1023."
        ) from None
    except OSError:
        raise StartRefusedError(
            f"PORT {port} is taken by another program: stop that one, or set PORT, "
            f"e.g. PORT={port + 1} make demo."
        ) from None


def _listen_briefly(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    if socket.has_ipv6:
        _refuse_neighbour(port)


def _refuse_neighbour(port: int) -> None:
    """Raise OSError where another program has the port of ::1, which browsers try first."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
    except OSError as error:
        # Any other reason is a machine without IPv6.
        if error.errno == errno.EADDRINUSE:
            raise


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def last_lines(log: Path, count: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
