import datetime
from decimal import Decimal
from typing import Any

import pytest

from lotsen_portal.common.templatetags import portal
from tests.common.style_urls import StyleFilter

NBSP = "\N{NO-BREAK SPACE}"
# 23:30 UTC is the next day in Germany.
LATE = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("function", "value", "shown"),
    [
        (portal.date_de, datetime.date(2026, 11, 2), "02.11.2026"),
        (portal.date_de, LATE, "23.11.2026"),
        (portal.date_de, None, ""),
        (portal.time_de, datetime.time(9, 5), "09:05"),
        (portal.time_de, datetime.time(0, 0), "00:00"),
        (portal.time_de, LATE, "00:30"),
        (portal.datetime_de, LATE, "23.11.2026, 00:30 Uhr"),
        (portal.euro, Decimal("1234.5"), f"1.234,50{NBSP}€"),
        (portal.euro, 0, f"0,00{NBSP}€"),
        (portal.euro, Decimal("-1234567.891"), f"-1.234.567,89{NBSP}€"),
        (portal.euro, None, ""),
        (portal.percent, 72, f"72{NBSP}%"),
        (portal.percent, Decimal("12.55"), f"12,6{NBSP}%"),
        (portal.percent, 0, f"0{NBSP}%"),
        (portal.ue, 4, f"4{NBSP}UE"),
        (portal.ue, 1200, f"1.200{NBSP}UE"),
        (portal.ue, None, ""),
        (portal.phone_link, "", ""),
        (portal.phone_link, "089 12 <b>", "089 12 <b>"),
        *(
            (portal.phone_link, typed, f'<a class="kern-link" href="tel:{dialled}">{typed}</a>')
            for typed, dialled in [
                ("08025/7897431", "+4980257897431"),
                ("(08022) 7554805", "+4980227554805"),
                ("0049(0)171/2345678", "+491712345678"),
            ]
        ),
        (portal.phone_link, "wie Kai", "wie Kai"),
        (portal.phone_link, "08025 28 50 / 0171-2345678", "08025 28 50 / 0171-2345678"),
        (portal.mail_link, "", ""),
        (
            portal.mail_link,
            'a"b@c.example',
            '<a class="kern-link" href="mailto:a&quot;b@c.example">a&quot;b@c.example</a>',
        ),
    ],
)
def test_filter(function: Any, value: Any, shown: str) -> None:
    assert function(value) == shown


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 0), ({"name": "Ada"}, 1), ({"name": "", "status": "active", "language": "ar"}, 2)],
)
def test_active_filters(query: dict[str, str], count: int) -> None:
    assert portal.active_filters(StyleFilter(query)) == count
