"""A package that nothing imports is taken out; the table of the README names the rest."""

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from django.conf import settings

from tests.architecture.test_sizes import CODE

ROOT = settings.BASE_DIR
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = {
    re.split(r"[\[><=~]", requirement)[0].lower()
    for requirement in PROJECT["project"]["dependencies"]
}
# Used by name: a password hasher that Django looks for, a program, a client behind Celery and
# Django's cache.
BY_NAME = {
    "argon2-cffi": "Argon2PasswordHasher",
    "gunicorn": "gunicorn",
    "redis": "django.core.cache.backends.redis.RedisCache",
}


@cache
def imported() -> set[str]:
    roots = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                roots.add(node.module.split(".")[0])
    by_module = packages_distributions()
    return {name.lower().replace("_", "-") for root in roots for name in by_module.get(root, [])}


def test_every_runtime_package_is_imported() -> None:
    settings_text = "".join(path.read_text(encoding="utf-8") for path in CODE)
    named = {package for package, word in BY_NAME.items() if word in settings_text}
    in_settings = {
        package for package in RUNTIME if f'"{package.replace("-", "_")}' in settings_text
    }

    assert RUNTIME - imported() - named - in_settings == set()


def test_readme_explains_every_runtime_package() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()

    assert {package for package in RUNTIME if f"`{package}`" not in readme} == set()


# What it would say


@pytest.mark.parametrize("unused", ["left-pad", "hypothesis", "pikepdf"])
def test_package_that_only_tests_use_is_noticed(
    unused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.architecture.test_dependencies.RUNTIME", {*RUNTIME, unused})

    with pytest.raises(AssertionError, match=f"{{'{unused}'}} == set"):
        test_every_runtime_package_is_imported()
    with pytest.raises(AssertionError, match=f"{{'{unused}'}} == set"):
        test_readme_explains_every_runtime_package()
