"""Change code in a copy, one place at a time, and name the changes that no test notices.

make mutants                                  # 20 of each module below, in 25 minutes at most
make mutants ARGS="context.py,training.py 200"  # 200 of those that end like that, however long

Changed are comparisons, numbers, conditions, operators, decorators; no strings, so nothing of SQL:
that `tests/architecture/test_bites.py` breaks.
"""

import ast
import os
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.test_sizes import tracked

ROOT = Path(__file__).resolve().parents[1]
COUNT, MINUTES = 20, 25
# To migrate takes longer than most tests: they get a copy of one database.
TEMPLATE = "test_template"
SCOPES = "tests/tenancy/test_scopes.py"
WALLS = "tests/architecture/test_walls.py"
AGREE = "tests/architecture/test_migrations.py::test_models_and_migrations_agree"
WALK = "tests/walkers/test_isolation.py::test_page_of_a_kreis"
LAND = "tests/walkers/test_land.py::test_page_outside_the_kreise"
SEATS = "tests/trainings/test_seats.py"
# The smallest tests that ought to notice, the likeliest first.
MODULES = {
    "lotsen_portal/tenancy/context.py": (
        f"{SCOPES} tests/evaluation/test_scopes.py tests/networking/test_good_practices.py"
    ),
    "lotsen_portal/tenancy/fields.py": f"tests/tenancy/test_fields.py {AGREE} {WALLS} {SCOPES}",
    "lotsen_portal/tenancy/permissions.py": (
        f"{WALK}[volunteers:list] {WALK}[front:home]"
        f" {LAND}[land:reports] {LAND}[land:proof] {LAND}[operations:home]"
    ),
    "lotsen_portal/tenancy/middleware.py": (
        f"tests/tenancy/test_middleware.py tests/tenancy/test_clicks.py {WALK}[volunteers:list]"
    ),
    "lotsen_portal/tenancy/clicks.py": "tests/tenancy/test_clicks.py",
    "trainings/actions/enrolment.py": (
        f"{SEATS} tests/trainings/test_enrolment.py tests/trainings/test_signup.py"
    ),
    "trainings/models/registration.py": f"{SEATS} {AGREE} tests/trainings/test_enrolment.py",
    "trainings/models/training.py": f"{SEATS} {AGREE} tests/trainings/test_planning.py",
    "evaluation/indicators/people.py": "tests/evaluation/test_indicators.py",
    "evaluation/indicators/recording.py": "tests/evaluation/test_indicators.py",
    "evaluation/indicators/work.py": "tests/evaluation/test_indicators.py",
}
HEAD = "tried noticed survived untried"
CONFIGURATION = """
[cosmic-ray]
module-path = "{module}"
timeout = {timeout}
excluded-modules = []
test-command = "{command}"

[cosmic-ray.distributor]
name = "local"
"""


def main(tools: Path, ending: str = "", count: str = "") -> None:
    endings = tuple(ending.split(","))
    modules = {name: tests for name, tests in MODULES.items() if name.endswith(endings)}
    end = time.monotonic() + (float("inf") if count else MINUTES * 60)
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        copy = Path(name)
        for path in tracked("*"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        _make_template(copy)
        lines = []
        for left, (module, tests) in zip(range(len(modules), 0, -1), modules.items(), strict=True):
            print(f"\n{module}, noticed by {tests}?", flush=True)
            mutants = Mutants(copy, tools, module, tests)
            # What one module leaves of its time the next ones have.
            share = (end - time.monotonic()) / left
            mutants.tried(int(count or COUNT), until=time.monotonic() + share)
            lines.append(mutants.summary())
            print(HEAD, lines[-1], sep="\n", flush=True)
    print("", HEAD, *lines, sep="\n")


def _make_template(copy: Path) -> None:
    program = (
        f"import django; django.setup(); from tests import databases as d; d.create('{TEMPLATE}')"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE": TEMPLATE}
    subprocess.run([sys.executable, "-c", program], cwd=copy, env=os.environ | settings, check=True)


@dataclass(frozen=True)
class Mutants:
    """The changes of one module."""

    copy: Path
    tools: Path
    module: str
    tests: str

    @property
    def files(self) -> tuple[Path, Path]:
        return self.copy / "mutants.toml", self.copy / "mutants.sqlite"

    def tried(self, count: int, *, until: float) -> None:
        """Try so many changes, or as many as the time allows, and print what survives."""
        configuration, session = self.files
        session.unlink(missing_ok=True)
        self._configure(timeout=300)
        tool = self.tools / "cosmic-ray"
        self._run(tool, "init", configuration, session)
        # The tool keeps Python from writing what it has compiled; so here it is, for all changes.
        command = shlex.split(self._command)
        self._run(*command, "--collect-only", stdout=subprocess.DEVNULL)
        begun = time.monotonic()
        self._run(*command)
        taken = time.monotonic() - begun
        # What makes the code run forever is noticed as well.
        self._configure(timeout=3 * taken + 10)
        order = self._order()[:count]
        while order:
            # Most changes are noticed long before the last test, so there is time left again.
            fitting = int(min(len(order), (until - time.monotonic()) / taken))
            if fitting < 1:
                break
            self._leave(order[:fitting])
            order = order[fitting:]
            self._run(tool, "exec", configuration, session)
        self._print_survivors()

    def _configure(self, *, timeout: float) -> None:
        text = CONFIGURATION.format(module=self.module, command=self._command, timeout=timeout)
        self.files[0].write_text(text, encoding="utf-8")

    @property
    def _command(self) -> str:
        options = "-q -x -n0 -p no:cacheprovider -m 'not worker'"
        return f"{sys.executable} -m pytest {options} {self.tests}"

    def _run(self, *command: Path | str, stdout: int | None = None) -> None:
        environment = os.environ | {"TEST_TEMPLATE": TEMPLATE}
        subprocess.run(command, cwd=self.copy, env=environment, check=True, stdout=stdout)

    def _query(self, statement: str, *rows: tuple[str, ...]) -> list[tuple]:
        with sqlite3.connect(self.files[1]) as database:
            if rows:
                database.executemany(statement, rows)
                return []
            return database.execute(statement).fetchall()

    def _order(self) -> list[str]:
        """Return the changes, the same order each time: one of each place, then the next."""
        found = self._query(
            "SELECT job_id, operator_name, start_pos_row, start_pos_col FROM mutation_specs"
            " ORDER BY start_pos_row, start_pos_col, operator_name, occurrence"
        )
        random.Random(0).shuffle(found)
        path = self.copy / self.module
        seen: Counter[tuple[int, int]] = Counter()
        ranks = {}
        for job, operator, row, column in found:
            if "BinaryOperator" in operator and _is_signature(path, (row, column)):
                self._query("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                self._query("DELETE FROM work_items WHERE job_id = ?", (job,))
                continue
            seen[row, column] += 1
            ranks[job] = seen[row, column]
        return sorted(ranks, key=lambda job: ranks[job])

    def _leave(self, chosen: list[str]) -> None:
        """Mark all others that have no result yet as skipped."""
        self._query("DELETE FROM work_results WHERE worker_outcome = 'SKIPPED'")
        self._query(
            "INSERT INTO work_results (job_id, worker_outcome)"
            " SELECT job_id, 'SKIPPED' FROM work_items"
            " WHERE job_id NOT IN (SELECT job_id FROM work_results)"
        )
        self._query("DELETE FROM work_results WHERE job_id = ?", *[(job,) for job in chosen])

    def _print_survivors(self) -> None:
        rows = self._query(
            "SELECT start_pos_row, definition_name, diff FROM work_results JOIN mutation_specs"
            " USING (job_id) WHERE test_outcome = 'SURVIVED' ORDER BY start_pos_row"
        )
        for row, name, diff in rows:
            print(f"survived: {self.module}:{row} {name or ''}", *_changed(diff), sep="\n")

    def summary(self) -> str:
        """Return a line of the table: tried, noticed, survived, not tried, and of what."""
        query = "SELECT coalesce(test_outcome, ''), count(*) FROM work_results GROUP BY 1"
        outcomes = dict(self._query(query))
        ((total,),) = self._query("SELECT count(*) FROM work_items")
        noticed, survived = outcomes.get("KILLED", 0), outcomes.get("SURVIVED", 0)
        # What the tool could not change or run was not tried.
        tried = noticed + survived
        return f"{tried:5} {noticed:7} {survived:8} {total - tried:7} {self.module}"


def _is_signature(path: Path, place: tuple[int, int]) -> bool:
    """Return whether types or a bare `*` stand there: changed, it is no Python, or mypy's."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(body=[first, *_]):
                begin, end = node, (first.lineno, first.col_offset)
            case ast.AnnAssign(annotation=begin):
                end = (begin.end_lineno or 0, begin.end_col_offset or 0)
            case _:
                continue
        if (begin.lineno, begin.col_offset) <= place < end:
            return True
    return False


def _changed(diff: str) -> Iterator[str]:
    for line in diff.splitlines():
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---")):
            yield f"    {line}"


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:])
