"""What the registry holds about a volunteer, in words; a relation without a line is red."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from lotsen_portal.audit import registry
from lotsen_portal.audit.models import AuditDetail, AuditEntry
from lotsen_portal.common.templatetags.portal import date_de, datetime_de
from lotsen_portal.common.versions import in_words
from lotsen_portal.files.models import Attachment
from lotsen_portal.privacy.registry import Record, Section
from volunteers.models import FeedToken, InquiryMessage, Volunteer

# Derived from what is told, or a number that says nothing about anybody.
UNTOLD_FIELDS = {"id", "tenant", "version", "sort_key", "search_key", "phone_number", "volunteer"}


def sections(volunteer: Volunteer) -> Iterator[Section]:
    yield Section("Stammdaten", [_core(volunteer)])
    for name, (title, joined) in RELATIONS.items():
        relation: Any = Volunteer._meta.get_field(name)
        rows = relation.related_model.objects.filter(volunteer=volunteer).order_by("pk")
        rows = rows.select_related(*joined) if joined else rows
        yield Section(title, [_row(row) for row in rows])
    yield Section("Fragen und Antworten", list(_messages(volunteer)))
    yield Section("Nachrichten an Sie", list(_written(volunteer)))
    yield Section("Zeilen aus eingelesenen Listen", list(_imported(volunteer)))
    yield Section("Mit Ihnen zusammengeführte Einträge", list(_merged(volunteer)))
    yield Section("Kalenderadresse", list(_calendar(volunteer)))
    yield Section("Was mit Ihren Daten getan wurde", list(_trail(volunteer)))


# Related rows that are told field by field: heading, and what is loaded along.
RELATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "status_changes": ("Status seit wann", ()),
    "language_skills": ("Sprachen", ("language",)),
    "engagements": ("Einsatzbereiche", ("field",)),
    "target_groups": ("Zielgruppen", ("target_group",)),
    "municipalities": ("Gemeinden", ("municipality",)),
    "availabilities": ("Zeiten", ()),
    "qualifications": ("Qualifikationen", ()),
    "tags": ("Schlagwörter", ("tag",)),
    "circle_memberships": ("Helferkreise", ("circle",)),
    "clearances": ("Führungszeugnis", ()),
    "confidentiality_agreements": ("Vertraulichkeit", ("text",)),
    "consultations": ("Beratungskontakte", ("topic",)),
    "hours_entries": ("Stunden", ()),
    "help_offers": ("Ihr Angebot zu helfen", ("municipality",)),
    "change_requests": ("Ihre Änderungswünsche", ()),
}
# Related rows that have a part of their own above.
IN_WORDS = {"inquiries", "messages_received", "import_rows", "merges", "feed_tokens"}
# That two rows are two people says something about the other as well.
LEFT_OUT = {"distinct_from", "distinct_to"}
# How fields are called that no page names by themselves.
LABELS = {
    "field": "Einsatzbereich",
    "language": "Sprache",
    "target_group": "Zielgruppe",
    "tag": "Schlagwort",
    "circle": "Helferkreis",
    "text": "Wortlaut",
    "topic": "Thema",
    "municipality": "Gemeinde",
    "created_at": "eingetragen",
    "offered_at": "angeboten",
    "confirmed_at": "bestätigt",
    "seen_at": "gesehen",
    "wanted": "gewünscht",
    "requested_at": "gewünscht am",
    "decided_at": "entschieden",
    "was_accepted": "übernommen",
}
# What opens a door.
SECRET_FIELDS = {"token", "token_hash"}


def _core(volunteer: Volunteer) -> Record:
    return _row(volunteer) | {"Zugang zum Portal": "Ja" if volunteer.has_access else "Nein"}


def _row(row: models.Model) -> Record:
    """Return what the row says, by the names of its fields; what is empty is left out."""
    untold = UNTOLD_FIELDS | SECRET_FIELDS | {"membership"}
    fields: list[Any] = [field for field in row._meta.concrete_fields if field.name not in untold]
    told = {_label(field): _in_words(field, row) for field in fields}
    return {label: text for label, text in told.items() if text not in ("", "–")}


def _label(field: Any) -> str:
    return LABELS.get(field.name) or str(field.verbose_name)


def _in_words(field: Any, row: models.Model) -> str:
    if field.is_relation:
        return _name_of(field, row)
    value = getattr(row, field.name)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if base := getattr(field, "base_field", None):
        return ", ".join(str(dict(base.choices or ()).get(one, one)) for one in value)
    if isinstance(value, dict):
        labels = {field.name: str(field.verbose_name) for field in Volunteer._meta.fields}
        return ", ".join(f"{labels.get(name, name)}: {text}" for name, text in value.items())
    if isinstance(field, models.DateTimeField):
        return datetime_de(value) if value else ""
    form_field = field.formfield()
    return in_words(form_field, value) if form_field else str(value)


def _name_of(field: Any, row: models.Model) -> str:
    try:
        return str(getattr(row, field.name) or "")
    except ObjectDoesNotExist:
        # Of a row that went when two entries became one.
        return "gibt es nicht mehr"


def _messages(volunteer: Volunteer) -> Iterator[Record]:
    asked = InquiryMessage.objects.filter(inquiry__volunteer=volunteer).select_related("inquiry")
    rows = list(asked.order_by("at", "pk"))
    files = Attachment.objects.of(rows)
    for message in rows:
        yield {
            "Frage": str(message.inquiry),
            "von": "Integrationslotsin" if message.from_staff else "Ihnen",
            "am": datetime_de(message.at),
            "Text": message.text,
        } | ({"Dateien": ", ".join(map(str, files[message.pk]))} if message.pk in files else {})


def _written(volunteer: Volunteer) -> Iterator[Record]:
    for one in volunteer.messages_received.select_related("campaign").order_by("pk"):
        yield {
            "am": datetime_de(one.campaign.sent_at),
            "Betreff": one.campaign.subject,
            "Text": one.campaign.text,
        }


def _imported(volunteer: Volunteer) -> Iterator[Record]:
    for row in volunteer.import_rows.select_related("run").order_by("pk"):
        cells = " | ".join(str(cell) for cell in row.cells if cell not in (None, ""))
        yield {"Datei": str(row.run), "am": datetime_de(row.run.started_at), "Zeile": cells or "–"}


def _merged(volunteer: Volunteer) -> Iterator[Record]:
    for merge in volunteer.merges.order_by("pk"):
        told = "; ".join(map(_serialized, _gone(merge.gone, merge.moved)))
        yield {"am": date_de(merge.merged_at), "Eintrag": told or "–"}


def _gone(entry: dict[str, Any], moved: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return what is kept of an entry that went, also where an earlier merge went along."""
    if entry:
        yield entry
    for row in (one["row"] for one in moved if "row" in one):
        if "moved" in row["fields"]:
            yield from _gone(row["fields"]["gone"], row["fields"]["moved"])
        else:
            yield row


def _serialized(row: dict[str, Any]) -> str:
    stored: Any = next(iter(serializers.deserialize("python", [row])))
    return ", ".join(f"{label}: {text}" for label, text in _row(stored.object).items())


def _calendar(volunteer: Volunteer) -> Iterator[Record]:
    if FeedToken.objects.filter(volunteer=volunteer).exists():
        yield {"Adresse": "Es gibt eine; sie steht unter „Termine im eigenen Kalender“."}


def _trail(volunteer: Volunteer) -> Iterator[Record]:
    """Tell who did what with the person's own row; of colleagues no name, of values what stands."""
    label = volunteer._meta.label
    entries = AuditEntry.objects.filter(subject_kind=label, subject_id=volunteer.pk)
    own = volunteer.membership.user_id if volunteer.membership else None
    details = AuditDetail.objects.filter(entry__in=entries)
    changes = dict(details.values_list("entry_id", "changes"))
    rows = entries.order_by("pk")
    for (actor_id, action), same in groupby(rows, key=attrgetter("actor_id", "action")):
        alike = list(same)
        told = {
            "wann": _when(alike[0].at, alike[-1].at),
            "wer": _who(actor_id, own),
            "was": registry.sentence_of(action).format(str(volunteer)),
        }
        # Whoever reads a page ten times in a row fills no ten lines.
        if action == "volunteer.read":
            yield told | ({"wie oft": str(len(alike))} if len(alike) > 1 else {})
            continue
        for entry in alike:
            said = changes.get(entry.pk, {})
            changed = "; ".join(_change(name, *pair) for name, pair in said.items())
            yield told | {"wann": datetime_de(entry.at)} | ({"Änderung": changed} if said else {})


def _when(first: dt.datetime, last: dt.datetime) -> str:
    return datetime_de(first) if first == last else f"{datetime_de(first)} bis {datetime_de(last)}"


def _who(actor_id: int | None, own: int | None) -> str:
    if actor_id is None:
        return "Das Portal oder jemand ohne Anmeldung"
    return "Sie selbst" if actor_id == own else "Jemand aus dem Kreis"


def _change(name: str, before: str, after: str) -> str:
    labels = {field.name: str(field.verbose_name) for field in Volunteer._meta.fields}
    label = labels.get(name, name)
    if before == after:
        return f"{label}: {after}" if after else label
    return f"{label}: {before or '–'} → {after or '–'}"
