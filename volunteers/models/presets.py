"""What all Kreise share (languages, topics) and what each begins with and changes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lotsen_portal.common.models import VersionedModel
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


class TargetGroup(TenantScopedModel):
    """Whom somebody would like to help, in the words of the Kreis; never a health or a faith."""

    name = models.CharField("Name", max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="target_group_once",
                violation_error_message="Diese Zielgruppe steht schon in der Liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(TenantScopedModel):
    """A word by which the Kreis sorts its people: „Sommerfest 2026“."""

    name = models.CharField("Name", max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="tag_once",
                violation_error_message="Dieses Schlagwort gibt es schon.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegistryRules(VersionedModel, TenantScopedModel):
    """How the Kreis handles what the law leaves open; one row a Kreis."""

    clearance_years = models.PositiveSmallIntegerField(
        "Führungszeugnis erneut vorlegen nach (Jahre)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    clearance_max_age_months = models.PositiveSmallIntegerField(
        "Führungszeugnis bei der Vorlage höchstens alt (Monate)",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    reminder_weeks = models.PositiveSmallIntegerField(
        "Erinnern, bevor etwas abläuft (Wochen)",
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="registry_rules_once")]

    def __str__(self) -> str:
        return "Regeln für Ehrenamtliche"

    @classmethod
    def current(cls) -> "RegistryRules":
        """Return those of the active Kreis; the presets where it has set nothing."""
        rules: RegistryRules | None = cls.objects.first()
        return rules or cls()
