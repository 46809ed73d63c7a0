"""What each app holds about a person (Art. 15 DSGVO), announced in its `apps.py`.

The page of a lower app hands out what upper apps know as well.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# What is kept, by its name, in the words of the page.
type Record = dict[str, str]


@dataclass(frozen=True)
class Section:
    """A part of what is stored about somebody: a heading and its rows."""

    title: str
    records: Sequence[Record]


type Reader = Callable[[Any], Iterable[Section]]
_readers: dict[str, list[Reader]] = {}


def announce(model: str, reader: Reader) -> None:
    """Let `reader` tell what its app holds about a row of that model."""
    _readers.setdefault(model, []).append(reader)


def sections_about(person: Any) -> list[Section]:
    """Return all that the apps hold, the lower ones first; what is empty is left out."""
    told = (reader(person) for reader in _readers.get(person._meta.label, []))
    return [section for sections in told for section in sections if section.records]
