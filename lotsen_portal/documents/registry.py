"""The kinds of document that domain apps announce, in their `apps.py`."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lotsen_portal.common.pdf import Attachment
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.member import Member


@dataclass(frozen=True)
class Composition:
    """All that rendering needs, read from the database beforehand."""

    html: str
    title: str
    created: dt.datetime
    attachments: Sequence[Attachment] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadyFile:
    """A document that is no PDF, as a table is: there is nothing left to render."""

    content: bytes
    suffix: str


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: how it is composed and who in the Kreis may read it.

    `compose` runs in the scope of the Kreis and must give equal results for equal rows. What is
    worth stealing a session for, `wants_confirmation` guards as a large export is guarded.
    """

    name: str
    label: str
    compose: Callable[[Document], Composition | ReadyFile]
    may_read: Callable[[Document, Member], bool]
    wants_confirmation: bool = False


_kinds: dict[str, DocumentKind] = {}


def announce(kind: DocumentKind) -> None:
    _kinds[kind.name] = kind


def kind_of(document: Document) -> DocumentKind:
    return _kinds[document.kind]
