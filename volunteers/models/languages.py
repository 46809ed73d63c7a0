from typing import Any, ClassVar

from django.db import models
from django.db.models import Func, Q, Value
from django.utils import timezone

from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import DatedQuerySet


class LanguageSkill(TenantScopedModel):
    """A language somebody speaks, how well, and whether they interpret."""

    class Level(models.TextChoices):
        A1 = "a1", "A1"
        A2 = "a2", "A2"
        B1 = "b1", "B1"
        B2 = "b2", "B2"
        C1 = "c1", "C1"
        C2 = "c2", "C2"
        NATIVE = "native", "Muttersprache"

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="language_skills")
    language = SharedForeignKey("volunteers.Language", models.PROTECT, related_name="+")
    level = models.CharField("Niveau", max_length=10, choices=Level, blank=True)
    speaks = models.BooleanField("spricht", default=True, db_default=True)
    writes = models.BooleanField("schreibt", default=False, db_default=False)
    interprets = models.BooleanField("dolmetscht", default=False)
    certificate = models.CharField(
        "Nachweis", max_length=100, blank=True, default="", db_default=""
    )
    starts_on = models.DateField("von", default=timezone.localdate)
    ends_on = models.DateField("bis", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(DatedQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "language"],
                name="language_skill_once_at_a_time",
                condition=Q(ends_on__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["tenant", "language"], name="language_skill_language_ix")]

    def __str__(self) -> str:
        return f"{self.language} {self.get_level_display()}".strip()

    @property
    def abilities(self) -> list[str]:
        """Return in words what somebody does with the language."""
        names = ("speaks", "writes", "interprets")
        done: Any = (self._meta.get_field(name) for name in names if getattr(self, name))
        return [str(field.verbose_name) for field in done]

    @classmethod
    def label(cls) -> models.Expression:
        """Return in SQL what `__str__` returns in Python."""
        names = Value(dict(cls.Level.choices), models.JSONField())
        level = Func(names, "level", function="jsonb_extract_path_text")
        text = models.CharField()
        return Func(Value(" "), "language__name", level, function="concat_ws", output_field=text)
