"""„Meine Daten“: what people change at once, what waits for the Lotsin, pausing and leaving."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Municipality
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import EngagementFieldFactory, LanguageSkillFactory
from volunteers.models import ChangeRequest, EngagementField, LanguageSkill, Volunteer

MINE = "/ehrenamtliche/meine-daten/"
SENSITIVE = {"first_name": "Ada", "last_name": "Maier", "of_age_on": "", "guardian_name": ""}


def version(cast: Cast) -> int:
    return Volunteer.objects.values_list("version", flat=True).get(pk=cast.volunteer.pk)


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("recipient", "subject"))


def actions(*kinds: str) -> list[str]:
    entries = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in entries if action.partition(".")[0] in kinds]


def wish(cast: Cast, volunteer: TenantClient, **changes: str) -> Any:
    with tenant_scope(cast.kreis):
        data = SENSITIVE | {"email": cast.volunteer.email, "version": version(cast)} | changes
    return volunteer.post(f"{MINE}name-und-mail/", data, follow=True)


def decide(coordinator: TenantClient, cast: Cast, decision: str) -> Any:
    with tenant_scope(cast.kreis):
        pk = ChangeRequest.objects.get(decided_at=None).pk
    path = f"/ehrenamtliche/aenderungswuensche/{pk}/"
    return coordinator.post(path, {"decision": decision}, follow=True)


def test_page_leads_to_forms_of_ones_own_and_not_to_the_lotsins(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        skill = LanguageSkillFactory(volunteer=cast.volunteer)
    path = f"/ehrenamtliche/{cast.volunteer.pk}/"
    home = f"/{cast.kreis.slug}"
    own_ways = [
        *[f"{home}{MINE}{way}/" for way in ("kontakt", "engagement", "verfuegbarkeit")],
        f"{home}{MINE}sprachen/",
        f"{home}{MINE}sprachen/{skill.pk}/",
        f"{home}{MINE}name-und-mail/",
    ]
    lotsins = [f"{home}{path}{way}/" for way in ("bearbeiten", "engagement", "verfuegbarkeit")]

    own, hers = volunteer.get(path).text, coordinator.get(path).text

    assert [f'href="{way}"' in own for way in own_ways] == [True] * 6
    assert [f'href="{way}"' in own for way in lotsins] == [False] * 3
    assert [f'href="{way}"' in hers for way in own_ways] == [False] * 6
    assert [f'href="{way}"' in hers for way in lotsins] == [True] * 3


def test_contact_engagement_and_times_hold_at_once(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        place = Municipality.objects.create(name="Hausham", postcodes=["83734"])
        field = EngagementField.objects.order_by("pk").first()
        contact = {"phone": "08025 99", "street": "Am Anger 1", "place": "Hausham"}
        data = {**contact, "postcode": "83734", "municipality": place.pk, "version": version(cast)}
    volunteer.post(f"{MINE}kontakt/", data | {"declares_migration_history": "unknown"})
    with tenant_scope(cast.kreis):
        data = {"engaged_in": [field.pk], "mobility": ["car"], "version": version(cast)}
    volunteer.post(f"{MINE}engagement/", data | {"goes_to": [place.pk]})
    with tenant_scope(cast.kreis):
        data = {"times": ["0-morning"], "hours_per_week": "2", "version": version(cast)}
    volunteer.post(f"{MINE}verfuegbarkeit/", data)

    with tenant_scope(cast.kreis):
        stored = Volunteer.objects.get(pk=cast.volunteer.pk)
        facts = (stored.phone, stored.street, stored.postcode, stored.place, stored.mobility)
        assert facts == ("08025 99", "Am Anger 1", "83734", "Hausham", ["car"])
        assert (str(stored.municipality), stored.hours_per_week) == ("Hausham", 2)
        assert list(stored.engagements.values_list("field", flat=True)) == [field.pk]
        assert list(stored.availabilities.values_list("weekday", "slot")) == [(0, "morning")]
        by = AuditEntry.objects.filter(action="volunteer.changed").values_list("actor", flat=True)
        assert list(by) == [volunteer.user.pk] * 3
        assert (ChangeRequest.objects.count(), mails()) == (0, [])


def test_what_is_sensitive_or_the_lotsins_is_not_changed_along(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        before = Volunteer.objects.values().get(pk=cast.volunteer.pk)
        data = {
            "phone": "1234567",
            "version": version(cast),
            "first_name": "Eva",
            "email": "eva@example.org",
            "status": "left",
            "note": "x",
            "last_name": "Neu",
            "joined_on": "01.01.2020",
            "guardian_consented_on": "01.01.2020",
        }
    volunteer.post(f"{MINE}kontakt/", data | {"declares_migration_history": "unknown"})
    with tenant_scope(cast.kreis):
        volunteer.post(f"{MINE}engagement/", data | {"version": version(cast)})
        after = Volunteer.objects.values().get(pk=cast.volunteer.pk)

    changed = {name: value for name, value in after.items() if before[name] != value}
    assert changed == {"phone": "1234567", "phone_number": "+491234567", "version": 3}


def test_languages_are_ones_own(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        own = LanguageSkillFactory(volunteer=cast.volunteer, level="b1")
        hidden = LanguageSkillFactory(volunteer=cast.colleague, level="b1")
    today = f"{timezone.localdate():%d.%m.%Y}"
    with tenant_scope(cast.kreis):
        data = {"level": "c1", "speaks": "on", "on": today, "version": version(cast)}

    answers = [volunteer.post(f"{MINE}sprachen/{row.pk}/", data) for row in (own, hidden)]
    ended = volunteer.post(f"{MINE}sprachen/{hidden.pk}/ende/", {"on": today})

    assert [answer.status_code for answer in [*answers, ended]] == [302, 404, 404]
    with tenant_scope(cast.kreis):
        rows = LanguageSkill.objects.order_by("volunteer", "pk")
        mine = list(rows.filter(volunteer=cast.volunteer).values_list("level", "ends_on"))
        others = list(rows.filter(volunteer=cast.colleague).values_list("level", "ends_on"))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert (mine, others) == ([("b1", yesterday), ("c1", None)], [("b1", None)])


def test_name_and_mail_wait_for_the_lotsin_who_accepts(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    old = cast.volunteer.email
    answer = wish(cast, volunteer, last_name="Maier-Huber", email="Neu@example.org")
    assert "Ihr Wunsch ist bei Ihrer Integrationslotsin." in answer.text
    with tenant_scope(cast.kreis):
        stored = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (str(stored), stored.email) == ("Ada Maier", old)
    assert "Ada Maier möchte etwas ändern" in coordinator.get("/heute/").text
    with tenant_scope(cast.kreis):
        path = f"/ehrenamtliche/aenderungswuensche/{ChangeRequest.objects.get().pk}/"
    page = coordinator.get(path).text
    assert [word in page for word in ("Maier-Huber", "neu@example.org", old)] == [True] * 3

    decide(coordinator, cast, "accept")

    with tenant_scope(cast.kreis):
        stored = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (str(stored), stored.email) == ("Ada Maier-Huber", "neu@example.org")
        subject = "Ihr Änderungswunsch: Landkreis Miesbach"
        assert mails() == [(old, subject), ("neu@example.org", subject)]
        assert "Ihre Änderung ist übernommen" in OutgoingMail.objects.first().text
        kept = ["change.wished", "change.read", "volunteer.changed", "change.accepted"]
        told = [one for one in actions("change", "volunteer") if one != "volunteer.read"]
        assert told == kept
    assert "möchte etwas ändern" not in coordinator.get("/heute/").text
    again = coordinator.post(path, {"decision": "decline"}, follow=True)
    assert "Über diesen Wunsch ist schon entschieden." in again.text


def test_declined_wish_changes_nothing_and_says_so(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    wish(cast, volunteer, first_name="Eva")

    decide(coordinator, cast, "decline")

    with tenant_scope(cast.kreis):
        assert str(Volunteer.objects.get(pk=cast.volunteer.pk)) == "Ada Maier"
        mail = OutgoingMail.objects.get()
        told = (mail.recipient, "Ihre Änderung wurde nicht übernommen" in mail.text)
        assert told == (cast.volunteer.email, True)


def test_later_wish_stands_for_the_earlier_and_none_takes_it_back(
    volunteer: TenantClient, cast: Cast
) -> None:
    wish(cast, volunteer, first_name="Eva")
    wish(cast, volunteer, first_name="Ava", of_age_on="01.05.2030", guardian_name="Mia Maier")
    with tenant_scope(cast.kreis):
        wanted = {"first_name": "Ava", "of_age_on": "2030-05-01", "guardian_name": "Mia Maier"}
        assert [row.wanted for row in ChangeRequest.objects.all()] == [wanted]
    assert 'value="Ava"' in volunteer.get(f"{MINE}name-und-mail/").text

    answer = wish(cast, volunteer)

    assert "Es bleibt alles, wie es ist." in answer.text
    with tenant_scope(cast.kreis):
        assert ChangeRequest.objects.count() == 0
        kept = ["change.wished", "change.wished", "change.withdrawn"]
        assert actions("change") == kept


def test_address_of_another_tells_the_lotsin_alone(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    unknown = wish(cast, volunteer, email="frei@example.org").text
    known = wish(cast, volunteer, email=cast.colleague.email).text
    sentence = "Diese E-Mail-Adresse steht schon bei einer anderen Person."
    assert ["Ihr Wunsch ist bei" in page for page in (unknown, known)] == [True, True]
    assert [sentence in page for page in (unknown, known)] == [False, False]

    answer = decide(coordinator, cast, "accept")

    assert sentence in answer.text
    with tenant_scope(cast.kreis):
        assert ChangeRequest.objects.get().decided_at is None
        assert Volunteer.objects.get(pk=cast.volunteer.pk).email == cast.volunteer.email


def test_minor_by_an_accepted_wish(
    volunteer: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    wish(cast, volunteer, of_age_on="01.05.2030", guardian_name="Mia Maier")

    decide(coordinator, cast, "accept")

    with tenant_scope(cast.kreis):
        stored = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (stored.of_age_on, stored.guardian_name) == (dt.date(2030, 5, 1), "Mia Maier")


def test_pause_and_return_by_oneself_are_dated_and_told_to_the_lotsin(
    volunteer: TenantClient, cast: Cast
) -> None:
    assert "fragt Sie vorerst nicht an" in volunteer.get(f"{MINE}pause/").text
    today = timezone.localdate()
    volunteer.post(f"{MINE}pause/")
    with tenant_scope(cast.kreis):
        paused = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (paused.status, paused.has_access) == ("paused", True)
        assert mails() == [(cast.coordinator.email, "Ada Maier macht eine Pause")]

    volunteer.post(f"{MINE}pause/")

    with tenant_scope(cast.kreis):
        back = Volunteer.objects.get(pk=cast.volunteer.pk)
        history = list(back.status_changes.order_by("pk").values_list("status", "on"))
        assert (back.status, history) == ("active", [("paused", today), ("active", today)])
        assert mails()[1:] == [(cast.coordinator.email, "Ada Maier macht wieder mit")]


def test_leaving_by_oneself_has_the_consequences_it_names(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        cast.volunteer.engagements.create(field=EngagementFieldFactory())
        skill = LanguageSkillFactory(volunteer=cast.volunteer)
    page = volunteer.get(f"{MINE}austritt/").text
    assert [word in page for word in ("heute um Mitternacht", "sechs Monaten")] == [True, True]
    today = timezone.localdate()

    answer = volunteer.post(f"{MINE}austritt/", follow=True)

    assert "Sie sind ausgeschieden. Vielen Dank" in answer.text
    with tenant_scope(cast.kreis):
        gone = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (gone.status, gone.left_on) == ("left", today)
        ends = [
            *gone.engagements.values_list("ends_on", flat=True),
            *gone.circle_memberships.values_list("ends_on", flat=True),
            *LanguageSkill.objects.filter(pk=skill.pk).values_list("ends_on", flat=True),
            Membership.objects.get(pk=gone.membership_id).ends_on,
        ]
        assert ends == [today] * 4
        assert mails() == [(cast.coordinator.email, "Ada Maier hört auf")]
        assert Volunteer.objects.get(pk=cast.colleague.pk).status == "active"
    again = volunteer.post(f"{MINE}austritt/", follow=True)
    assert "Ada Maier ist bereits ausgeschieden." in again.text


def test_prospect_has_no_pause(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(status="prospect")

    page, answer = volunteer.get(f"{MINE}pause/"), volunteer.post(f"{MINE}pause/", follow=True)

    assert "Eine Pause braucht es dafür nicht." in page.text
    assert "folgt nicht „pausiert“." in answer.text


@pytest.mark.parametrize("way", ["kontakt", "engagement", "verfuegbarkeit", "name-und-mail"])
def test_second_of_two_editors_is_told(volunteer: TenantClient, cast: Cast, way: str) -> None:
    with tenant_scope(cast.kreis):
        data = SENSITIVE | {"email": "neu@example.org", "version": version(cast)}
        Volunteer.objects.get(pk=cast.volunteer.pk).touch()

    answer = volunteer.post(f"{MINE}{way}/", data)

    assert (answer.status_code, "Inzwischen wurde" in answer.text) == (422, True)


def test_lotsin_without_a_record_of_her_own_finds_none(
    coordinator: TenantClient, cast: Cast
) -> None:
    ways = ("kontakt", "name-und-mail", "pause", "austritt", "termine")

    assert [coordinator.get(f"{MINE}{way}/").status_code for way in ways] == [403] * 5
    assert COLLEAGUE_NAME not in coordinator.get(f"{MINE}kontakt/").text
