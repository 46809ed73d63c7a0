"""The BIR in force, as data (Bek. StMI 26.09.2023, Az. G3-6722-1-450, BayMBl. Nr. 498).

Sure are citation, validity, tasks, authority, application and change dates, the yearly proof,
the 80 %, the cap and the own share. Not sure are form and date of the proof (Nr. 7.4): both
carry a note that sends the reader to the Bescheid.
"""

import datetime as dt
from decimal import Decimal
from typing import Any


def chapter(key: str, part: str, title: str, hint: str) -> dict[str, str]:
    return {"key": key, "part": part, "title": title, "hint": hint}


TASK_AREAS = {
    "a": "Zentrale Ansprechpartner und Netzwerker für Ehrenamtliche",
    "b": "Praxisorientierte Information und Unterstützung, Schulungen und Fortbildungen",
    "c": "Freiwilligenmanagement: motivieren, auswählen und neue Ehrenamtliche gewinnen",
    "d": "Koordinations- und Anlaufstelle für regionale Akteure",
    "e": "Transparenz über Akteure und Unterstützungsangebote vor Ort",
    "f": "Beratung zu kommunalen Integrationskonzepten",
}

AREA_HINT = "Ziele, Maßnahmen, Ergebnisse, ein Beispiel. Bitte keine Namen von Ehrenamtlichen."

CHAPTERS = [
    chapter("staff", "staff", "Personal und Träger", "Vakanzen, Vertretungen, Fortbildungen."),
    chapter(
        "conditions",
        "conditions",
        "Rahmenbedingungen im Kreis",
        "Einwohner, Unterkünfte, was das Jahr geprägt hat.",
    ),
    *(
        chapter(f"area_{key}", "task_area", f"{key}) {title}", AREA_HINT)
        for key, title in TASK_AREAS.items()
    ),
    chapter("network", "network", "Netzwerk- und Gremienarbeit", "Treffen, Kooperationen, FIB."),
    chapter(
        "recruitment",
        "recruitment",
        "Gewinnung von Ehrenamtlichen mit eigener Migrationsgeschichte",
        "Auch: Menschen aus EU-Staaten und der Ukraine erreichen.",
    ),
    chapter("goals", "outlook", "Zielerreichung", "Was wurde erreicht, was nicht?"),
    chapter("deviations", "outlook", "Abweichungen vom Plan", "Gegenüber Antrag und Bescheid."),
    chapter("outlook", "outlook", "Ausblick auf das Folgejahr", "Vorhaben und Schwerpunkte."),
]

BIR_2024: dict[str, Any] = {
    "key": "bir-2024",
    "title": "Beratungs- und Integrationsrichtlinie (BIR)",
    "programme": "Nr. 5 – Hauptamtliche Integrationslotsinnen und Integrationslotsen",
    "citation": (
        "Richtlinie für die Förderung der sozialen Beratung, Betreuung und Integration von"
        " Menschen mit Migrationsgeschichte, Bek. des StMI vom 26.09.2023,"
        " Az. G3-6722-1-450, BayMBl. Nr. 498"
    ),
    "valid_from": dt.date(2024, 1, 1),
    "valid_until": dt.date(2026, 12, 31),
    "funding_rate": Decimal("0.800"),
    "cap": Decimal("130000.00"),
    "min_own_share": Decimal("0.100"),
    "max_fte": Decimal("2.00"),
    "application_deadline": "11-15",
    "change_deadline": "03-15",
    "proof_deadline": "05-31",
    "deadline_note": "Voreinstellung; maßgeblich ist der Zuwendungsbescheid.",
    "form_note": "gegliedert nach Muster 4 zu Art. 44 BayHO; maßgeblich ist der Zuwendungsbescheid",
    "granting_authority": [
        "Regierung von Mittelfranken",
        "Sachgebiet 15 – Integration und Förderung, Ausgleichsamt",
        "Marienstraße 21",
        "90402 Nürnberg",
    ],
    "task_areas": TASK_AREAS,
    "chapters": CHAPTERS,
    "confirmations": [
        "Die Allgemeinen und Besonderen Nebenbestimmungen des Zuwendungsbescheids wurden beachtet.",
        "Die Ausgaben waren notwendig; es wurde wirtschaftlich und sparsam verfahren.",
        "Die Angaben stimmen mit den Büchern und den Belegen überein.",
        "Die Belege werden für die im Zuwendungsbescheid genannte Frist aufbewahrt.",
    ],
    "signatures": [
        "Landrätin, Landrat, Oberbürgermeisterin, Oberbürgermeister oder beauftragte Person",
        "Kämmerei",
    ],
    "funding_note": (
        "Gefördert aus Mitteln des Bayerischen Staatsministeriums des Innern, für Sport und"
        " Integration."
    ),
}
