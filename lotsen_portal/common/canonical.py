"""One value, one text, one hash: what is frozen can be compared byte by byte."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

CENT = Decimal("0.01")


def canonical_json(value: object) -> bytes:
    """Write the value as UTF-8 JSON with sorted keys and no spaces.

    A Decimal becomes a string with two places, a day its ISO form, a moment its ISO form in UTC.
    Raise TypeError or ValueError for what could be written in two ways: a float, a key that is no
    string, a moment without time zone, a Decimal with a third place.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def sha256_hex(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return _two_places(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"No canonical form for {type(value).__name__}: {value!r}")


def _two_places(value: Decimal) -> str:
    if not value.is_finite() or value != value.quantize(CENT):
        raise ValueError(f"Not a number with two places: {value}")
    # Adding zero turns -0.00 into 0.00.
    return f"{value.quantize(CENT) + 0:f}"


def _moment(value: datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError(f"A moment needs its time zone: {value}")
    return value.astimezone(UTC).isoformat()


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A key must be a string: {key!r}")
    # Enumerations of strings are written as what they hold.
    return str(key)
