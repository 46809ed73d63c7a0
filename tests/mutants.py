"""Change code in a copy, one place at a time, and name the changes that no test notices.

make mutants                        # 20 changes of each module below, in 25 minutes at most
make mutants ARGS="context.py 200"  # 200 of the modules whose path ends like that, however long
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.test_sizes import tracked

ROOT = Path(__file__).resolve().parents[1]
COUNT, MINUTES = 20, 25
# To migrate takes longer than most tests: they get a copy of one database, but for these two.
TEMPLATE = "test_template"
MIGRATED = ("fields.py", "operations.py")
SCOPES = "tests/tenancy/test_scopes.py"
WALK = "tests/walkers/test_isolation.py::test_page_of_a_kreis"
LAND = "tests/walkers/test_land.py::test_page_outside_the_kreise"
# The smallest tests that ought to notice.
MODULES = {
    "lotsen_portal/tenancy/context.py": f"{SCOPES} tests/evaluation/test_scopes.py",
    "lotsen_portal/tenancy/fields.py": f"{SCOPES} tests/architecture",
    "lotsen_portal/tenancy/operations.py": (
        f"{SCOPES} tests/architecture tests/evaluation/test_scopes.py"
    ),
    "lotsen_portal/tenancy/permissions.py": (
        f"{WALK}[volunteers:list] {WALK}[front:home]"
        f" {LAND}[land:reports] {LAND}[land:proof] {LAND}[operations:home]"
    ),
    "lotsen_portal/tenancy/middleware.py": f"tests/tenancy tests/front {WALK}[volunteers:list]",
    "lotsen_portal/tenancy/clicks.py": "tests/tenancy/test_clicks.py",
    "evaluation/indicators/people.py": "tests/evaluation/test_indicators.py",
    "evaluation/indicators/recording.py": "tests/evaluation/test_indicators.py",
    "evaluation/indicators/work.py": "tests/evaluation/test_indicators.py",
    "trainings/actions/enrolment.py": "tests/trainings",
    "trainings/models/registration.py": "tests/trainings",
    "trainings/models/training.py": "tests/trainings",
}
CONFIGURATION = """
[cosmic-ray]
module-path = "{module}"
timeout = {timeout}
excluded-modules = []
test-command = "{python} -m pytest -q -x -n0 -p no:cacheprovider -m 'not worker' {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def main(tools: Path, ending: str = "", count: str = "") -> None:
    modules = {name: tests for name, tests in MODULES.items() if name.endswith(ending)}
    seconds = None if count else MINUTES * 60 / len(modules)
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        copy = Path(name)
        for path in tracked("*"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        _make_template(copy)
        for module, tests in modules.items():
            print(f"\n{module}, noticed by {tests}?", flush=True)
            mutate(Mutants(copy, tools, module, tests), int(count or COUNT), seconds)


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

    def configure(self, *, timeout: float) -> None:
        text = CONFIGURATION.format(
            module=self.module, tests=self.tests, python=sys.executable, timeout=timeout
        )
        self.files[0].write_text(text, encoding="utf-8")

    def run(self, tool: str, *arguments: Path | str) -> None:
        is_migrated = self.module.endswith(MIGRATED)
        template = {} if is_migrated else {"TEST_TEMPLATE": TEMPLATE}
        command = [self.tools / tool, *arguments]
        subprocess.run(command, cwd=self.copy, env=os.environ | template, check=True)


def mutate(mutants: Mutants, count: int, seconds: float | None) -> None:
    """Try so many changes, or as many as fit into the seconds if no test notices any of them."""
    configuration, session = mutants.files
    session.unlink(missing_ok=True)
    mutants.configure(timeout=300)
    mutants.run("cosmic-ray", "init", configuration, session)
    begun = time.monotonic()
    mutants.run("cosmic-ray", "baseline", configuration)
    taken = time.monotonic() - begun
    # What makes the code run forever is noticed as well.
    mutants.configure(timeout=3 * taken + 10)
    _choose(session, count if seconds is None else max(1, min(count, int(seconds / taken) - 1)))
    mutants.run("cosmic-ray", "exec", configuration, session)
    mutants.run("cr-report", "--surviving-only", "--show-diff", session)


def _choose(session: Path, count: int) -> None:
    """Leave that many changes, the same each time."""
    with sqlite3.connect(session) as database:
        rows = database.execute(
            "SELECT job_id FROM mutation_specs"
            " ORDER BY start_pos_row, start_pos_col, operator_name, occurrence"
        )
        jobs = [job for (job,) in rows]
        dropped = set(jobs) - set(random.Random(0).sample(jobs, min(count, len(jobs))))
        for table in ("mutation_specs", "work_items"):
            database.executemany(f"DELETE FROM {table} WHERE job_id = ?", [[j] for j in dropped])


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:])
