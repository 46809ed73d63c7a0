"""The kinds of row that domain apps announce as owners of files, in their `apps.py`."""

from collections.abc import Callable
from typing import Any

from django.db import models

from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.member import Member

type MayRead = Callable[[Any, Member], bool]
type ToldOf = Callable[[Any], models.Model]

_owners: dict[str, tuple[Any, MayRead, ToldOf]] = {}


def announce(model: Any, *, may_read: MayRead, told_of: ToldOf = lambda row: row) -> None:
    """Let rows of the model own files; `may_read(row, member)` says who may have them.

    `told_of(row)` is the row whose trail tells of them: the question, not one of its messages.
    """
    _owners[model._meta.label] = (model, may_read, told_of)


def owners() -> list[Any]:
    return [model for model, *_ in _owners.values()]


def may_read(attachment: Attachment, member: Member) -> bool:
    """Ask the owner's room; nobody may where no room knows the owner."""
    owner = _owner(attachment)
    return bool(owner and _owners[attachment.owner_kind][1](owner, member))


def told_of(attachment: Attachment) -> models.Model:
    """Return the row whose trail tells of the file; once that is gone, the file itself."""
    owner = _owner(attachment)
    return _owners[attachment.owner_kind][2](owner) if owner else attachment


def _owner(attachment: Attachment) -> Any:
    model, *_ = _owners.get(attachment.owner_kind, (None,))
    return model and model.objects.filter(pk=attachment.owner_id).first()
