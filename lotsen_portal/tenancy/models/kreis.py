"""The Kreis as everybody may know it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models.base import TenantScopedModel


class Region(models.TextChoices):
    """The Regierungsbezirke, keyed by the third digit of the AGS."""

    UPPER_BAVARIA = "1", "Oberbayern"
    LOWER_BAVARIA = "2", "Niederbayern"
    UPPER_PALATINATE = "3", "Oberpfalz"
    UPPER_FRANCONIA = "4", "Oberfranken"
    MIDDLE_FRANCONIA = "5", "Mittelfranken"
    LOWER_FRANCONIA = "6", "Unterfranken"
    SWABIA = "7", "Schwaben"


class Tenant(models.Model):
    """A Kreis: the unit that owns volunteers, trainings, partners and reports."""

    class Kind(models.TextChoices):
        COUNTY = "county", "Landkreis"
        CITY = "city", "Kreisfreie Stadt"

    ags = models.CharField("Amtlicher Gemeindeschlüssel", max_length=5, unique=True)
    name = models.CharField("Name", max_length=100)
    kind = models.CharField("Art", max_length=10, choices=Kind)
    region = models.CharField("Regierungsbezirk", max_length=1, choices=Region)
    slug = models.SlugField(max_length=80, unique=True)

    def __str__(self) -> str:
        """Return the name with its kind: „Landkreis Passau“, „Stadt Passau“."""
        kind = "Landkreis" if self.kind == self.Kind.COUNTY else "Stadt"
        return f"{kind} {self.name}"


class PublicContact(VersionedModel, TenantScopedModel):
    """What the Kreis tells everybody about its Integrationslotsin; one row a Kreis."""

    name = models.CharField("Name", max_length=150, blank=True)
    function = models.CharField("Funktion", max_length=150, default="Integrationslotsin")
    phone = models.CharField("Telefon", max_length=50, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    office = models.TextField("Anschrift und Raum", blank=True, max_length=500)
    hours = models.CharField("Sprechzeiten", max_length=200, blank=True)
    introduction = models.TextField("Begrüßung", blank=True, max_length=2000)
    imprint = models.TextField("Impressum", blank=True, max_length=4000)
    privacy_notice = models.TextField(
        "Datenschutzhinweise des Kreises", blank=True, max_length=8000
    )
    funding_line = models.CharField("Förderhinweis", max_length=300, blank=True)

    objects: ClassVar[Any] = TenantManager()
    public: ClassVar[Any] = ReadingManager("public")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="public_contact_once")]

    def __str__(self) -> str:
        return self.name or str(self.tenant)


class Municipality(TenantScopedModel):
    """A municipality (or city district) in the Kreis's own list, with its postcodes."""

    name = models.CharField("Name", max_length=100)
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name="Postleitzahlen")

    objects: ClassVar[Any] = TenantManager()
    public: ClassVar[Any] = ReadingManager("public")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="municipality_once_per_tenant",
                violation_error_message="Diese Gemeinde steht schon in der Liste.",
            ),
            models.CheckConstraint(
                condition=Q(postcodes__len__gt=0), name="municipality_has_a_postcode"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityNeighbour(TenantScopedModel):
    """That two municipalities lie next to each other, as the Kreis says; a row for each direction.

    There are no coordinates: near is the same municipality, then a neighbour, then the Kreis.
    """

    municipality = TenantForeignKey(Municipality, models.CASCADE, related_name="neighbours")
    neighbour = TenantForeignKey(Municipality, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "municipality", "neighbour"], name="municipality_neighbour_once"
            ),
            models.CheckConstraint(
                condition=~Q(municipality=F("neighbour")), name="municipality_neighbours_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.neighbour}"
