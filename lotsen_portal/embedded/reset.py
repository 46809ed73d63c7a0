"""Throw a VAR_DIR away: `python -m lotsen_portal.embedded.reset FOLDER`."""

import shutil
import sys
from pathlib import Path

from lotsen_portal.embedded import state
from lotsen_portal.embedded.errors import StartRefusedError

# What the servers and the demo make there; a folder somebody named by mistake keeps the rest.
OURS = (
    *("postgres", "valkey", "log", "mail", "files", "static"),
    *("static.stamp", "beat-schedule", "passwords.json", "ports.json", "environment.json"),
)


def reset(folder: Path) -> None:
    """Remove everything the demo keeps in `folder`, unless a process uses it."""
    if not folder.exists():
        return
    with state.locked(folder):
        for path in (folder / name for name in OURS):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        reset(Path(sys.argv[1]).resolve())
    except StartRefusedError as refusal:
        raise SystemExit(str(refusal)) from None
