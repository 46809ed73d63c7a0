"""Pages of a list that never answer 404 for a page number."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: QuerySet | Sequence[Any], *, per_page: int = 25) -> Page:
    """Return the page that `?page=` names, or the nearest one there is."""
    paginator = Paginator(rows, per_page)
    return paginator.page(_nearest(request.GET.get("page", ""), last=paginator.num_pages))


def _nearest(wanted: str, *, last: int) -> int:
    # Nine digits are more pages than any list has; int() refuses some thousand.
    digits = wanted.strip().removeprefix("-")[:9]
    if not (digits.isascii() and digits.isdigit()) or wanted.strip().startswith("-"):
        return 1
    return max(1, min(int(digits), last))
