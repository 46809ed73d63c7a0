"""The words of the sample report; all persons and events are invented."""

from collections.abc import Sequence

from evaluation.documents import snapshot
from evaluation.documents.snapshot import Chart, Figure, FigureLine, StatisticTable

DIRECTIVE: snapshot.Directive = {
    "title": "Beratungs- und Integrationsrichtlinie (BIR)",
    "programme": "Nr. 5 – Hauptamtliche Integrationslotsinnen und -lotsen",
    "citation": (
        "Bekanntmachung des Bayerischen Staatsministeriums des Innern, für Sport und Integration "
        "vom 26.09.2023, Az. G3-6722-1-450, BayMBl. Nr. 498"
    ),
    "valid_from": "2024-01-01",
    "valid_until": "2026-12-31",
    "form_note": "gegliedert nach Muster 4 zu Art. 44 BayHO",
    "proof_due_on": "2027-05-31",
    "deadline_note": "laut Zuwendungsbescheid prüfen",
    "granting_authority": [
        "Regierung von Mittelfranken",
        "Sachgebiet 15 – Integration und Förderung, Ausgleichsamt",
        "Marienstraße 21, 90402 Nürnberg",
    ],
}
RECIPIENT: snapshot.Recipient = {
    "name": "Landkreis Miesbach",
    "ags": "09182",
    "region": "Oberbayern",
    "address": ["Landratsamt Miesbach", "Musterplatz 3", "83714 Miesbach"],
    "contact_name": "Anna Beispiel",
    "contact_phone": "08025 000-123",
    "contact_email": "integrationslotsin@landkreis-miesbach.example",
}
GRANT: snapshot.Grant = {
    "notices": [
        {"dated": "2024-02-19", "reference": "RMF-SG15-6722-3-41-2", "amount": "230400.00"},
        {"dated": "2025-04-02", "reference": "RMF-SG15-6722-3-41-9", "amount": "4800.00"},
    ],
    "awarded": "76800.00",
    "paid_out": "76800.00",
    "starts_on": "2024-01-01",
    "ends_on": "2026-12-31",
}
STAFF: list[snapshot.StaffEntry] = [
    {
        "function": "Integrationslotsin",
        "name": "Anna Beispiel",
        "carrier": "Landratsamt Miesbach",
        "fte": "0.75",
        "starts_on": "2019-03-01",
        "ends_on": None,
        "qualification": "Sozialpädagogin (B. A.), Zusatzqualifikation Freiwilligenmanagement",
    },
    {
        "function": "Integrationslotse (Elternzeitvertretung)",
        "name": "",
        "carrier": "Caritasverband der Erzdiözese München und Freising",
        "fte": "0.50",
        "starts_on": "2026-02-01",
        "ends_on": "2026-10-31",
        "qualification": "",
    },
]
STAFF_NOTE = (
    "Die zweite halbe Stelle war im Januar sowie im November und Dezember nicht besetzt. "
    "Die Ausschreibung vom Oktober blieb ohne geeignete Bewerbung und wird wiederholt."
)


def line(label: str, value: Figure, previous: Figure) -> FigureLine:
    return {"label": label, "value": value, "previous": previous}


CONDITIONS: snapshot.SectionWithFigures = {
    "text": (
        "Der Landkreis hat 17 Gemeinden und rund 101.000 Einwohnerinnen und Einwohner. Im "
        "Berichtsjahr lebten Schutzsuchende in vier Gemeinschaftsunterkünften und 38 dezentralen "
        "Unterkünften; die Verteilung auf kleine Orte ohne regelmäßigen öffentlichen "
        "Personennahverkehr stellt die Ehrenamtlichen vor besondere Aufgaben.\n\n"
        "Die Flüchtlings- und Integrationsberatung ist an drei Standorten vertreten. Nach der "
        "Schließung der Notunterkunft in der Kreisstadt hat sich der Bedarf an Begleitung zu "
        "Wohnungsgenossenschaften, Schulen und Kindertageseinrichtungen verschoben."
    ),
    "figures": [
        line("Einwohnerinnen und Einwohner", 101234, 100987),
        line("Anteil ausländischer Staatsangehöriger", "14,2 %", "13,8 %"),
        line("Dezentrale Unterkünfte", 38, 41),
    ],
}
PARAGRAPHS = (
    "Ziel war es, dass jede ehrenamtlich tätige Person innerhalb von zwei Werktagen eine Antwort "
    "erhält und weiß, an wen sie sich im Landratsamt, bei der Flüchtlings- und "
    "Integrationsberatung oder beim Jobcenter wenden kann. Dazu wurden feste Sprechzeiten, eine "
    "Vertretungsregelung und ein gemeinsamer Wissensbereich eingerichtet.\n\n"
    "Umgesetzt wurden regelmäßige Austauschtreffen mit den Koordinatorinnen und Koordinatoren der "
    "Helferkreise, aufsuchende Beratung in den Gemeinden sowie eine Arbeitshilfe zu "
    "Behördengängen. Besonders nachgefragt waren Auskünfte zu Leistungsbescheiden, zur "
    "Anerkennung ausländischer Berufsabschlüsse und zur Wohnungssuche; Rückmeldungen aus den "
    "Helferkreisen flossen in die Planung der Schulungen ein.\n\n"
    "Im Ergebnis hat sich die Zahl der Anfragen gegenüber dem Vorjahr erhöht, während die mittlere "
    "Bearbeitungszeit gesunken ist. Ein Beispiel: Ein Helferkreis im Süden des Landkreises gewann "
    "über den Wissensbereich zwei Sprachmittlerinnen, die seither Elternabende an der Grundschule "
    "begleiten. Der Aufwand für Verwaltungsaufgaben bleibt hoch."
)
AREAS = {
    "a": "Zentrale Ansprechpartner und Netzwerker für Ehrenamtliche",
    "b": "Information und Unterstützung, insbesondere durch Schulungen und Fortbildungen",
    "c": "Freiwilligenmanagement und Gewinnung neuer Ehrenamtlicher",
    "d": "Koordinations- und Anlaufstelle für Akteure vor Ort",
    "e": "Transparenz über Akteure und bestehende Unterstützungsangebote",
    "f": "Beratung zu kommunalen Integrationskonzepten",
}
AREA_FIGURES: dict[str, list[FigureLine]] = {
    "a": [line("Beratungskontakte", 612, 548), line("Anfragen im Portal", 143, None)],
    "b": [
        line("Schulungen", 25, 21),
        line("Unterrichtseinheiten", 148, 126),
        line("Teilnehmende", 297, 268),
    ],
    "c": [line("Neue Ehrenamtliche", 34, 29), line("Erstgespräche", 41, 33)],
    "d": [line("Netzwerktreffen", 14, 12)],
    "e": [line("Erfasste Angebote", 87, 71), line("Partner im Verzeichnis", 64, 58)],
    "f": [],
}
TASK_AREAS: list[snapshot.TaskArea] = [
    {
        "key": key,
        "title": title,
        "text": "" if key == "f" else PARAGRAPHS,
        "figures": AREA_FIGURES[key],
    }
    for key, title in AREAS.items()
]


def table(
    code: str,
    title: str,
    definition: str,
    rows: list[tuple[str, Figure, Figure]],
    *,
    columns: Sequence[str] = ("2026", "2025"),
    chart: Chart | None = None,
    note: str = "",
) -> StatisticTable:
    return {
        "code": code,
        "title": title,
        "definition": definition,
        "columns": list(columns),
        "rows": [{"label": label, "values": values} for label, *values in rows],
        "chart": chart,
        "note": note,
    }


STATISTICS = [
    table(
        "K1",
        "Aktive Ehrenamtliche am 31.12.",
        "Mit mindestens einem Einsatz oder einer Bestätigung in den letzten zwölf Monaten.",
        [
            ("Aktive Ehrenamtliche", 214, 197),
            ("davon mit eigener Migrationsgeschichte (freiwillige Angabe)", 61, 48),
            ("neu im Berichtsjahr", 34, 29),
            ("ausgeschieden im Berichtsjahr", 17, 22),
        ],
        chart={
            "labels": ["Aktive Ehrenamtliche", "neu", "ausgeschieden"],
            "series": [
                {"label": "2026", "values": [214, 34, 17]},
                {"label": "2025", "values": [197, 29, 22]},
            ],
            "alt": "Es gibt mehr aktive und mehr neue Ehrenamtliche als im Vorjahr, "
            "ausgeschieden sind weniger.",
        },
    ),
    table(
        "K2",
        "Kontakte und Beratung",
        "Beratungskontakte mit Ehrenamtlichen nach Weg.",
        [
            ("Persönlich", 201, 188),
            ("Telefon", 244, 231),
            ("E-Mail und Portal", 167, 129),
            ("Insgesamt", 612, 548),
        ],
    ),
    table(
        "K3",
        "Schulungen",
        "Durchgeführte Schulungen; eine Unterrichtseinheit dauert 45 Minuten.",
        [
            ("Schulungen", 25, 21),
            ("Unterrichtseinheiten", 148, 126),
            ("Plätze", 384, 330),
            ("Anmeldungen", 341, 301),
            ("Teilnehmende", 297, 268),
            ("Ausgestellte Bescheinigungen", 251, None),
            ("Abgesagte Schulungen", 2, 3),
        ],
        chart={
            "labels": [
                "Asylrecht und Aufenthaltsrecht",
                "Interkulturelle Kommunikation",
                "Sprachmittlung im Ehrenamt",
            ],
            "series": [
                {"label": "2026", "values": [62, 71, 55]},
                {"label": "2025", "values": [60, 48, 57]},
            ],
            "alt": "Teilnehmende nach Thema: Die interkulturelle Kommunikation hat am meisten "
            "zugelegt, die anderen Themen blieben etwa gleich.",
        },
    ),
    table(
        "K4",
        "Vermittelte Anfragen",
        "Hilfegesuche mit Eingang im Berichtsjahr.",
        [
            ("Anfragen", 143, 117),
            ("vermittelt", 112, 88),
            ("offen am 31.12.", 19, 21),
            ("Tage bis zur Vermittlung (Median)", "6", "8,5"),
        ],
    ),
    table(
        "K5",
        "Ehrenamtliche Stunden",
        "Freiwillig gemeldete Stunden.",
        [
            ("Gemeldete Stunden", 11840, 10215),
            ("Personen mit mindestens 80 Stunden", 58, 49),
            ("Personen mit mindestens 250 Stunden", 7, "unter 5"),
        ],
    ),
    table(
        "K6",
        "Helferkreise und Initiativen",
        "Am 31.12. bestehend.",
        [("Helferkreise", 19, 18), ("Gemeinden mit Helferkreis", 14, 13)],
    ),
    table(
        "K7",
        "Netzwerk",
        "Treffen, zu denen eingeladen oder an denen teilgenommen wurde.",
        [
            ("Treffen", 14, 12),
            ("Partner: Behörden", 17, 16),
            ("Partner: Migrantenorganisationen", 9, 6),
            ("Partner: Freiwilligenagenturen, -zentren und Koordinierungszentren", 3, 3),
        ],
    ),
    table(
        "K8",
        "Sprachen im Pool der Sprachmittlung",
        "Verfügbare Sprachmittlerinnen und Sprachmittler und angefragte Einsätze.",
        [
            ("Arabisch", 14, 88),
            ("Dari und Farsi", 9, 71),
            ("Ukrainisch", 11, 46),
            ("Tigrinya", "unter 5", 39),
            ("Somali", "unter 5", 27),
        ],
        columns=["Personen", "Anfragen"],
        note="Für Tigrinya und Somali fehlen Sprachmittlerinnen und Sprachmittler.",
    ),
    table(
        "K9",
        "Öffentlichkeitsarbeit",
        "",
        [("Newsletter", 11, 10), ("Pressebeiträge", 6, 9), ("Veranstaltungen", 8, 7)],
    ),
    table("K10", "Personal", "Im Jahresmittel.", [("Geförderte VZÄ", "1,13", "1,25")]),
]
NETWORK: snapshot.Network = {
    "sections": [
        {
            "title": "Zusammenarbeit mit der Flüchtlings- und Integrationsberatung",
            "text": PARAGRAPHS.split("\n\n", maxsplit=1)[0],
        },
        {
            "title": "Freiwilligenagentur, Freiwilligenzentrum und Koordinierungszentrum",
            "text": PARAGRAPHS.split("\n\n")[1],
        },
        {"title": "Migrantenorganisationen", "text": ""},
    ],
    "figures": [line("Partner", 64, 58), line("Treffen", 14, 12)],
    "meetings": [
        {
            "held_on": f"2026-{month:02d}-12",
            "title": title,
            "attendees": attendees,
        }
        for month, title, attendees in [
            (2, "Runder Tisch Integration", 23),
            (3, "Austausch der Helferkreise", 31),
            (5, "Regionaltreffen der Integrationslotsinnen und -lotsen", 14),
            (7, "Arbeitskreis Sprachmittlung", None),
            (11, "Landesweites Vernetzungstreffen", 92),
        ]
    ],
}
RECRUITMENT: snapshot.SectionWithFigures = {
    "text": PARAGRAPHS,
    "figures": [
        line("Neue Ehrenamtliche mit eigener Migrationsgeschichte", 16, 11),
        line("davon aus der Ukraine", "unter 5", 6),
    ],
}
OUTLOOK: list[snapshot.TextSection] = [
    {"title": "Zielerreichung", "text": PARAGRAPHS.split("\n\n")[2]},
    {"title": "Abweichungen vom Plan", "text": PARAGRAPHS.split("\n\n")[1]},
    {"title": "Schwierigkeiten", "text": ""},
    {"title": "Planung für das Folgejahr", "text": PARAGRAPHS.split("\n\n", maxsplit=1)[0]},
]
CHECKS: list[snapshot.Check] = [
    {
        "label": "Zuwendung höchstens 80 v. H. der zuwendungsfähigen Ausgaben",
        "finding": "79,98 v. H.",
        "outcome": "met",
    },
    {
        "label": "Zuwendung höchstens 130.000,00 € je Kreis und Jahr",
        "finding": "76.800,00 €",
        "outcome": "met",
    },
    {
        "label": "Eigenanteil mindestens 10 v. H. der zuwendungsfähigen Gesamtausgaben",
        "finding": "9,87 v. H.",
        "outcome": "not_met",
    },
    {
        "label": "Vorlage bis 31.05.2027 (laut Zuwendungsbescheid prüfen)",
        "finding": "noch nicht vorgelegt",
        "outcome": "open",
    },
]
FINANCE_NOTE = (
    "Die Personalausgaben liegen wegen der zeitweise unbesetzten halben Stelle unter dem Ansatz. "
    "Mehrausgaben bei den Schulungen wurden innerhalb des Finanzierungsplans ausgeglichen."
)
INCOME_VOUCHERS: list[snapshot.VoucherRow] = [
    {
        "number": number,
        "paid_on": paid_on,
        "counterparty": counterparty,
        "purpose": purpose,
        "amount": amount,
        "eligible": True,
        "line": code,
    }
    for number, paid_on, counterparty, purpose, amount, code in [
        ("1", "2026-03-02", "Landkreis Miesbach", "Eigenanteil", "9600.00", "1.1"),
        ("2", "2026-04-15", "Regierung von Mittelfranken", "1. Teilbetrag", "38400.00", "1.3"),
        ("3", "2026-06-30", "Bürgerstiftung", "Zuschuss Schulungen", "9600.00", "1.2"),
        ("4", "2026-10-15", "Regierung von Mittelfranken", "2. Teilbetrag", "38400.00", "1.3"),
    ]
]
CONFIRMATIONS = [
    "Die Nebenbestimmungen des Zuwendungsbescheids wurden beachtet.",
    "Die Ausgaben waren notwendig; es wurde wirtschaftlich und sparsam verfahren.",
    "Die Angaben stimmen mit den Büchern und gegebenenfalls mit den Belegen überein.",
    "Es ist bekannt, dass die Angaben subventionserheblich im Sinne des § 264 StGB sind.",
]
SIGNATURES = [
    "Landrätin oder Landrat bzw. beauftragte Person",
    "Kämmerei",
]
FUNDING_NOTE = (
    "Dieses Projekt wird aus Mitteln des Bayerischen Staatsministeriums des Innern, für Sport und "
    "Integration gefördert."
)
