"""Run one command beside the embedded servers: `python -m lotsen_portal.embedded -- COMMAND`."""

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from lotsen_portal.embedded import state
from lotsen_portal.embedded.errors import StartRefusedError
from lotsen_portal.embedded.processes import spawn
from lotsen_portal.embedded.servers import (
    DISPOSABLE,
    DURABLE,
    running_environment,
    running_servers,
)

FORWARDED = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def main(arguments: Sequence[str]) -> int:
    """Start the servers in VAR_DIR, run the command, stop them; return the command's exit code."""
    options = _parser().parse_args(arguments)
    folder = Path(os.environ.get("VAR_DIR") or "var").resolve()
    for signum in FORWARDED:
        signal.signal(signum, _give_up)
    try:
        if options.attach and (addresses := running_environment(folder)):
            return run(options.command, environment(folder, addresses))
        tuning = DISPOSABLE if options.disposable else DURABLE
        with running_servers(folder, tuning) as servers:
            return run(options.command, environment(folder, servers.test_environment()))
    except StartRefusedError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def environment(folder: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment, completed by what the settings require."""
    # NAME_FILE would win over NAME.
    files = {f"{name}_FILE" for name in addresses}
    inherited = {name: value for name, value in os.environ.items() if name not in files}
    return {
        "SECRET_KEY": state.password(folder, "secret_key"),
        "PORTAL_URL": "http://127.0.0.1:8000",
        "MAIL_URL": (folder / "mail").as_uri(),
        **inherited,
        **addresses,
        "VAR_DIR": str(folder),
    }


def run(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run `command` in the foreground, pass signals on, return what a shell would return."""
    try:
        child = spawn(
            command,
            death_signal=signal.SIGTERM,
            env=env,
            stdin=None,
            cwd=None,
            start_new_session=False,
        )
    except OSError as error:
        raise StartRefusedError(f"{command[0]} cannot be run: {error.strerror}.") from error

    def forward(signum: int, _frame: FrameType | None) -> None:
        # Ctrl-C at a terminal reaches the command without us; twice would mean "at once" to it.
        if signum != signal.SIGINT or not sys.stdin.isatty():
            child.send_signal(signum)

    for signum in FORWARDED:
        signal.signal(signum, forward)
    code = child.wait()
    for signum in FORWARDED:
        signal.signal(signum, signal.SIG_IGN)
    return code if code >= 0 else 128 - code


def _give_up(signum: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lotsen_portal.embedded", description=__doc__)
    parser.add_argument(
        "--attach", action="store_true", help="use the servers that already run in VAR_DIR, if any"
    )
    parser.add_argument(
        "--disposable", action="store_true", help="trade durability for speed, as tests do"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
