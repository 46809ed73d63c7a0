"""What every template may use without loading it: German dates, money, lengths."""

import datetime
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import mark_safe

from lotsen_portal.common.phones import e164

register = template.Library()


@register.filter
def date_de(value: datetime.date | None) -> str:
    """`22.11.2026`; a moment is shown as the day it is in Germany."""
    return f"{_local(value):%d.%m.%Y}" if value else ""


@register.filter
def time_de(value: datetime.datetime | datetime.time | None) -> str:
    """`18:00`."""
    return f"{_local(value):%H:%M}" if value is not None else ""


@register.filter
def datetime_de(value: datetime.datetime | None) -> str:
    """`22.11.2026, 18:00 Uhr`."""
    return f"{_local(value):%d.%m.%Y, %H:%M} Uhr" if value else ""


def _local(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def euro(value: Decimal | int | None) -> str:
    """`1.234,50 €`, with a space that does not break."""
    return "" if value in (None, "") else f"{decimal_de(value)}\N{NO-BREAK SPACE}€"


@register.filter
def decimal_de(value: Decimal | int, places: int = 2) -> str:
    """`1.234,50`."""
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def percent(value: Decimal | float | None) -> str:
    """`72 %` for 72; one place only where it is needed."""
    if value in (None, ""):
        return ""
    number = round(Decimal(str(value)), 1)
    places = 0 if number == number.to_integral_value() else 1
    return f"{decimal_de(number, places)}\N{NO-BREAK SPACE}%"


@register.filter
def ue(value: int | None) -> str:
    """`4 UE`: Unterrichtseinheiten of 45 minutes."""
    return "" if value is None else f"{decimal_de(value, 0)}\N{NO-BREAK SPACE}UE"


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """Return the page numbers to link; None stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.filter
def active_filters(form: Any) -> int:
    """Count the fields of a filter form that narrow the list; one at its preset does not."""
    return sum(1 for field in form if not field.is_hidden and _is_set(field))


def _is_set(field: Any) -> bool:
    value = field.data
    if isinstance(value, list | tuple):
        return any(value)
    return value not in (None, "", False, field.initial)


@register.filter
def attributes(attrs: dict[str, Any]) -> str:
    """Return the attributes of a form's widget, each after a space."""
    return flatatt(attrs)


@register.filter
def options(widget: dict[str, Any]) -> str:
    """Return the options of a select; by template they would cost more than the whole page."""
    parts = []
    for name, choices, _ in widget["optgroups"]:
        inside = "".join(map(_option, choices))
        parts.append(
            inside if name is None else f"<optgroup label={_quoted(name)}>{inside}</optgroup>"
        )
    return mark_safe("".join(parts))  # noqa: S308  # every value went through _quoted or escape


def _option(choice: dict[str, Any]) -> str:
    selected = " selected" if choice["selected"] else ""
    label = escape(str(choice["label"]))
    return f"<option value={_quoted(choice['value'])}{selected}>{label}</option>"


def _quoted(value: Any) -> str:
    return f'"{escape(str(value))}"'


@register.filter
def choice(option: dict[str, Any]) -> str:
    """Return one box to tick with its label; by template five would cost a tenth of a page."""
    attrs, value = option["attrs"], option["value"]
    named = {"type": option["type"], "name": option["name"], "value": str(value), **attrs}
    target = f" for={_quoted(attrs['id'])}" if "id" in attrs else ""
    label = f'<label class="kern-label"{target}>{escape(str(option["label"]))}</label>'
    box = f'<div class="kern-form-check"><input{flatatt(named)}>{label}</div>'
    return mark_safe(box)  # noqa: S308  # every value went through flatatt, _quoted or escape


@register.filter
def phone_link(number: str, css: str = "") -> str:
    """Link a number so that a phone calls it; as typed where it is none that can be called."""
    dialled = e164(number)
    return _link(f"tel:{dialled}", number, css) if dialled else number


@register.filter
def mail_link(address: str, css: str = "") -> str:
    """Link an address so that a mail is begun; nothing where there is none."""
    return _link(f"mailto:{address}", address, css) if address else ""


def _link(href: str, text: str, css: str) -> str:
    classes = f"kern-link {css}".strip()
    link = f"<a class={_quoted(classes)} href={_quoted(href)}>{escape(text)}</a>"
    return mark_safe(link)  # noqa: S308  # every value went through _quoted or escape
