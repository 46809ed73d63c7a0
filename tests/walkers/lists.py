"""A Kreis that has nothing yet, who looks at its lists, and one more row for each list."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from evaluation.models import Grant
from lotsen_portal.accounts.models import Invitation
from lotsen_portal.audit import trail
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import (
    Membership,
    Municipality,
    MunicipalityNeighbour,
    PublicContact,
    Role,
    StatewideRole,
    Tenant,
)
from networking.models import Partner
from tests.conftest import TenantClient
from tests.factories import evaluation as money
from tests.factories import imports, networking, trainings, volunteers
from tests.factories.files import attached
from tests.factories.people import (
    MembershipFactory,
    StatewideMembershipFactory,
    TenantFactory,
)
from tests.signing_in import sign_in
from trainings.models import Registration, Session, Training
from volunteers.actions import merging
from volunteers.models import (
    ChangeRequest,
    ConfidentialityText,
    HelperCircle,
    ImportRun,
    Inquiry,
    Language,
    LanguageSkill,
    SavedView,
    StatusChange,
    Tag,
    TargetGroup,
    Volunteer,
)

ANYBODY, NOBODY, ACCOUNT = "anybody", "nobody", "account"
REPORT_YEAR = 2025


@dataclass
class Lists:
    """The Kreis, and one row of each kind that a page may be about, made when it is asked for."""

    kreis: Tenant
    clients: dict[str, TenantClient]
    statewide: dict[str, Client]
    volunteer: Volunteer
    partner: Partner
    grant: Grant

    def get(self, path: str, who: str) -> Any:
        """Ask as a member of the Kreis, or for a page of the Land."""
        if who in self.clients:
            return self.clients[who].get(path)
        return self.statewide[who].get(path)

    def keep_sessions_at_hand(self) -> None:
        """Put them where they are after a sign-in, for other tests empty the cache."""
        for client in [*self.statewide.values(), *(c.client for c in self.clients.values())]:
            if settings.SESSION_COOKIE_NAME in client.cookies:
                client.session.save()

    @cached_property
    def training(self) -> Training:
        return trainings.published_training(capacity=20)

    @cached_property
    def session(self) -> Session:
        """Return one that is over, so that it can be said who came."""
        starts_at = timezone.now() - dt.timedelta(days=1)
        return trainings.SessionFactory(training=self.training, starts_at=starts_at)

    @cached_property
    def registration(self) -> Registration:
        return trainings.RegistrationFactory(training=self.training)

    @cached_property
    def municipality(self) -> Municipality:
        return Municipality.objects.create(name="Mitten", postcodes=["83714"])

    @cached_property
    def import_run(self) -> ImportRun:
        return imports.import_run("Helferin", rows=0)

    @cached_property
    def import_done(self) -> ImportRun:
        return imports.import_run("Helferin", rows=0, state="done")

    @cached_property
    def circle(self) -> HelperCircle:
        """Return one that the volunteer coordinates."""
        own = volunteers.CircleMembershipFactory(volunteer=self.volunteer, is_coordinator=True)
        circle: HelperCircle = own.circle
        return circle

    @cached_property
    def inquiry(self) -> Inquiry:
        return volunteers.InquiryFactory(volunteer=self.volunteer)


def begin() -> Lists:
    kreis = TenantFactory(slug="landkreis-liste")
    with tenant_scope(kreis):
        members = {role: MembershipFactory(role=role, name="Wer schaut") for role in Role}
        volunteer = volunteers.VolunteerFactory(membership=members[Role.VOLUNTEER])
        partner = networking.PartnerFactory()
        networking.ContactPersonFactory(partner=partner, membership=members[Role.PARTNER])
        grant = money.GrantFactory()
        PublicContact.objects.create()
    clients = {str(role): TenantClient(kreis, one.user) for role, one in members.items()}
    statewide = {
        str(role): sign_in(Client(), StatewideMembershipFactory(role=role).user)
        for role in StatewideRole
    }
    return Lists(
        kreis=kreis,
        clients={**clients, ANYBODY: TenantClient(kreis)},
        statewide={**statewide, NOBODY: Client(), ACCOUNT: clients[Role.COORDINATOR].client},
        volunteer=volunteer,
        partner=partner,
        grant=grant,
    )


# One more row of each list, with all that its line shows


def volunteer(lists: Lists) -> None:
    volunteer = volunteers.VolunteerFactory()
    LanguageSkill.objects.create(volunteer=volunteer, language=Language.objects.first())
    volunteer.engagements.create(field=volunteers.EngagementFieldFactory())


def wish(lists: Lists) -> None:
    person = volunteers.VolunteerFactory()
    ChangeRequest.objects.create(volunteer=person, wanted={"first_name": "Eva"})


def offer(lists: Lists) -> None:
    volunteers.HelpOfferFactory(municipality=lists.municipality)


def circle(lists: Lists) -> None:
    circle = volunteers.HelperCircleFactory()
    place = Municipality.objects.create(name=f"Dorf bei {circle}", postcodes=["83714"])
    circle.municipalities.create(municipality=place)
    for person in (lists.volunteer, volunteers.VolunteerFactory()):
        volunteers.CircleMembershipFactory(circle=circle, volunteer=person, is_coordinator=True)


def circle_member(lists: Lists) -> None:
    volunteers.CircleMembershipFactory(circle=lists.circle)
    volunteers.CircleMembershipFactory(circle=lists.circle, ends_on=dt.date(2021, 1, 1))


def with_minors(lists: Lists) -> None:
    """Let one more person help children, whose Führungszeugnis has run out."""
    person = volunteers.VolunteerFactory()
    _helps_children(person)
    volunteers.ClearanceFactory(volunteer=person, next_due_on=dt.date(2025, 3, 1))


def _helps_children(person: Volunteer) -> None:
    person.engagements.create(field=volunteers.EngagementFieldFactory(involves_minors=True))


def signature(lists: Lists) -> None:
    """Let one more person have to sign again, for there is a newer version."""
    with_version = [
        ConfidentialityText.objects.get_or_create(
            version=version, defaults={"text": "Ich schweige.", "valid_from": dt.date(2025, 1, 1)}
        )[0]
        for version in (1, 2)
    ]
    person = volunteers.VolunteerFactory()
    person.confidentiality_agreements.create(text=with_version[0], signed_on=dt.date(2025, 2, 1))


def saved_view(lists: Lists) -> None:
    user = lists.clients[Role.COORDINATOR].user
    SavedView.objects.create(
        owner=Membership.objects.get(user=user),
        name=f"Ansicht {SavedView.objects.count()}",
        query="status=active",
    )


def inquiry(lists: Lists) -> None:
    volunteers.InquiryFactory(
        volunteer=lists.volunteer,
        topic=volunteers.a_topic(),
        responsible=MembershipFactory(),
    )


def training(lists: Lists) -> None:
    training = trainings.published_training(session_count=2, host=networking.PartnerFactory())
    registration = trainings.RegistrationFactory(training=training, volunteer=lists.volunteer)
    registration.take_seat(timezone.now())


def partner(lists: Lists) -> None:
    partner = networking.PartnerFactory(is_public=True, confirmed_on=timezone.localdate())
    networking.ContactPersonFactory(partner=partner, is_public=True)


def article(lists: Lists) -> None:
    networking.ArticleFactory(published_at=timezone.now())


def voucher(lists: Lists) -> None:
    money.VoucherFactory(plan_line=money.PlanLineFactory(grant=lists.grant))


def document(lists: Lists) -> None:
    Document.objects.create(
        kind="test.plain",
        title="Probe",
        subject_id=1,
        key=f"probe {Document.objects.count()}",
        queued_at=timezone.now(),
    )


def municipality(lists: Lists) -> None:
    Municipality.objects.create(name=f"Ort {Municipality.objects.count()}", postcodes=["83714"])


def neighbours(lists: Lists) -> None:
    one, other = lists.municipality, Municipality.objects.count()
    near = Municipality.objects.create(name=f"Nachbarort {other}", postcodes=["83714"])
    MunicipalityNeighbour.objects.create(municipality=one, neighbour=near)
    MunicipalityNeighbour.objects.create(municipality=near, neighbour=one)


def member(lists: Lists) -> None:
    MembershipFactory(role=Role.VIEWER)
    count = Invitation.objects.count()
    Invitation.objects.create(
        email=f"neu{count}@example.org", role=Role.VIEWER, expires_at=timezone.now()
    )


def line(lists: Lists) -> None:
    volunteer = volunteers.VolunteerFactory()
    with trail.changing("volunteer.changed", volunteer, by=None):
        volunteer.phone = f"08022 {volunteer.pk}"
        volunteer.save()


def field(lists: Lists) -> None:
    volunteers.EngagementFieldFactory()


def choice(lists: Lists) -> None:
    """Add one to each list that the forms of a record offer."""
    number = Tag.objects.count()
    field(lists)
    municipality(lists)
    Tag.objects.create(name=f"Wort {number}")
    TargetGroup.objects.create(name=f"Gruppe {number}")


def expiring(lists: Lists) -> None:
    today = timezone.localdate()
    volunteers.QualificationFactory(expires_on=today + dt.timedelta(days=3))


def meeting(lists: Lists) -> None:
    networking.NetworkMeetingFactory()


def outreach(lists: Lists) -> None:
    networking.OutreachActivityFactory()


def position(lists: Lists) -> None:
    money.StaffPositionFactory()


def release(lists: Lists) -> None:
    """Release the report of one more Kreis."""
    with tenant_scope(TenantFactory()):
        money.released_report(year=REPORT_YEAR, now=timezone.now())


def kreis(lists: Lists) -> None:
    """Let the Lotsin work in one more Kreis."""
    with tenant_scope(TenantFactory()):
        MembershipFactory(user=lists.clients[Role.COORDINATOR].user)


def double(lists: Lists) -> None:
    """Add somebody of the same name."""
    volunteers.VolunteerFactory(last_name=lists.volunteer.last_name)


def merge(lists: Lists) -> None:
    kept = volunteers.VolunteerFactory(first_name="", last_name="")
    other = volunteers.VolunteerFactory(first_name="", last_name="")
    merging.merge(kept, other, {}, versions={kept.pk: 1, other.pk: 1}, by=None)


def import_run(lists: Lists) -> None:
    imports.import_run("Helferin")


# One more row of what a page is about


def session(lists: Lists) -> None:
    trainings.SessionFactory(training=lists.training)


def participant(lists: Lists) -> None:
    registration = trainings.RegistrationFactory(
        training=lists.training, volunteer=volunteers.VolunteerFactory()
    )
    registration.take_seat(timezone.now())


def message(lists: Lists) -> None:
    attached(lists.inquiry, "Liste")


def of_volunteer(lists: Lists) -> None:
    inquiry(lists)
    training(lists)
    StatusChange.objects.create(volunteer=lists.volunteer, status="active", on=dt.date(2025, 1, 1))
    volunteers.HelpOfferFactory(volunteer=lists.volunteer, municipality=lists.municipality)
    _record(lists.volunteer)
    _helps_children(lists.volunteer)
    volunteers.CircleMembershipFactory(volunteer=lists.volunteer)


def _record(person: Volunteer) -> None:
    """Add a row to each section of somebody's page."""
    number = LanguageSkill.objects.filter(volunteer=person).count()
    language = Language.objects.order_by("pk")[number]
    volunteers.LanguageSkillFactory(volunteer=person, language=language)
    volunteers.QualificationFactory(volunteer=person)
    person.engagements.create(field=volunteers.EngagementFieldFactory())
    person.availabilities.create(weekday=number, slot="evening")
    person.tags.create(tag=Tag.objects.create(name=f"Wort {number}"))
    person.target_groups.create(target_group=TargetGroup.objects.create(name=f"Gruppe {number}"))
    place = Municipality.objects.create(name=f"Dorf {number}", postcodes=["83714"])
    person.municipalities.create(municipality=place)


def import_row(lists: Lists) -> None:
    """Add a row to both runs, which somebody of the registry looks like or has become."""
    person = volunteers.VolunteerFactory()
    match = {"volunteer": person.pk, "label": "Helferin, Ada", "reasons": ["gleicher Name"]}
    for run in (lists.import_run, lists.import_done):
        number = 2 + run.rows.count()
        imports.import_row(run, "Helferin", number=number, volunteer=person, alike=[match])


def contact(lists: Lists) -> None:
    networking.ContactPersonFactory(partner=lists.partner)


def bescheid(lists: Lists) -> None:
    money.PlanLineFactory(grant=money.GrantFactory())


def plan_line(lists: Lists) -> None:
    money.PlanLineFactory(grant=lists.grant)


def of_kreis(lists: Lists) -> None:
    """Add what a Kreis has, and what nobody outside it may count."""
    for add in (volunteer, member, of_volunteer, partner, voucher, document):
        add(lists)
