"""Helferkreise, and what somebody sees who coordinates one."""

import datetime as dt
from typing import Any

import pytest

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Membership, Municipality, Role
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory
from tests.factories.volunteers import (
    CircleMembershipFactory,
    HelperCircleFactory,
    VolunteerFactory,
)
from volunteers.actions import circles as actions
from volunteers.actions import people
from volunteers.actions.messages import NOBODY
from volunteers.models import (
    CircleMembership,
    HelperCircle,
    MessageCampaign,
    MessageRecipient,
    Volunteer,
)

TODAY = dt.date.today()
DAY = dt.timedelta(days=1)
LIST = "/ehrenamtliche/helferkreise/"


@pytest.fixture
def led(cast: Cast) -> HelperCircle:
    """Let Ada coordinate her circle, to which two more belong."""
    with tenant_scope(cast.kreis):
        CircleMembership.objects.filter(volunteer=cast.volunteer).update(is_coordinator=True)
        for last_name, email, phone in [
            ("Zenz", "zenz@example.org", "08022 77"),
            ("Ohnemail", "", "08022 88"),
        ]:
            person = VolunteerFactory(
                last_name=last_name, email=email, phone=phone, note="Geheimnis", place="Gmund"
            )
            CircleMembershipFactory(circle=cast.circle, volunteer=person)
    return cast.circle


def path_of(circle: HelperCircle, rest: str = "") -> str:
    return f"{LIST}{circle.pk}/{rest}"


def names(answer: Any) -> list[str]:
    return [person.last_name for person in answer.context["people"]]


# What the Lotsin keeps


def test_circle_is_added_and_changed(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        gmund, hausham = (
            Municipality.objects.create(name=name, postcodes=["83703"])
            for name in ("Gmund", "Hausham")
        )
    data = {"name": "Helferkreis Gmund", "founded_on": "01.02.2016", "places": [gmund.pk]}
    data |= {"description": "Deutsch üben", "meets": "dienstags"}
    coordinator.post(f"{LIST}neu/", data)
    with tenant_scope(cast.kreis):
        circle = HelperCircle.objects.get(name="Helferkreis Gmund")
        assert circle.places == "Gmund"

    changed = data | {"places": [gmund.pk, hausham.pk], "version": circle.version}
    coordinator.post(path_of(circle, "bearbeiten/"), changed | {"meets": "mittwochs"})

    with tenant_scope(cast.kreis):
        stored = HelperCircle.objects.get(pk=circle.pk)
        assert (stored.places, stored.meets) == ("Gmund, Hausham", "mittwochs")
        entry = AuditEntry.objects.filter(action="circle.changed").get()
        assert entry.details.get().changes == {
            "meets": ["dienstags", "mittwochs"],
            "Gemeinden": ["Gmund", "Gmund, Hausham"],
        }


def test_list_counts_who_belongs_today(
    coordinator: TenantClient, cast: Cast, led: HelperCircle
) -> None:
    with tenant_scope(cast.kreis):
        CircleMembershipFactory(circle=led, ends_on=TODAY)
        CircleMembershipFactory(circle=led, starts_on=TODAY + DAY)
        gone = VolunteerFactory(status="left", left_on=TODAY)
        CircleMembershipFactory(circle=led, volunteer=gone)
        HelperCircleFactory(name="Altkreis", dissolved_on=TODAY)

    answer = coordinator.get(LIST)

    counted = [(circle.pk, circle.member_count) for circle in answer.context["page"]]
    assert counted[:2] == [(led.pk, 3), (cast.other_circle.pk, 1)]
    assert [circle.name for circle in answer.context["page"]][2:] == ["Altkreis"]
    assert FOREIGN_NAME not in answer.text


def test_member_is_found_taken_in_and_let_go(coordinator: TenantClient, cast: Cast) -> None:
    add = path_of(cast.circle, "mitglieder/")
    offered = coordinator.get(f"{add}?q=kollegb").context["offered"]
    assert [person.pk for person in offered] == [cast.colleague.pk]
    # Who belongs already is not offered again.
    assert cast.volunteer.pk not in [p.pk for p in coordinator.get(add).context["offered"]]

    coordinator.post(add, {"volunteer": cast.colleague.pk, "on": "01.03.2025"})
    with tenant_scope(cast.kreis):
        held = CircleMembership.objects.get(circle=cast.circle, volunteer=cast.colleague)
    assert (held.starts_on, held.ends_on, held.is_coordinator) == (dt.date(2025, 3, 1), None, False)

    coordinator.post(f"{LIST}mitglieder/{held.pk}/koordination/")
    coordinator.post(f"{LIST}mitglieder/{held.pk}/ende/", {"on": "01.06.2025"})
    with tenant_scope(cast.kreis):
        held.refresh_from_db()
        entries = AuditEntry.objects.filter(subject_id=cast.colleague.pk).order_by("pk")
        told = [(entry.action, entry.details.get().changes) for entry in entries]
    assert (held.ends_on, held.is_coordinator) == (dt.date(2025, 6, 1), True)
    in_circle = {"Helferkreis": [str(cast.circle)] * 2}
    assert told == [
        ("circle.joined", in_circle),
        ("circle.coordination_given", in_circle),
        ("circle.left", in_circle),
    ]


def test_who_is_far_down_the_list_can_be_chosen_all_the_same(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory.create_batch(21, last_name="Aaa")
        last = VolunteerFactory(last_name="Zzz")
    add = path_of(cast.circle, "mitglieder/")
    assert "Wer nicht dabei ist: oben nach dem Namen suchen." in coordinator.get(add).text

    answer = coordinator.post(f"{add}?q=zzz", {"volunteer": last.pk, "on": f"{TODAY:%d.%m.%Y}"})

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "left", "left_on": TODAY}, "ist ausgeschieden"),
        ({}, "gehört schon zu"),
    ],
)
def test_who_cannot_belong_is_refused(cast: Cast, change: dict[str, Any], sentence: str) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(**change)
        cast.volunteer.refresh_from_db()
        with pytest.raises(DomainError, match=sentence):
            actions.add_member(cast.circle, cast.volunteer, on=TODAY, by=None)


def test_dissolved_circle_ends_with_all_that_belongs_to_it(
    coordinator: TenantClient, cast: Cast, led: HelperCircle
) -> None:
    yesterday = TODAY - DAY
    with tenant_scope(cast.kreis):
        CircleMembershipFactory(circle=led, ends_on=dt.date(2021, 1, 1))

    coordinator.post(path_of(led, "aufloesung/"), {"on": f"{yesterday:%d.%m.%Y}"})

    with tenant_scope(cast.kreis):
        ends = led.memberships.order_by("ends_on").values_list("ends_on", flat=True)
        assert list(ends) == [dt.date(2021, 1, 1), *[yesterday] * 3]
        with pytest.raises(DomainError, match="ist aufgelöst"):
            actions.add_member(led, cast.colleague, on=TODAY, by=None)
    assert coordinator.get(path_of(led)).status_code == 200
    again = coordinator.post(path_of(led, "aufloesung/"), {"on": f"{TODAY:%d.%m.%Y}"})
    assert again.status_code == 422


# Who coordinates one


def test_coordinator_sees_names_phones_and_mails_and_nothing_else(
    volunteer: TenantClient, cast: Cast, led: HelperCircle
) -> None:
    for path in (path_of(led), path_of(led, "druckliste/")):
        answer = volunteer.get(path)
        assert names(answer) == ["Maier", "Ohnemail", "Zenz"]
        for part in ("Zenz, Ada", "08022 77", "zenz@example.org", "08022 88"):
            assert part in answer.text
        for secret in ("Geheimnis", "Gmund", COLLEAGUE_NAME, FOREIGN_NAME, "aktiv"):
            assert secret not in answer.text

    zenz = names_to_pk(cast, "Zenz")
    assert volunteer.get(f"/ehrenamtliche/{zenz}/").status_code == 404
    assert volunteer.get("/ehrenamtliche/").status_code == 403
    assert volunteer.get(path_of(led, "bearbeiten/")).status_code == 403
    with tenant_scope(cast.kreis):
        read = AuditEntry.objects.filter(subject_id=led.pk, action__startswith="circle").order_by(
            "pk"
        )
        assert list(read.values_list("action", flat=True)) == ["circle.read", "circle.printed"]


def names_to_pk(cast: Cast, last_name: str) -> int:
    with tenant_scope(cast.kreis):
        return Volunteer.objects.get(last_name=last_name).pk


def test_coordinator_finds_the_circle_on_the_first_page(
    volunteer: TenantClient, led: HelperCircle
) -> None:
    assert f"helferkreise/{led.pk}/" in volunteer.get("/heute/").text
    [listed] = volunteer.get(LIST).context["page"]
    assert (listed.pk, listed.member_count) == (led.pk, 3)


def test_colleagues_circle_was_never_there(
    volunteer: TenantClient, cast: Cast, led: HelperCircle
) -> None:
    with tenant_scope(cast.foreign_kreis):
        foreign = HelperCircle.objects.get()
    for circle in (cast.other_circle, foreign):
        paths = [path_of(circle, rest) for rest in ("", "druckliste/", "nachricht/")]
        assert [volunteer.get(path).status_code for path in paths] == [404] * 3
        assert volunteer.post(paths[2], {"subject": "x", "text": "y"}).status_code == 404


def test_member_who_does_not_coordinate_sees_no_circle(volunteer: TenantClient, cast: Cast) -> None:
    assert volunteer.get(path_of(cast.circle)).status_code == 404
    assert "Sie koordinieren keinen Helferkreis" in volunteer.get(LIST).text
    assert "Ihr Helferkreis" not in volunteer.get("/heute/").text


def dissolves(circle: HelperCircle, cast: Cast) -> None:
    actions.dissolve(circle, on=TODAY, by=None)


def loses_the_task(circle: HelperCircle, cast: Cast) -> None:
    actions.stop_coordinating(circle.memberships.get(volunteer=cast.volunteer), by=None)


def leaves_the_circle(circle: HelperCircle, cast: Cast) -> None:
    actions.end_membership(circle.memberships.get(volunteer=cast.volunteer), on=TODAY, by=None)


def leaves_the_registry(circle: HelperCircle, cast: Cast) -> None:
    people.say_goodbye(cast.volunteer, on=TODAY, by=None)
    # What an import forgot to end changes nothing.
    circle.memberships.filter(volunteer=cast.volunteer).update(ends_on=None)


@pytest.mark.parametrize(
    "what", [dissolves, loses_the_task, leaves_the_circle, leaves_the_registry]
)
def test_circle_vanishes_that_day(
    volunteer: TenantClient, cast: Cast, led: HelperCircle, what: Any
) -> None:
    assert volunteer.get(path_of(led)).status_code == 200
    with tenant_scope(cast.kreis):
        what(led, cast)
        member = Member(
            cast.people[Role.VOLUNTEER],
            tuple(Membership.objects.filter(user=cast.people[Role.VOLUNTEER])),
        )
        assert not Volunteer.objects.led_by(member, on=TODAY).exists()

    assert volunteer.get(path_of(led)).status_code in (403, 404)
    assert "zenz@example.org" not in volunteer.get(LIST).text


@pytest.mark.parametrize("how", ["leaves the circle", "leaves the registry"])
def test_member_who_goes_vanishes_that_day(
    volunteer: TenantClient, cast: Cast, led: HelperCircle, how: str
) -> None:
    with tenant_scope(cast.kreis):
        zenz = Volunteer.objects.get(last_name="Zenz")
        if how == "leaves the circle":
            actions.end_membership(led.memberships.get(volunteer=zenz), on=TODAY, by=None)
        else:
            people.say_goodbye(zenz, on=TODAY, by=None)
            led.memberships.filter(volunteer=zenz).update(ends_on=None)
        own = Membership.objects.get(user=cast.people[Role.VOLUNTEER])
        seen = Volunteer.objects.led_by(Member(own.user, (own,)), on=TODAY)
        assert sorted(seen.values_list("last_name", flat=True)) == ["Maier", "Ohnemail"]

    assert names(volunteer.get(path_of(led))) == ["Maier", "Ohnemail"]
    assert names(volunteer.get(path_of(led, "druckliste/"))) == ["Maier", "Ohnemail"]


# Messages


def test_message_goes_to_each_alone(volunteer: TenantClient, cast: Cast, led: HelperCircle) -> None:
    page = volunteer.get(path_of(led, "nachricht/")).text
    assert "keine E-Mail, anrufen:" in page

    answer = volunteer.post(
        path_of(led, "nachricht/"),
        {"subject": "Treffen am Dienstag", "text": "Wir treffen uns <b>um 18 Uhr</b>."},
        follow=True,
    )

    assert "geht als 2 einzelne E-Mails hinaus" in answer.text
    with tenant_scope(cast.kreis):
        mails = list(OutgoingMail.objects.order_by("recipient"))
        campaign = MessageCampaign.objects.select_related("sender__user").get()
        entry = AuditEntry.objects.get(action="message.sent")
        sent_to = MessageRecipient.objects.order_by("volunteer__last_name")
        assert list(sent_to.values_list("volunteer__last_name", flat=True)) == ["Maier", "Zenz"]
        assert entry.details.get().changes == {
            "An": [str(led)] * 2,
            "E-Mails": ["2"] * 2,
        }
    assert (campaign.audience, campaign.sender.user) == (str(led), cast.people[Role.VOLUNTEER])
    assert [mail.recipient for mail in mails] == sorted([cast.volunteer.email, "zenz@example.org"])
    [to_zenz] = [mail for mail in mails if mail.recipient == "zenz@example.org"]
    assert to_zenz.subject == "Treffen am Dienstag"
    for part in ("Guten Tag Ada Zenz", "<b>um 18 Uhr</b>", "Ada Maier", cast.volunteer.email):
        assert part in to_zenz.text
    assert "<b>" not in to_zenz.html
    assert "Ohnemail" not in to_zenz.text


def test_lotsin_writes_in_her_own_name(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post(path_of(cast.circle, "nachricht/"), {"subject": "Hallo", "text": "Text"})

    with tenant_scope(cast.kreis):
        mail = OutgoingMail.objects.get()
    assert "Viele Grüße\nAnna Huber" in mail.text


def test_leitung_who_helps_as_well_writes_to_her_own_circle_alone(
    volunteer: TenantClient, cast: Cast, led: HelperCircle
) -> None:
    with tenant_scope(cast.kreis):
        MembershipFactory(user=cast.people[Role.VOLUNTEER], role=Role.VIEWER)

    circles = (led, cast.other_circle)
    assert [volunteer.get(path_of(circle)).status_code for circle in circles] == [200, 200]
    written = [volunteer.get(path_of(circle, "nachricht/")).status_code for circle in circles]
    assert written == [200, 404]


def test_message_to_nobody_says_so(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(email="")

    answer = coordinator.post(
        path_of(cast.circle, "nachricht/"), {"subject": "Hallo", "text": "Text"}
    )

    sentence = NOBODY
    assert (answer.status_code, answer.context["form"].errors) == (422, {"__all__": [sentence]})
    with tenant_scope(cast.kreis):
        assert not MessageCampaign.objects.exists()


def test_person_s_page_names_the_circles(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    page = f"/ehrenamtliche/{cast.volunteer.pk}/"
    assert f"helferkreise/{cast.circle.pk}/" in coordinator.get(page).text
    # A member has no way to the others.
    assert f"helferkreise/{cast.circle.pk}/" not in volunteer.get(page).text
    assert str(cast.circle) in volunteer.get(page).text
