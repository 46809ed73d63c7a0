"""What Schulungen put into a volunteer's own calendar."""

from collections.abc import Iterator

from lotsen_portal.tenancy.addresses import tenant_url
from lotsen_portal.tenancy.context import active_tenant
from trainings.models import Registration, Session
from volunteers.feeds import Event, State
from volunteers.models import Volunteer


def sessions_of(volunteer: Volunteer) -> Iterator[Event]:
    """Yield the sessions of what somebody has signed up for, also of what was called off."""
    tenant = active_tenant()
    held = Registration.objects.filter(volunteer=volunteer).holding()
    for registration in held.for_person().with_sessions(Session.objects.all()):
        training = registration.training
        waits = registration.status == Registration.Status.WAITING
        state: State = "TENTATIVE" if waits else "CONFIRMED"
        for session in training.sessions.all():
            yield Event(
                key=f"session-{session.pk}",
                title=f"{training} (Warteliste)" if waits else str(training),
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                place=training.place,
                url=tenant_url(tenant, "trainings:detail", training.pk),
                state="CANCELLED" if training.cancelled_at else state,
            )
