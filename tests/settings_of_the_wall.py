"""Watches all SQL of a run: only `tenancy/context.py` tells PostgreSQL who asks.

A statement that does so from elsewhere fails where it is executed. Processes that a test starts
are not watched; `tests/architecture/test_walls.py` reads the whole tree for that.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

SETS = re.compile(
    r"set_config|\bSET\s+(LOCAL\s+|SESSION\s+)?\"?(app\.|row_security|role)", re.IGNORECASE
)
ROOT = Path(__file__).parent.parent
ALLOWED = {
    "lotsen_portal/tenancy/context.py",
    # Leaves out the first wall, to see that the second stands by itself.
    "tests/walkers/test_forms.py",
}


class SetsElsewhere(AssertionError):
    """Row-level security was told who asks by a module that must not."""


def watched(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if SETS.search(str(sql)) and (module := _asking_module()) not in ALLOWED:
        raise SetsElsewhere(f"{module} executes {sql}")
    return execute(sql, params, many, context)


def _asking_module() -> str:
    """Return which file of ours executes the statement, as a path in the project."""
    return next(_files_of_ours(), "a library")


def _files_of_ours() -> Iterator[str]:
    frame = sys._getframe(1)
    while frame:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts and path != Path(__file__):
            yield str(path.relative_to(ROOT))
        frame = frame.f_back  # type: ignore[assignment]  # None ends it


def _watch(connection: Any, **_: Any) -> None:
    if watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(watched)


connection_created.connect(_watch)
