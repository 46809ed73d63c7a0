"""What a release freezes: plain JSON values, ready to be hashed, printed and read in ten years.

Rules that hold for every field
- money is a string with two places and a dot ("1234.50"), a share in per cent likewise ("79.98");
- a day is an ISO date ("2026-11-22"), a moment an ISO timestamp with its offset;
- text is plain text; a blank line parts paragraphs; the empty string means "nothing recorded";
- a Figure is counted (int), printed as it stands (str, e.g. "unter 5" or "2,5"), or was not
  recorded (None). Suppression has happened before the figure arrives here;
- no float anywhere (`canonical_json` refuses it), and never the name of a volunteer.
"""

from typing import Literal, TypedDict, cast

type Money = str
type Percent = str
type Day = str
type Figure = int | str | None


class Directive(TypedDict):
    title: str  # "Beratungs- und Integrationsrichtlinie (BIR)"
    programme: str  # "Nr. 5 – Hauptamtliche Integrationslotsinnen und -lotsen"
    citation: str  # "Bekanntmachung … vom 26.09.2023, Az. G3-6722-1-450, BayMBl. Nr. 498"
    valid_from: Day
    valid_until: Day
    form_note: str  # "gegliedert nach Muster 4 zu Art. 44 BayHO"
    proof_due_on: Day
    deadline_note: str  # "Frist laut Zuwendungsbescheid prüfen"
    granting_authority: list[str]  # lines of the address


class Recipient(TypedDict):
    name: str  # "Landkreis Miesbach"
    ags: str
    region: str  # "Oberbayern"
    address: list[str]
    contact_name: str
    contact_phone: str
    contact_email: str


class GrantNotice(TypedDict):
    dated: Day
    reference: str
    amount: Money


class Grant(TypedDict):
    notices: list[GrantNotice]
    awarded: Money  # for the report year
    paid_out: Money | None  # None: not recorded
    starts_on: Day  # Bewilligungszeitraum
    ends_on: Day


class StaffEntry(TypedDict):
    function: str
    name: str  # salaried staff only; may be empty
    carrier: str  # Träger
    fte: str  # "0.75"
    starts_on: Day
    ends_on: Day | None
    qualification: str


class FigureLine(TypedDict):
    label: str
    value: Figure
    previous: Figure


class TextSection(TypedDict):
    title: str
    text: str


class SectionWithFigures(TypedDict):
    text: str
    figures: list[FigureLine]


class TaskArea(TypedDict):
    key: str  # "a" … "f"
    title: str
    text: str
    figures: list[FigureLine]


class ChartSeries(TypedDict):
    label: str
    values: list[int | None]  # None: no bar, for nothing was recorded or it is withheld


class Chart(TypedDict):
    labels: list[str]
    series: list[ChartSeries]
    alt: str  # a sentence in words; the numbers stand in the table


class StatisticRow(TypedDict):
    label: str
    values: list[Figure]  # one per column


class StatisticTable(TypedDict):
    code: str  # "K1" … "K10"
    title: str
    definition: str
    columns: list[str]  # heads after the first, e.g. ["2026", "2025"]
    rows: list[StatisticRow]
    chart: Chart | None
    note: str


class TrainingRow(TypedDict):
    starts_on: Day
    ends_on: Day | None
    title: str
    speaker: str  # organisation or role
    teaching_units: int
    seats: Figure
    attendees: Figure


class Meeting(TypedDict):
    held_on: Day
    title: str
    attendees: Figure


class Network(TypedDict):
    sections: list[TextSection]
    figures: list[FigureLine]
    meetings: list[Meeting]


class IncomeLine(TypedDict):
    code: str
    label: str
    approved: Money
    approved_percent: Percent
    settled: Money
    settled_percent: Percent


class ExpenseLine(TypedDict):
    code: str
    label: str
    approved: Money
    approved_eligible: Money
    settled: Money
    settled_eligible: Money


class Result(TypedDict):
    expenses_approved: Money
    expenses_settled: Money
    income_approved: Money
    income_settled: Money
    difference_approved: Money  # income minus expenses
    difference_settled: Money


class Check(TypedDict):
    label: str  # "Zuwendung höchstens 80 v. H. der zuwendungsfähigen Ausgaben"
    finding: str  # "79,98 v. H."
    outcome: Literal["met", "not_met", "open"]


class Finance(TypedDict):
    income: list[IncomeLine]  # in the order of the financing plan
    income_total: IncomeLine
    expenses: list[ExpenseLine]  # in the order of the financing plan
    expenses_total: ExpenseLine
    result: Result
    checks: list[Check]
    note: str  # deviations from the plan


class VoucherRow(TypedDict):
    number: str
    paid_on: Day
    counterparty: str  # organisation or role, never a private person's name
    purpose: str
    amount: Money
    eligible: bool
    line: str  # code of the plan's line


class VoucherList(TypedDict):
    income: list[VoucherRow]  # in time order
    income_total: Money
    expenses: list[VoucherRow]  # in time order
    expenses_total: Money


class ReportSnapshot(TypedDict):
    """What the copy of the Sachbericht for the ministry holds: no vouchers."""

    schema: Literal[1]
    version: int  # of the report: 1, 2, … after a withdrawal
    created_at: str
    report_year: int
    starts_on: Day  # Berichtszeitraum
    ends_on: Day
    directive: Directive
    recipient: Recipient
    grant: Grant
    staff: list[StaffEntry]
    staff_note: str  # vacancies, third parties
    conditions: SectionWithFigures  # Rahmenbedingungen
    task_areas: list[TaskArea]
    statistics: list[StatisticTable]
    trainings: list[TrainingRow]
    network: Network
    recruitment: SectionWithFigures  # Ehrenamtliche mit Migrationsgeschichte
    outlook: list[TextSection]  # Zielerreichung, Abweichungen, Schwierigkeiten, Ausblick
    finance: Finance
    funding_note: str


class Snapshot(ReportSnapshot):
    """What the Verwendungsnachweis holds: the report, its vouchers, what is confirmed."""

    vouchers: VoucherList
    confirmations: list[str]
    signatures: list[str]  # who signs: "Landrätin oder Landrat bzw. beauftragte Person"


def report_of(snapshot: Snapshot) -> ReportSnapshot:
    """Return the snapshot of the copy: the same facts without vouchers and signatures."""
    kept = ReportSnapshot.__required_keys__
    return cast(ReportSnapshot, {key: item for key, item in snapshot.items() if key in kept})
