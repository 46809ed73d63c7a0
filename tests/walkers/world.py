"""Two Kreise full of rows, every text of which says whose it is.

`OWN_NAME` belongs to the volunteer who looks, `PARTNER_NAME` to the partner who looks,
`COLLEAGUE_NAME` to others of the same Kreis, `FOREIGN_NAME` to another Kreis.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from django.utils.http import int_to_base36

from evaluation.actions import reports
from evaluation.models import NarrativeSection, PlanLine, StaffPosition, Voucher
from lotsen_portal.accounts.models import Invitation, LandInvitation
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import active_tenant, tenant_scope
from lotsen_portal.tenancy.models import (
    Membership,
    Municipality,
    MunicipalityNeighbour,
    PublicContact,
    Role,
    StatewideRole,
)
from networking.models import ContactPerson, Partner
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast, assemble
from tests.factories import evaluation as money
from tests.factories import networking, trainings, volunteers
from tests.factories.files import attached, stored
from tests.factories.imports import import_run
from tests.factories.people import MembershipFactory, StatewideMembershipFactory, UserFactory
from tests.signing_in import sign_in
from tests.walkers import filling
from volunteers.actions import clearance, confidentiality, merging, offers
from volunteers.models import (
    ChangeRequest,
    ConfidentialityText,
    FeedToken,
    PeopleExport,
    Tag,
    TargetGroup,
    Volunteer,
)

OWN_NAME = "Eigenmayer"
PARTNER_NAME = "Partnerhuber"
NAMES = frozenset({OWN_NAME, PARTNER_NAME, COLLEAGUE_NAME, FOREIGN_NAME})

OWN_YEAR, OWN_RELEASED_YEAR = 2026, 2025
FOREIGN_YEAR, FOREIGN_RELEASED_YEAR = 2023, 2022
NEVER = {"pk": 999_999_999, "token": "x" * 43, "year": 2019, "slug": "landkreis-nirgendwo"}

Kwargs = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """The rows an address may be about: who looks may see `own`; `hidden` is staff's alone.

    `is_for_staff`: no row of this kind belongs to volunteers or partners.
    """

    own: Kwargs
    foreign: Kwargs | None
    hidden: Kwargs | None
    is_for_staff: bool = False


@dataclass(eq=False)
class World:
    cast: Cast
    own: dict[str, Kwargs] = field(default_factory=dict)
    hidden: dict[str, Kwargs] = field(default_factory=dict)
    foreign: dict[str, Kwargs] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    # All that the other Kreis has, table by table.
    foreign_rows: dict[str, str] = field(default_factory=dict)


def build() -> World:
    world = World(assemble())
    with tenant_scope(world.cast.kreis):
        _name_the_cast(world.cast)
        world.own = _rows(OWN_NAME, world.cast.volunteer, world.cast.partner, published=True)
        world.hidden = _rows(
            COLLEAGUE_NAME, world.cast.colleague, world.cast.other_partner, published=False
        )
        world.own |= _money(OWN_YEAR, OWN_RELEASED_YEAR)
        filling.fill_empty_tables(OWN_NAME)
    with tenant_scope(world.cast.foreign_kreis):
        world.foreign = _rows(
            FOREIGN_NAME, world.cast.foreign_volunteer, world.cast.foreign_partner, published=True
        )
        world.foreign |= _money(FOREIGN_YEAR, FOREIGN_RELEASED_YEAR)
        filling.fill_empty_tables(FOREIGN_NAME)
    world.own |= _of_the_land(world.cast)
    world.clients = _clients(world)
    return world


def _name_the_cast(cast: Cast) -> None:
    """Give whoever looks a name of their own as well."""
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(last_name=OWN_NAME)
    Partner.objects.filter(pk=cast.partner.pk).update(name=f"Verein {PARTNER_NAME}")
    Partner.objects.filter(pk=cast.other_partner.pk).update(name=f"Verein {COLLEAGUE_NAME}")
    ContactPerson.objects.filter(partner=cast.partner).update(name=PARTNER_NAME)


def _rows(
    name: str, volunteer: Volunteer, partner: Partner, *, published: bool
) -> dict[str, Kwargs]:
    """Make a row of each kind in the active Kreis and return how addresses name them."""
    # What everybody may see bears nobody's name.
    title = "Offener Kurs" if published else f"Entwurf von {name}"
    training = trainings.published_training(title=title) if published else _draft(title)
    registration = trainings.RegistrationFactory(
        training=training, name=f"Ada {name}", volunteer=volunteer
    )
    if published:
        registration.take_seat(timezone.now())
    article = networking.ArticleFactory(
        title=f"{title} zum Lesen", published_at=timezone.now() if published else None
    )
    inquiry = volunteers.InquiryFactory(volunteer=volunteer, subject=f"Frage von {name}")
    coordinating = _circle(name, volunteer)
    _long_list(volunteer)
    return {
        "volunteer": {"pk": volunteer.pk},
        "skill": {"pk": volunteers.LanguageSkillFactory(volunteer=volunteer).pk},
        "qualification": {
            "pk": volunteers.QualificationFactory(volunteer=volunteer, name=f"Kurs {name}").pk
        },
        "import_run": {"pk": import_run(name).pk},
        "import_done": {"pk": import_run(name, state="done").pk},
        "import_failed": {
            "pk": import_run(name, state="failed", failed_in="looking", attempt=3).pk
        },
        "circle": {"pk": coordinating.circle_id},
        "circle_membership": {"pk": coordinating.pk},
        "clearance": {"pk": _clearance(name, volunteer).pk},
        "offer": {"pk": volunteers.HelpOfferFactory(volunteer=volunteer, message=name).pk},
        "change_request": {"pk": _wish(name, volunteer)},
        "feed_token": {"token": _calendar(name, volunteer)},
        "offer_token": {"token": _offer_token(volunteer)},
        "partner": {"pk": partner.pk},
        "contact": {"pk": partner.contacts.get().pk},
        "meeting": {"pk": networking.NetworkMeetingFactory(title=f"Treffen {name}").pk},
        "outreach": {"pk": networking.OutreachActivityFactory(title=f"Aktion {name}").pk},
        "article": {"pk": article.pk},
        "training": {"pk": training.pk},
        "session": {"pk": training.sessions.get().pk},
        "registration": {"pk": registration.pk},
        "registration_token": {"token": registration.token},
        "inquiry": {"pk": inquiry.pk},
        "attachment": {"pk": attached(inquiry, name).pk},
        "document": {"pk": _document(name).pk},
        **_settings(name),
        # The last of all: it can be undone as long as nobody has worked on the person since.
        "merge": {"pk": _merge(name, volunteer)},
    }


def _circle(name: str, volunteer: Volunteer) -> Any:
    """Let somebody coordinate a Helferkreis with one more in it, who is nobody's secret."""
    circle = volunteers.HelperCircleFactory(name=f"Helferkreis {name}")
    volunteers.CircleMembershipFactory(circle=circle)
    return volunteers.CircleMembershipFactory(
        circle=circle, volunteer=volunteer, is_coordinator=True
    )


def _clearance(name: str, volunteer: Volunteer) -> Any:
    """Let somebody work with minors, who has shown and signed, and print both."""
    mark = f"Amt in {active_tenant().slug}"
    PublicContact.objects.update(office=mark)
    ConfidentialityText.objects.get_or_create(
        version=1, defaults={"text": mark, "valid_from": dt.date(2025, 1, 1)}
    )
    with_minors = volunteers.EngagementFieldFactory(
        name=f"Kinder {offered(name)}", involves_minors=True
    )
    volunteer.engagements.create(field=with_minors, starts_on=dt.date(2025, 1, 1))
    clearance.ask(volunteer, on=timezone.localdate(), by=None)
    confidentiality.order_print(volunteer, by=None)
    return volunteers.ClearanceFactory(volunteer=volunteer)


def _long_list(volunteer: Volunteer) -> None:
    """Let everybody be written into a file."""
    mark = volunteers.EngagementFieldFactory(name=f"tätig in {active_tenant().slug}")
    volunteer.engagements.create(field=mark)
    keys = list(Volunteer.objects.values_list("pk", flat=True))
    export = PeopleExport.objects.create(keys=keys, suffix="csv", ordered_at=timezone.now())
    Document.objects.create(
        kind="volunteers.people",
        title="Ehrenamtliche",
        subject_id=export.pk,
        key=f"Liste {export.pk}",
        queued_at=timezone.now(),
    )


def _wish(name: str, volunteer: Volunteer) -> int:
    wanted = {"guardian_name": f"Mutter {name}"}
    return int(ChangeRequest.objects.create(volunteer=volunteer, wanted=wanted).pk)


def _merge(name: str, volunteer: Volunteer) -> int:
    other = volunteers.VolunteerFactory(last_name=name, email="")
    versions = {
        one.pk: one.version for one in Volunteer.objects.filter(pk__in=[volunteer.pk, other.pk])
    }
    return merging.merge(volunteer, other, {}, versions=versions, by=None).pk


def _calendar(name: str, volunteer: Volunteer) -> str:
    return FeedToken.objects.create(volunteer=volunteer, token=offers.digest(name)[:43]).address


def _offer_token(volunteer: Volunteer) -> str:
    """Make an offer that is confirmed; before that its page shows what was typed."""
    token = f"angebot-{volunteer.pk}"
    volunteers.HelpOfferFactory(volunteer=volunteer, token_hash=offers.digest(token))
    return token


def _draft(title: str) -> Any:
    training = trainings.TrainingFactory(title=title)
    trainings.SessionFactory(training=training)
    training.follow_sessions()
    return training


def _document(name: str) -> Document:
    content = f"%PDF-1.7 {name}".encode()
    document: Document = Document.objects.create(
        kind="test.plain",
        title=f"Dokument {name}",
        subject_id=1,
        key=name,
        queued_at=timezone.now(),
        **stored(content),
    )
    return document


def offered(name: str) -> str:
    """Return what names a choice of the Kreis, which its volunteers may read; a foreign one not."""
    return name if name == FOREIGN_NAME else str(len(name))


def _settings(name: str) -> dict[str, Kwargs]:
    invitation = Invitation.objects.create(
        email=f"{name.lower()}@example.org",
        name=name,
        role=Role.VIEWER,
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    municipality, neighbour = (
        Municipality.objects.create(name=f"{kind} {len(name)}", postcodes=["83714"])
        for kind in ("Ort", "Nachbarort")
    )
    MunicipalityNeighbour.objects.create(municipality=municipality, neighbour=neighbour)
    MunicipalityNeighbour.objects.create(municipality=neighbour, neighbour=municipality)
    engagement_field = volunteers.EngagementFieldFactory(name=f"Feld {offered(name)}")
    return {
        "invitation": {"pk": invitation.pk},
        "invitation_token": {"token": invitation.token},
        "municipality": {"pk": municipality.pk},
        "member": {"pk": MembershipFactory(role=Role.VIEWER, name=f"Leitung {name}").pk},
        "field": {"pk": engagement_field.pk},
        "target_group": {"pk": TargetGroup.objects.create(name=f"Gruppe {offered(name)}").pk},
        "tag": {"pk": Tag.objects.create(name=f"Wort {name}").pk},
    }


def _money(year: int, released_year: int) -> dict[str, Kwargs]:
    """Make a grant of three years: one of them released, one being written."""
    span = {"starts_on": dt.date(released_year, 1, 1), "ends_on": dt.date(year, 12, 31)}
    grant = money.settled_grant(year=released_year, **span)
    written = money.report_of(released_year)
    _mark_what_is_printed()
    released = money.release(written, now=timezone.now())
    Document.objects.filter(kind__startswith="evaluation.").update(**stored(b"%PDF-1.7 Bericht"))
    line = money.PlanLineFactory(grant=grant, year=year)
    voucher = money.VoucherFactory(plan_line=line, year=year, paid_on=dt.date(year, 3, 1))
    report = money.report_of(year)
    reports.preview(report, by=None)
    _mark_what_is_printed()
    return {
        "grant": {"pk": grant.pk, "year": year},
        "line": {"pk": PlanLine.objects.get(pk=line.pk).pk},
        "voucher": {"pk": Voucher.objects.get(pk=voucher.pk).pk},
        "position": {"pk": StaffPosition.objects.get().pk},
        "year": {"year": year, "key": report.sections.order_by("pk")[0].key},
        "released_year": {"year": released_year},
        "release": {"pk": released.pk},
    }


def _mark_what_is_printed() -> None:
    """Say in texts and purposes whose they are; by its address, for the Land reads names."""
    mark = f"geschehen in {active_tenant().slug}"
    NarrativeSection.objects.filter(report__released_at=None).update(text=mark)
    Voucher.objects.update(purpose=mark)


def _of_the_land(cast: Cast) -> dict[str, Kwargs]:
    invitation = LandInvitation.objects.create(
        email="neu@example.org",
        role=StatewideRole.OVERSIGHT,
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    return {
        "kreis": {"slug": cast.kreis.slug},
        "land_invitation": {"token": invitation.token},
        "reset_key": {"uidb36": int_to_base36(cast.coordinator.pk), "key": "abc-123"},
        "security_key": {"pk": NEVER["pk"]},
        "provider": {"provider_id": "keiner-eingerichtet"},
        "device": {"pk": _device_of(cast.coordinator)},
    }


def _device_of(user: Any) -> int:
    device = UserSession.objects.create(
        user=user, ip="127.0.0.1", session_key="x" * 32, user_agent="Ein Gerät", data={}
    )
    return int(device.pk)


def _clients(world: World) -> dict[str, Client]:
    """Return a browser for each kind of person."""
    cast = world.cast
    users = {
        Role.COORDINATOR: cast.coordinator,
        Role.VIEWER: cast.viewer,
        Role.VOLUNTEER: cast.people[Role.VOLUNTEER],
        Role.PARTNER: cast.people[Role.PARTNER],
        "nobody": UserFactory(),
    }
    for statewide in StatewideRole:
        users[statewide] = StatewideMembershipFactory(role=statewide).user
    with tenant_scope(cast.foreign_kreis):
        for role in Role:
            users[f"foreign {role}"] = MembershipFactory(role=role, name=FOREIGN_NAME).user
        of_volunteer = Membership.objects.get(user=users["foreign volunteer"])
        Volunteer.objects.filter(pk=cast.foreign_volunteer.pk).update(membership=of_volunteer)
        of_partner = Membership.objects.get(user=users["foreign partner"])
        ContactPerson.objects.filter(partner=cast.foreign_partner).update(membership=of_partner)
    clients = {"anonymous": Client()}
    for name, user in users.items():
        clients[str(name)] = sign_in(Client(), user)
    return clients
