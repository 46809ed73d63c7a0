"""Bring database, demo data and static files up to date, in one process for a fast start."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False)
    call_command("load_demo")
    collect_static()


def collect_static() -> None:
    """Collect the static files when one of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Return a hash over name, size and time of each static file, and over who collects them."""
    parts = [f"{name} {version(name)}" for name in ("django", "whitenoise")]
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            prefix = getattr(storage, "prefix", "")
            parts.append(f"{prefix} {path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


if __name__ == "__main__":
    main()
