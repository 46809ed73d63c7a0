"""What the lines of the trail say in German; each app announces its own in `apps.py`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of thing that lines are about: what it is called and what is done to it.

    `sentences` follow the name of whoever acted, as in {"volunteer.added": "hat {} aufgenommen"};
    `{}` is where the thing's name stands. `page` is the route that shows one.
    """

    model: str
    label: str
    sentences: Mapping[str, str]
    page: str = ""


_kinds: dict[str, Kind] = {}
_kinds_of_land: dict[str, Kind] = {}
_sentences: dict[str, str] = {}


def announce(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.model] = kind
        _sentences.update(kind.sentences)


def announce_for_land(*kinds: Kind) -> None:
    """Announce what only the trail of the Land is about."""
    for kind in kinds:
        _kinds_of_land[kind.model] = kind
        _sentences.update(kind.sentences)


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def kind_of(model: str) -> Kind | None:
    return _kinds.get(model)


def sentences_about(model: str) -> list[str]:
    """Return the actions that the kind announces, whatever row they are written about."""
    return list(_kinds[model].sentences) if model in _kinds else []


def all_kinds_of_land() -> list[Kind]:
    return sorted(_kinds_of_land.values(), key=lambda kind: kind.label)


def label_of_land(model: str) -> str:
    """Return what the thing is called; of what no release announces any more, its model."""
    return _kinds_of_land[model].label if model in _kinds_of_land else model


def has_sentence(action: str) -> bool:
    return action in _sentences


def sentence_of(action: str) -> str:
    """Return the sentence; of what no release announces any more, the word it was kept by."""
    return _sentences.get(action, f"„{action}“ {{}}")
