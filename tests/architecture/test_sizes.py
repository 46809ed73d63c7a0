"""Files and functions stay small; the offender is named."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR


def tracked(*patterns: str) -> list[Path]:
    """Return the files under version control that match, or all of them in an export."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


PYTHON = [path for path in tracked("*.py") if "migrations" not in path.parts]
CODE = [path for path in PYTHON if path.relative_to(ROOT).parts[0] != "tests"]
TEMPLATES = tracked("templates/*.html", "templates/*.txt")
PRINT = tracked("templates/*.css")
SCREEN = tracked("static/*.css")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(paths: list[Path]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize(
    ("paths", "limit"),
    [
        (CODE, 300),
        ([p for p in PYTHON if p not in CODE], 500),
        (TEMPLATES, 120),
        (PRINT, 120),
        (SCREEN, 300),
    ],
    ids=["code", "tests", "templates", "print", "screen"],
)
def test_files_are_short(paths: list[Path], limit: int) -> None:
    assert {str(p.relative_to(ROOT)): n for p in paths if (n := lines(p)) > limit} == {}


def test_functions_are_short() -> None:
    assert {name: n for name, node in functions(CODE) if (n := length(node)) > 40} == {}


def test_views_are_short() -> None:
    views = [path for path in CODE if "views" in (path.parent.name, path.stem)]

    assert {name: n for name, node in functions(views) if (n := length(node)) > 25} == {}


def test_arguments_are_few_or_named() -> None:
    own = {
        name: count
        for name, node in functions(CODE)
        if (count := len([a for a in node.args.args if a.arg not in {"self", "cls"}])) > 4
    }

    assert own == {}


def test_every_page_extends_a_frame() -> None:
    """Parts begin with _ or panel_, or stand in a folder of parts; all else is a page."""
    parts = {
        *("components", "forms", "emails", "documents", "elements", "layouts"),
        *("email", "messages", "snippets"),
    }
    pages = [
        path
        for path in TEMPLATES
        if path.suffix == ".html"
        and not path.name.startswith(("_", "panel_"))
        and not parts & set(path.relative_to(ROOT / "templates").parts[:-1])
    ]
    frameless = {
        str(path.relative_to(ROOT))
        for path in pages
        if not path.read_text(encoding="utf-8").lstrip().startswith(("{% extends", "{% comment"))
    }

    # These two must not need a context or a database.
    assert frameless - {"templates/500.html", "templates/503.html"} == set()


def test_templates_hold_no_inline_script_or_style() -> None:
    forbidden = ("<style", 'style="', "<script>", "onclick=", "javascript:")
    guilty = {
        str(path.relative_to(ROOT)): word
        for path in TEMPLATES
        for word in forbidden
        if word in path.read_text(encoding="utf-8") and "documents" not in path.parts
    }

    assert guilty == {}
