"""What makes a page a list: it pages through rows, or repeats a part of itself for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.forms import BaseForm
from django.template.defaulttags import ForNode

_render = ForNode.render


@contextmanager
def rows_repeated() -> Iterator[set[str]]:
    """Collect what templates loop over as it is written there, where it holds rows."""
    found: set[str] = set()

    def render(node: ForNode, context: Any) -> Any:
        sequence: Any = node.sequence
        values = sequence.resolve(context, ignore_failures=True)
        values = values if hasattr(values, "__len__") else list(values or ())
        if _holds_rows(values):
            found.add(str(node.sequence))
        # Resolved once: a generator has nothing left for the second time.
        resolved = SimpleNamespace(resolve=lambda *_, **__: values)
        with mock.patch.object(node, "sequence", resolved):
            return _render(node, context)

    def page(paginator: Paginator, *args: Any) -> Page:
        found.add("page")
        return Page(*args)

    with (
        mock.patch.object(ForNode, "render", render),
        mock.patch.object(Paginator, "_get_page", page),
    ):
        yield found


def _holds_rows(value: Any, depth: int = 4) -> bool:
    """Tell whether it is a row or brings one along; `isinstance()` would wake lazy values."""
    kind = type(value)
    if issubclass(kind, Model | Page | BaseForm) or "pk" in getattr(value, "__dict__", {}):
        return True
    if issubclass(kind, dict):
        inner: Any = value.values()
    elif hasattr(kind, "__iter__") and not issubclass(kind, str | bytes):
        inner = value
    else:
        inner = getattr(value, "__dict__", {}).values()
    return depth > 0 and any(_holds_rows(item, depth - 1) for item in inner)
