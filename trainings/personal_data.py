"""What Schulungen hold about a volunteer."""

from collections.abc import Iterator

from lotsen_portal.common.templatetags.portal import date_de, datetime_de
from lotsen_portal.privacy.registry import Record, Section
from trainings.models import Attendance, ExternalAttendance, Registration
from volunteers.models import Volunteer


def sections(volunteer: Volunteer) -> Iterator[Section]:
    yield Section("Anmeldungen zu Schulungen", list(_registrations(volunteer)))
    yield Section("Teilnahme an Terminen", list(_attendances(volunteer)))
    yield Section("Schulungen in anderen Kreisen", list(_elsewhere(volunteer)))


def _registrations(volunteer: Volunteer) -> Iterator[Record]:
    rows = Registration.objects.filter(volunteer=volunteer).select_related("training")
    for row in rows.order_by("asked_at", "pk"):
        told = {
            "Schulung": str(row.training),
            "Stand": row.get_status_display(),
            "angefragt": datetime_de(row.asked_at),
            "Name": row.name,
            "E-Mail": row.email,
            "Telefon": row.phone,
            "Was Sie brauchen": row.needs,
        }
        yield {label: text for label, text in told.items() if text}


def _attendances(volunteer: Volunteer) -> Iterator[Record]:
    rows = Attendance.objects.filter(registration__volunteer=volunteer)
    for row in rows.in_full():
        yield {
            "Schulung": str(row.session.training),
            "am": datetime_de(row.session.starts_at),
            "Teilnahme": str(row),
        }


def _elsewhere(volunteer: Volunteer) -> Iterator[Record]:
    if not volunteer.email:
        return
    for row in ExternalAttendance.objects.filter(email=volunteer.email).order_by("on", "pk"):
        yield {"Schulung": row.title, "Kreis": row.host_name, "am": date_de(row.on)}
