"""What a release freezes. Rows are written once; only the presentation is noted later."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from evaluation.models.reports import FundingReport
from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel


class ReportRelease(VersionedModel, TenantScopedModel):
    """A released report as ministry and authority may read it: no vouchers.

    `snapshot` is the canonical content of the copy of the Sachbericht, `sha256` its hash.
    """

    class Way(models.TextChoices):
        MAIL = "mail", "per E-Mail"
        POST = "post", "per Post"
        PORTAL = "portal", "über das Portal"

    report = TenantOneToOneField(FundingReport, models.PROTECT, related_name="releases")
    year = models.PositiveSmallIntegerField("Berichtsjahr")
    released_at = models.DateTimeField("festgeschrieben")
    released_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    document = TenantForeignKey("documents.Document", models.PROTECT, related_name="+")
    # The proof counts as presented only when it has reached the granting authority.
    signed_on = models.DateField("unterschrieben am", null=True, blank=True)
    presented_on = models.DateField("vorgelegt am", null=True, blank=True)
    presented_by = models.CharField("Weg", max_length=10, choices=Way, blank=True)

    objects: ClassVar[Any] = TenantManager()
    oversight: ClassVar[Any] = ReadingManager("oversight")
    authority: ClassVar[Any] = ReadingManager("authority")

    class Meta:
        indexes = [models.Index(fields=["tenant", "year"], name="report_release_year_ix")]

    def __str__(self) -> str:
        return f"Bericht {self.year}"

    @property
    def has_presentation(self) -> bool:
        """Return whether anything is kept about signature and presentation."""
        return bool(self.signed_on or self.presented_on or self.presented_by)

    def take_back_presentation(self) -> None:
        """Forget when and how the proof was signed and handed in, as if never entered."""
        self.signed_on = self.presented_on = None
        self.presented_by = ""
        self.save(update_fields=["signed_on", "presented_on", "presented_by"])


class ProofOfUse(TenantScopedModel):
    """The full Verwendungsnachweis with its Belegliste, for the granting authority alone."""

    release = TenantOneToOneField(ReportRelease, models.PROTECT, related_name="proofs")
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    document = TenantForeignKey("documents.Document", models.PROTECT, related_name="+")

    objects: ClassVar[Any] = TenantManager()
    authority: ClassVar[Any] = ReadingManager("authority")

    def __str__(self) -> str:
        return f"Verwendungsnachweis {self.pk}"
