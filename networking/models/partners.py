import datetime as dt
import re
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import VersionedModel
from lotsen_portal.common.sorting import sort_key
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from networking.querysets import CONFIRMED_FOR, ContactPersonQuerySet, PartnerQuerySet
from volunteers.models import TaskArea

is_web_address = URLValidator(schemes=["http", "https"])


def is_name_of_organization(value: str) -> None:
    """Refuse what only a person has: this name is read in all Kreise."""
    if "@" in value or re.search(r"(\d[\s/-]?){6}", value):
        raise ValidationError(
            "Bitte nur den Namen der Organisation, keine Adresse und keine Telefonnummer."
        )
    if not re.search(r"[^\W\d_]{2}", value):
        raise ValidationError("Bitte geben Sie den Namen der Organisation ein.")


class AlreadyEnded(DomainError):
    pass


class AlreadyConfirmed(DomainError):
    pass


class Organization(models.Model):
    """An organisation that several Kreise work with; public facts only, no tenant."""

    name = models.CharField("Name", max_length=200, validators=[is_name_of_organization])
    website = models.URLField("Internetseite", blank=True, validators=[is_web_address])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organization_once",
                violation_error_message="Diese Organisation steht schon in der Auswahl.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Partner(VersionedModel, TenantScopedModel):
    """An actor in the Kreis's network; always the Kreis's own row."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "Behörde"
        WELFARE = "welfare", "Wohlfahrtsverband"
        AGENCY = "agency", "Freiwilligenagentur, -zentrum oder KoBE"
        MIGRANT_ORGANIZATION = "migrant", "Migrantenorganisation"
        CHURCH = "church", "Kirche oder Religionsgemeinschaft"
        EDUCATION = "education", "Bildungsträger"
        ASSOCIATION = "association", "Verein oder Initiative"
        OTHER = "other", "Sonstige"

    name = models.CharField("Name", max_length=200)
    sort_key = models.CharField(max_length=300, editable=False)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    organization = SharedForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Organisation (landesweit)",
    )
    place = models.CharField("Ort", max_length=100, blank=True)
    address = models.CharField("Anschrift", max_length=200, blank=True)
    phone = models.CharField("Telefon", max_length=50, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    website = models.URLField("Internetseite", blank=True, validators=[is_web_address])
    offers_text = models.TextField("Angebote", blank=True, max_length=4000)
    task_areas = ArrayField(
        models.CharField(max_length=1, choices=TaskArea),
        verbose_name="Aufgabenfelder",
        default=list,
        blank=True,
    )
    is_public = models.BooleanField("öffentlich sichtbar", default=False)
    note = models.TextField("Interne Notiz", blank=True, max_length=2000)
    partner_since = models.DateField("im Netzwerk seit", default=timezone.localdate)
    partner_until = models.DateField("bis", null=True, blank=True, editable=False)
    confirmed_on = models.DateField("zuletzt bestätigt", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("eingetragen", auto_now_add=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(PartnerQuerySet)()
    public: ClassVar[Any] = ReadingManager("public", Q(is_public=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="partner_once_per_tenant",
                violation_error_message="Einen Partner mit diesem Namen gibt es schon.",
            ),
            models.CheckConstraint(
                name="partner_ends_after_beginning",
                condition=Q(partner_until__isnull=True) | Q(partner_until__gte=F("partner_since")),
            ),
            # So that a row's own flag is all that the public policy has to ask.
            models.CheckConstraint(
                name="partner_public_while_partner",
                condition=Q(partner_until__isnull=True) | Q(is_public=False),
            ),
        ]
        indexes = [models.Index(fields=["tenant", "sort_key"], name="partner_list_ix")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def task_area_labels(self) -> list[str]:
        return [TaskArea(area).label for area in self.task_areas]

    @property
    def is_ended(self) -> bool:
        return self.partner_until is not None

    @property
    def is_unconfirmed(self) -> bool:
        """Say whether nobody has typed or confirmed the entry for a year."""
        known_on = self.confirmed_on or timezone.localdate(self.created_at)
        return not self.is_ended and known_on < timezone.localdate() - CONFIRMED_FOR

    @staticmethod
    def prefetches_for_list() -> tuple[models.Prefetch, ...]:
        contacts = ContactPerson.objects.order_by("name", "pk")
        return (models.Prefetch("contacts", queryset=contacts, to_attr="current_contacts"),)

    @staticmethod
    def prefetches_for_directory() -> tuple[models.Prefetch, ...]:
        contacts = ContactPerson.objects.filter(is_public=True).order_by("name", "pk")
        return (models.Prefetch("contacts", queryset=contacts, to_attr="public_contacts"),)

    # Mutators

    def end(self, on: dt.date) -> None:
        """End the partnership with that day; what has ended is no longer shown to everybody."""
        if self.is_ended:
            raise AlreadyEnded(f"Die Partnerschaft mit „{self}“ ist bereits beendet.")
        if on < self.partner_since:
            raise DomainError("Das Ende kann nicht vor dem Beginn liegen.", field="on")
        self.partner_until, self.is_public = on, False
        self.save(update_fields=["partner_until", "is_public"])

    def resume(self) -> None:
        """Take the end back, as if it had not been entered."""
        if not self.is_ended:
            raise DomainError(f"Die Partnerschaft mit „{self}“ besteht.")
        self.partner_until = None
        self.save(update_fields=["partner_until"])

    def confirm(self, on: dt.date) -> None:
        """Keep that the entry was right on that day."""
        if self.confirmed_on == on:
            raise AlreadyConfirmed("Die Angaben sind heute schon bestätigt.")
        self.confirmed_on = on
        # No form shows this day, so an open form need not hear of it: the version stays.
        type(self).objects.filter(pk=self.pk).update(confirmed_on=on)


class ContactPerson(VersionedModel, TenantScopedModel):
    """Whom to call at a partner; may sign in and keep the entry current."""

    partner = TenantForeignKey(Partner, models.CASCADE, related_name="contacts")
    name = models.CharField("Name", max_length=150)
    function = models.CharField("Funktion", max_length=150, blank=True)
    phone = models.CharField("Telefon", max_length=50, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    is_public = models.BooleanField("öffentlich sichtbar", default=False)
    membership = TenantOneToOneField(
        "tenancy.Membership", models.SET_NULL, null=True, editable=False, related_name="contacts"
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(ContactPersonQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "partner", "name"], name="contact_once_per_partner"
            ),
        ]

    def __str__(self) -> str:
        return self.name
