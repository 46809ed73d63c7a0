from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from networking.querysets import PartnerQuerySet
from volunteers.models import TaskArea
from volunteers.models.volunteer import sort_key


class Organization(models.Model):
    """An organisation that several Kreise work with; public facts only, no tenant."""

    name = models.CharField("Name", max_length=200, unique=True)
    website = models.URLField("Internetseite", blank=True)

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
    organization = models.ForeignKey(
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
    website = models.URLField("Internetseite", blank=True)
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
    partner_until = models.DateField("bis", null=True, blank=True)
    confirmed_on = models.DateField("zuletzt bestätigt", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(PartnerQuerySet)()
    public: ClassVar[Any] = ReadingManager("public", Q(is_public=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="partner_once_per_tenant",
                violation_error_message="Einen Partner mit diesem Namen gibt es schon.",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "sort_key"], name="partner_list_ix")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name, "")
        super().save(*args, **kwargs)

    def task_area_labels(self) -> list[str]:
        return [TaskArea(area).label for area in self.task_areas]


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

    def __str__(self) -> str:
        return self.name
