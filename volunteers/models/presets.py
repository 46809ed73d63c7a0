"""What all Kreise share (languages, topics) and what each begins with (engagement fields)."""

from django.db import models

from lotsen_portal.tenancy.models import TenantScopedModel


class TaskArea(models.TextChoices):
    """The task areas a)–f) of BIR Nr. 5.1; everything countable carries one."""

    CONTACT = "a", "a) Ansprechpartner und Netzwerker für Ehrenamtliche"
    TRAINING = "b", "b) Information, Unterstützung und Schulungen"
    RECRUITING = "c", "c) Freiwilligenmanagement und Gewinnung"
    COORDINATION = "d", "d) Koordinations- und Anlaufstelle für Akteure"
    TRANSPARENCY = "e", "e) Transparenz über Akteure und Angebote"
    CONCEPTS = "f", "f) Beratung zu kommunalen Integrationskonzepten"


class Language(models.Model):
    """A language people speak, keyed by its BCP 47 tag; the same for all Kreise."""

    tag = models.CharField(max_length=20, unique=True)
    name = models.CharField("Name", max_length=60)
    native_name = models.CharField("Eigenbezeichnung", max_length=60)
    is_rtl = models.BooleanField("von rechts nach links", default=False)

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a question, a contact or an article is about; the same for all Kreise."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField("Name", max_length=80)
    task_area = models.CharField("Aufgabenfeld", max_length=1, choices=TaskArea)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class EngagementField(TenantScopedModel):
    """An Einsatzbereich of the Kreis: preset, renamed and extended as it likes."""

    key = models.SlugField(max_length=40, db_index=False)
    name = models.CharField("Name", max_length=100)
    involves_minors = models.BooleanField("mit Minderjährigen", default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="engagement_field_once"),
        ]

    def __str__(self) -> str:
        return self.name
