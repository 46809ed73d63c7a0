"""How printed documents spell the plain JSON values of a snapshot; `{% load documents %}`."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

GERMANY = ZoneInfo("Europe/Berlin")
NOT_RECORDED = "nicht erfasst"


@register.filter
def iso_day(value: str | None) -> str:
    """`22.11.2026` for "2026-11-22"; nothing for None."""
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else ""


@register.filter
def iso_moment(value: str) -> str:
    """`22.11.2026, 18:00 Uhr`, as the clock stood in Germany."""
    return f"{datetime.fromisoformat(value).astimezone(GERMANY):%d.%m.%Y, %H:%M} Uhr"


@register.filter
def number(value: str) -> str:
    """`1.234,50` for "1234.50", with a real minus sign."""
    grouped = f"{Decimal(value):,f}"
    return grouped.translate(str.maketrans(",.-", ".,\N{MINUS SIGN}"))


@register.filter
def euros(value: str) -> str:
    """`1.234,50 €` for "1234.50", with a space that does not break."""
    return f"{number(value)}\N{NO-BREAK SPACE}€"


@register.filter
def figure(value: int | str | None) -> str:
    """Spell a count; a text stands as it is, and what was not recorded is said in words."""
    match value:
        case None:
            return NOT_RECORDED
        case int():
            return f"{value:,}".replace(",", ".")
        case _:
            return value


@register.filter
def task_area(area: Mapping[str, object]) -> str:
    """`a) Zentrale Ansprechpartner …`."""
    return f"{area['key']}) {area['title']}"


@register.filter
def paragraphs(text: str) -> list[str]:
    """Part a text at its blank lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


@register.simple_tag
def row_label(label: str, *, rows: int, columns: int) -> SafeString:
    """Head a row, unless the table is so small that more of it would be head than data.

    Such a table reads well without row heads, and checkers take it for a shredded one.
    """
    heads, cells = columns + rows, rows * (columns - 1)
    form = '<th scope="row">{}</th>' if heads <= cells else "<td>{}</td>"
    return format_html(form, label)
