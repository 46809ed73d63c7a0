"""Builds the messages of this app; sending is the outbox's job."""

from typing import Any

from lotsen_portal.mail.messages import Message, compose
from lotsen_portal.tenancy.addresses import tenant_url
from lotsen_portal.tenancy.models import Tenant
from trainings.models import Registration


def please_confirm(registration: Registration, tenant: Tenant) -> Message:
    """Ask whether the registration is really wanted.

    Names nothing that was typed: anybody may have typed anybody's address.
    """
    return _compose(
        "please_confirm",
        registration,
        tenant,
        subject=f"Bitte bestätigen Sie Ihre Anmeldung: {registration.training}",
    )


def confirmed(registration: Registration, tenant: Tenant) -> Message:
    """Say that there is a seat, when and where, and how to cancel."""
    subject = f"Sie sind angemeldet: {registration.training}"
    return _compose("confirmed", registration, tenant, subject=subject)


def waiting(registration: Registration, tenant: Tenant) -> Message:
    """Say that there is no seat yet."""
    subject = f"Sie stehen auf der Warteliste: {registration.training}"
    return _compose("waiting", registration, tenant, subject=subject)


def cancelled(registration: Registration, tenant: Tenant) -> Message:
    """Say that the person does not take part any more."""
    subject = f"Ihre Absage: {registration.training}"
    return _compose("cancelled", registration, tenant, subject=subject)


def called_off(registration: Registration, tenant: Tenant, *, reason: str) -> Message:
    """Say that the Schulung does not take place."""
    subject = f"Schulung abgesagt: {registration.training}"
    return _compose("called_off", registration, tenant, subject=subject, reason=reason)


def _compose(
    name: str, registration: Registration, tenant: Tenant, *, subject: str, **more: Any
) -> Message:
    training, token = registration.training, registration.token
    context = {
        "registration": registration,
        "training": training,
        "sessions": training.sessions.order_by("starts_at", "pk"),
        "tenant": tenant,
        "public_url": tenant_url(tenant, "trainings:public", training.pk),
        "confirm_url": tenant_url(tenant, "trainings:confirmation", token),
        "cancel_url": tenant_url(tenant, "trainings:cancellation", token),
        **more,
    }
    return compose(
        f"emails/trainings/{name}.txt", to=registration.email, subject=subject, context=context
    )
