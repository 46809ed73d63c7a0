from django.db import models

from evaluation.models.grants import YEARS, Grant
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


class ReportReleased(DomainError):
    pass


class FundingReport(TenantScopedModel):
    """The BIR report of a year: texts until it is released, frozen figures from then on."""

    grant = TenantForeignKey(Grant, models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("Berichtsjahr", validators=YEARS)
    released_at = models.DateTimeField("festgeschrieben", null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year"],
                name="funding_report_once_a_year",
                violation_error_message="Für dieses Jahr gibt es schon einen Bericht.",
            ),
        ]

    def __str__(self) -> str:
        return f"BIR-Bericht {self.year}"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    def require_open(self) -> None:
        """Raise ReportReleased once the report is frozen."""
        if self.is_released:
            raise ReportReleased(
                "Dieser Bericht ist festgeschrieben und kann nicht mehr geändert werden."
            )


class NarrativeSection(VersionedModel, TenantScopedModel):
    """One text of the Sachbericht; `key` names a chapter of the directive."""

    report = TenantForeignKey(FundingReport, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=40, db_index=False)
    text = models.TextField("Text", blank=True, max_length=20000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "report", "key"], name="narrative_section_once"
            ),
        ]

    def __str__(self) -> str:
        return self.key
