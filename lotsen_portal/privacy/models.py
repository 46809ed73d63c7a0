"""Consent as records: purpose, text as it was shown, when, how, and its withdrawal."""

import datetime as dt

from django.db import models

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


class AlreadyWithdrawn(DomainError):
    pass


class ConsentText(TenantScopedModel):
    """What a person agrees to, in one version; a changed text is a new row."""

    class Purpose(models.TextChoices):
        NEWSLETTER = "newsletter", "Rundbriefe"
        PHOTO = "photo", "Fotos"
        HANDOVER = "handover", "Weitergabe an Partner"

    purpose = models.CharField("Zweck", max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField("Fassung")
    text = models.TextField("Wortlaut", max_length=4000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "purpose", "version"], name="consent_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, Fassung {self.version}"


class Consent(TenantScopedModel):
    """That a person agreed; `person_kind` and `person_id` name their row in a domain app."""

    class Channel(models.TextChoices):
        PORTAL = "portal", "im Portal"
        PAPER = "paper", "auf Papier"
        SPOKEN = "spoken", "mündlich"

    text = TenantForeignKey(ConsentText, models.PROTECT, related_name="consents")
    person_kind = models.CharField(max_length=100)
    person_id = models.BigIntegerField()
    channel = models.CharField("Weg", max_length=10, choices=Channel)
    given_at = models.DateTimeField("erteilt")
    withdrawn_at = models.DateTimeField("widerrufen", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "person_kind", "person_id"], name="consent_person_ix"),
        ]

    def __str__(self) -> str:
        return f"Einwilligung {self.pk}"

    def withdraw(self, at: dt.datetime) -> None:
        if self.withdrawn_at:
            raise AlreadyWithdrawn("Diese Einwilligung ist bereits widerrufen.")
        self.withdrawn_at = at
        self.save(update_fields=["withdrawn_at"])
