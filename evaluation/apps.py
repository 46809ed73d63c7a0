from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce, announce_for_land

TRAIL = [
    Kind(
        "evaluation.Grant",
        "Bescheide",
        {
            "grant.added": "hat den Bescheid {} eingetragen",
            "grant.changed": "hat den Bescheid {} geändert",
            "grant.removed": "hat den Bescheid {} gelöscht",
            "plan.copied": "hat im Bescheid {} den Plan übernommen",
        },
    ),
    Kind(
        "evaluation.PlanLine",
        "Zeilen des Plans",
        {
            "plan_line.added": "hat die Zeile {} in den Plan eingetragen",
            "plan_line.changed": "hat die Zeile {} des Plans geändert",
            "plan_line.removed": "hat die Zeile {} des Plans gelöscht",
        },
    ),
    Kind(
        "evaluation.StaffPosition",
        "Stellen",
        {
            "position.added": "hat die Stelle {} eingetragen",
            "position.changed": "hat die Stelle {} geändert",
        },
    ),
    Kind(
        "evaluation.Voucher",
        "Belege",
        {
            "voucher.added": "hat den {} eingetragen",
            "voucher.changed": "hat den {} geändert",
            "voucher.removed": "hat den {} gelöscht",
        },
    ),
    Kind(
        "evaluation.FundingReport",
        "Berichte",
        {
            "report.begun": "hat den {} angelegt",
            "report.released": "hat den {} festgeschrieben und bereitgestellt",
        },
    ),
    Kind(
        "evaluation.NarrativeSection",
        "Kapitel der Berichte",
        {"section.changed": "hat das Kapitel {} geschrieben"},
    ),
    Kind(
        "evaluation.ReportRelease",
        "Festgeschriebene Berichte",
        {
            "report.presentation_noted": "hat zum {} Unterschrift und Vorlage eingetragen",
            "report.presentation_taken_back": "hat zum {} den Eintrag der Vorlage zurückgenommen",
        },
    ),
]

DOWNLOADED = {"report.downloaded": "hat {} heruntergeladen"}
TRAIL_OF_LAND = [
    Kind("evaluation.ReportRelease", "Kopie des Sachberichts", DOWNLOADED),
    Kind("evaluation.ProofOfUse", "Verwendungsnachweis", DOWNLOADED),
]


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Förderung"

    def ready(self) -> None:
        from evaluation import panels
        from evaluation.actions import printing

        printing.announce()
        panels.announce()
        announce(*TRAIL)
        announce_for_land(*TRAIL_OF_LAND)
