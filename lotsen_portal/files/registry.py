"""The kinds of row that domain apps announce as owners of files, in their `apps.py`."""

from collections.abc import Callable
from typing import Any

from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.member import Member

type MayRead = Callable[[Any, Member], bool]

_owners: dict[str, tuple[Any, MayRead]] = {}


def announce(model: Any, *, may_read: MayRead) -> None:
    """Let rows of the model own files; `may_read(row, member)` says who may have them."""
    _owners[model._meta.label] = (model, may_read)


def owners() -> list[Any]:
    return [model for model, _ in _owners.values()]


def may_read(attachment: Attachment, member: Member) -> bool:
    """Ask the owner's room; nobody may where no room knows the owner."""
    model, ask = _owners.get(attachment.owner_kind, (None, None))
    owner = model and model.objects.filter(pk=attachment.owner_id).first()
    return bool(owner and ask and ask(owner, member))
