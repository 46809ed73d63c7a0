"""Change code in a copy, one place at a time, and name the changes that no test notices.

make mutants                        # 20 changes of each module below
make mutants ARGS="context.py 200"  # up to 200 of the modules whose path ends like that
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.architecture.test_sizes import tracked

ROOT = Path(__file__).resolve().parents[1]
# The smallest tests that ought to notice.
MODULES = {
    "lotsen_portal/tenancy/context.py": "tests/tenancy tests/evaluation/test_scopes.py",
    "lotsen_portal/tenancy/fields.py": "tests/tenancy tests/architecture/test_walls.py",
    "lotsen_portal/tenancy/operations.py": "tests/tenancy tests/architecture/test_walls.py",
    "lotsen_portal/tenancy/permissions.py": "tests/walkers/test_isolation.py",
    "lotsen_portal/tenancy/middleware.py": "tests/tenancy tests/walkers/test_isolation.py",
    "lotsen_portal/tenancy/clicks.py": "tests/tenancy",
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
timeout = 180.0
excluded-modules = []
test-command = "{python} -m pytest -q -x -n0 -p no:cacheprovider -m 'not worker' {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def main(tools: Path, ending: str = "", count: str = "20") -> None:
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        copy = Path(name)
        for path in tracked("*"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        for module, tests in MODULES.items():
            if module.endswith(ending):
                print(f"\n{module}, noticed by {tests}?", flush=True)
                mutate(copy, tools, module, tests, count=int(count))


def mutate(copy: Path, tools: Path, module: str, tests: str, *, count: int) -> None:
    configuration, session = copy / "mutants.toml", copy / "mutants.sqlite"
    text = CONFIGURATION.format(module=module, tests=tests, python=sys.executable)
    configuration.write_text(text, encoding="utf-8")
    session.unlink(missing_ok=True)

    def run(tool: str, *arguments: Path | str) -> None:
        subprocess.run([tools / tool, *arguments], cwd=copy, check=True)

    run("cosmic-ray", "init", configuration, session)
    _choose(session, count)
    run("cosmic-ray", "baseline", configuration)
    run("cosmic-ray", "exec", configuration, session)
    run("cr-report", "--surviving-only", "--show-diff", session)


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
