"""The promise of confidentiality: its text in versions, who signed which, who has to again."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.documents import actions as documents
from lotsen_portal.documents.models import Document
from volunteers.actions.letters import CONFIDENTIALITY
from volunteers.models import ConfidentialityAgreement, ConfidentialityText, Volunteer


def current_text() -> ConfidentialityText:
    """Return the version that holds now; the preset, not stored, where the Kreis has none yet."""
    stored: ConfidentialityText | None = ConfidentialityText.objects.order_by("-version").first()
    return stored or ConfidentialityText(
        version=1,
        text=render_to_string("volunteers/confidentiality_preset.txt").strip(),
        valid_from=timezone.localdate(),
    )


def signed_versions(volunteer: Volunteer) -> list[ConfidentialityAgreement]:
    """Return what somebody signed, the newest version first."""
    signed = ConfidentialityAgreement.objects.filter(volunteer=volunteer)
    return list(signed.select_related("text").order_by("-text__version"))


def to_sign_again() -> Any:
    """Return those present who signed a version, but not the one that holds now."""
    latest = Max("confidentiality_agreements__text__version")
    people = Volunteer.objects.exclude(status=Volunteer.Status.LEFT)
    return people.annotate(signed_version=latest).filter(signed_version__lt=current_text().version)


def signed_count() -> int:
    """Count those present who signed the version that holds now, and would have to again."""
    held = ConfidentialityAgreement.objects.filter(text__version=current_text().version)
    return held.exclude(volunteer__status=Volunteer.Status.LEFT).count()


@transaction.atomic
def change_text(text: str, *, by: Any) -> ConfidentialityText:
    """Let a new wording hold from today on; whoever signed the old one signs again."""
    known = _stored_text()
    if known.text.split() == text.split():
        raise DomainError("Der Wortlaut ist unverändert.", field="text")
    version = ConfidentialityText(
        version=known.version + 1, text=text, valid_from=timezone.localdate()
    )
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:
        raise DomainError(
            "Jemand anderes hat gerade eine neue Fassung gespeichert.", field="text"
        ) from None
    trail.record("confidentiality.text_changed", version, by=by)
    return version


@transaction.atomic
def sign(volunteer: Volunteer, *, on: dt.date, by: Any) -> ConfidentialityAgreement:
    """Note that somebody signed the version that holds now."""
    text = _stored_text()
    # The first stands for what was in use before the portal.
    if text.version > 1 and on < text.valid_from:
        raise DomainError(
            f"{text} gilt erst seit dem {text.valid_from:%d.%m.%Y}.", field="signed_on"
        )
    agreement, is_new = ConfidentialityAgreement.objects.get_or_create(
        volunteer=volunteer, text=text, defaults={"signed_on": on}
    )
    if not is_new:
        raise DomainError(
            f"{volunteer} hat {text} schon am {agreement.signed_on:%d.%m.%Y} unterschrieben.",
            field="signed_on",
        )
    told = {str(text): f"unterschrieben am {on:%d.%m.%Y}"}
    trail.record("confidentiality.signed", volunteer, by=by, told=told)
    return agreement


@transaction.atomic
def order_print(volunteer: Volunteer, *, by: Any) -> Document:
    """Order the text on paper, with a line to sign."""
    text = _stored_text()
    return documents.order(
        CONFIDENTIALITY,
        subject_id=volunteer.pk,
        title=f"Vertraulichkeitserklärung · {volunteer}",
        key=f"{CONFIDENTIALITY}:{volunteer.pk}:{text.pk}",
        by=by,
    )


def _stored_text() -> ConfidentialityText:
    """Store the preset the first time that it is used: what was signed must stay as it was."""
    text = current_text()
    if text.pk is None:
        text, _ = ConfidentialityText.objects.get_or_create(
            version=text.version, defaults={"text": text.text, "valid_from": text.valid_from}
        )
    return text
