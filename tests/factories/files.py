from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.common.uploads import checked
from lotsen_portal.files import actions, storage
from lotsen_portal.files.models import Attachment


def attached(inquiry: Any, name: str) -> Attachment:
    """Add a message with a file to the question; file and name say whose they are."""
    message = inquiry.add_message("Anbei.", author=None, from_staff=False, at=timezone.now())
    file = ContentFile(f"Notiz von {name}".encode(), name=f"Notiz {name}.txt")
    actions.attach(message, [checked(file)], by=None)
    return Attachment.objects.of([message])[message.pk][0]


def stored(content: bytes) -> dict[str, Any]:
    """Store the bytes of a document that is ready, and return what its row says of them."""
    sha256 = sha256_hex(content)
    file = f"documents/probe/{sha256}.pdf"
    storage.keep(ContentFile(content), file)
    return {"state": "ready", "file": file, "sha256": sha256, "size": len(content)}
