from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsen_portal.common.canonical import canonical_json, sha256_hex

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda children: st.lists(children) | st.dictionaries(st.text(max_size=5), children),
    max_leaves=10,
)


def test_canonical_json_sorts_keys_keeps_umlauts_and_leaves_no_space() -> None:
    value = {"ü": [1, None, True], "a": {"z": "x y", "b": "Miesbach – Süd"}}
    assert (
        canonical_json(value).decode() == '{"a":{"b":"Miesbach – Süd","z":"x y"},"ü":[1,null,true]}'
    )


def test_money_days_and_moments_have_one_form() -> None:
    berlin = timezone(timedelta(hours=1))
    value = (
        Decimal("1234.5"),
        Decimal("1E+2"),
        Decimal("-0"),
        date(2026, 11, 22),
        datetime(2026, 11, 22, 9, 30, tzinfo=berlin),
        datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
    )
    assert canonical_json(value) == (
        b'["1234.50","100.00","0.00","2026-11-22",'
        b'"2026-11-22T08:30:00+00:00","2026-11-22T08:30:00+00:00"]'
    )


@pytest.mark.parametrize(
    "value",
    [1.5, {"share": 79.98}, [{1: "a"}], {"x": {1, 2}}, b"bytes", object()],
    ids=["float", "float inside", "number as key", "set", "bytes", "object"],
)
def test_canonical_json_refuses_what_has_no_single_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [Decimal("0.005"), Decimal("NaN"), Decimal("Infinity"), datetime(2026, 11, 22)],
)
def test_canonical_json_refuses_to_round_or_to_guess(value: object) -> None:
    with pytest.raises(ValueError, match=r"two places|time zone"):
        canonical_json(value)


@pytest.mark.slow
@given(st.dictionaries(st.text(max_size=5), plain_values))
def test_order_of_insertion_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_sha256_is_the_published_one() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
