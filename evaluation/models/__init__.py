from evaluation.models.directive import Directive
from evaluation.models.grants import Grant, PlanLine, StaffPosition, Voucher
from evaluation.models.releases import ProofOfUse, ReportRelease
from evaluation.models.reports import FundingReport, NarrativeSection
from evaluation.models.reviews import ReportReview, ReviewQuestion

__all__ = [
    "Directive",
    "FundingReport",
    "Grant",
    "NarrativeSection",
    "PlanLine",
    "ProofOfUse",
    "ReportRelease",
    "ReportReview",
    "ReviewQuestion",
    "StaffPosition",
    "Voucher",
]
