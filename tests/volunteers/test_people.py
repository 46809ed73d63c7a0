import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.versions import Difference
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import EngagementFieldFactory, VolunteerFactory
from volunteers.actions import people as actions
from volunteers.models import Engagement, Language, LanguageSkill, Volunteer


@pytest.mark.parametrize("item_count", [1, 3])
def test_volunteer_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory.create_batch(item_count)

    with django_assert_num_queries(12):
        response = coordinator.get("/ehrenamtliche/")

    assert response.text.count('scope="row"') == item_count + 2


def test_volunteer_list_htmx_answers_with_rows_only(coordinator: TenantClient) -> None:
    response = coordinator.get("/ehrenamtliche/?q=niemand", headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert "Niemand gefunden" in response.text


def test_volunteer_is_found_by_a_part_of_her_name(coordinator: TenantClient) -> None:
    response = coordinator.get("/ehrenamtliche/?q=aie")

    assert "Maier, Ada" in response.text
    assert COLLEAGUE_NAME not in response.text


def test_volunteer_list_hides_other_kreise(coordinator: TenantClient) -> None:
    assert FOREIGN_NAME not in coordinator.get("/ehrenamtliche/").text


def test_list_names_the_languages_and_fields_that_hold_today(cast: Cast) -> None:
    today = timezone.localdate()
    with tenant_scope(cast.kreis):
        olena, field = VolunteerFactory(), EngagementFieldFactory()
        for tag, level, ends_on in [
            ("uk", "native", None),
            ("de", "b2", today),
            ("ar", "", None),
            ("en", "c1", today - dt.timedelta(days=1)),
        ]:
            language = Language.objects.get(tag=tag)
            LanguageSkill.objects.create(
                volunteer=olena, language=language, level=level, ends_on=ends_on
            )
        Engagement.objects.create(volunteer=olena, field=field)
        listed = Volunteer.objects.for_list().get(pk=olena.pk)
        spoken = [
            str(s) for s in LanguageSkill.objects.filter(volunteer=olena).on(today).order_by("pk")
        ]

    assert listed.languages == "Ukrainisch Muttersprache, Deutsch B2, Arabisch"
    assert listed.languages == ", ".join(spoken)
    assert listed.engaged_in == field.name


def form_data(**changes: object) -> dict[str, object]:
    data = {
        "first_name": "Olena",
        "last_name": "Kovalenko",
        "email": "olena@example.org",
        "phone": "08022 1234",
        "status": "prospect",
        "joined_on": "2026-03-01",
    }
    return data | changes


def test_new_volunteer_is_stored_with_history(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post("/ehrenamtliche/neu/", form_data())

    with tenant_scope(cast.kreis):
        olena = Volunteer.objects.get(last_name="Kovalenko")
        assert response["Location"] == f"/landkreis-miesbach/ehrenamtliche/{olena.pk}/"
        assert list(olena.status_changes.values_list("status", "on")) == [
            ("prospect", dt.date(2026, 3, 1))
        ]
        entry = AuditEntry.objects.get(action="volunteer.added")
        assert (entry.actor, entry.subject_id) == (cast.coordinator, olena.pk)


def test_nobody_comes_as_somebody_who_pauses_or_has_left(coordinator: TenantClient) -> None:
    shown = coordinator.get("/ehrenamtliche/neu/").context["form"]

    assert [value for value, _ in shown.fields["status"].choices] == [
        "prospect",
        "interviewed",
        "active",
    ]
    assert coordinator.post("/ehrenamtliche/neu/", form_data(status="left")).status_code == 422


def test_same_address_twice_is_said_beside_the_form(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post("/ehrenamtliche/neu/", form_data(email=cast.volunteer.email))

    assert response.status_code == 422
    assert "Diese E-Mail-Adresse steht schon bei einer anderen Person." in response.text


def test_address_of_another_kreis_is_no_secret_given_away(
    coordinator: TenantClient, cast: Cast
) -> None:
    data = form_data(email=cast.foreign_volunteer.email)

    assert coordinator.post("/ehrenamtliche/neu/", data).status_code == 302


def test_second_editor_sees_both_versions_and_may_insist(
    coordinator: TenantClient, cast: Cast
) -> None:
    path = f"/ehrenamtliche/{cast.volunteer.pk}/bearbeiten/"
    contact = {"first_name": "Ada", "declares_migration_history": "unknown", "version": 1}
    first = contact | {"last_name": "Maier-Huber"}
    second = contact | {"last_name": "Maier-Schmid"}

    assert coordinator.post(path, first).status_code == 302
    response = coordinator.post(path, second)

    assert response.status_code == 422
    assert "Maier-Huber" in response.text
    assert "Maier-Schmid" in response.text
    assert coordinator.post(path, second | {"version": 2}).status_code == 302
    with tenant_scope(cast.kreis):
        assert Volunteer.objects.get(pk=cast.volunteer.pk).last_name == "Maier-Schmid"


def test_second_editor_reads_names_and_only_what_differs(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        school, office, garden = (
            EngagementFieldFactory(name=name, position=0) for name in ("Schule", "Amt", "Garten")
        )
    path = f"/ehrenamtliche/{cast.volunteer.pk}/engagement/"
    both = {"joined_on": "2025-01-01", "mobility": ["car"], "version": 1}
    coordinator.post(path, both | {"engaged_in": [school.pk, office.pk]})

    response = coordinator.post(path, both | {"engaged_in": [garden.pk, school.pk]})

    assert response.context["form"].differences == [
        Difference("Hilft bei", yours="Garten, Schule", theirs="Amt, Schule")
    ]


def test_departure_ends_access_and_keeps_the_past(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post(
        f"/ehrenamtliche/{cast.volunteer.pk}/austritt/", {"on": "2026-06-30"}
    )

    assert response.status_code == 302
    with tenant_scope(cast.kreis):
        ada = Volunteer.objects.get(pk=cast.volunteer.pk)
        assert (ada.status, ada.left_on) == ("left", dt.date(2026, 6, 30))
        assert ada.membership.ends_on == dt.date(2026, 6, 30)


def test_departure_twice_explains_itself(coordinator: TenantClient, cast: Cast) -> None:
    path = f"/ehrenamtliche/{cast.volunteer.pk}/austritt/"
    coordinator.post(path, {"on": "2026-06-30"})

    response = coordinator.post(path, {"on": "2026-06-30"})

    assert response.status_code == 422
    assert "ist bereits ausgeschieden" in response.text


def test_volunteer_finds_her_own_page(volunteer: TenantClient, cast: Cast) -> None:
    response = volunteer.get("/ehrenamtliche/meine-daten/")

    assert response["Location"] == f"/landkreis-miesbach/ehrenamtliche/{cast.volunteer.pk}/"


def test_volunteer_reads_her_own_page_and_no_colleagues(
    volunteer: TenantClient, cast: Cast
) -> None:
    own = volunteer.get(f"/ehrenamtliche/{cast.volunteer.pk}/")
    colleagues = volunteer.get(f"/ehrenamtliche/{cast.colleague.pk}/")

    assert (own.status_code, colleagues.status_code) == (200, 404)
    assert volunteer.get("/ehrenamtliche/").status_code == 403


def test_second_of_two_with_the_same_address_is_refused(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        # A form that was checked before the other was stored.
        late = VolunteerFactory.build(email=cast.volunteer.email)
        with pytest.raises(DomainError) as refused:
            actions.add(late, by=cast.coordinator)

    assert (str(refused.value), refused.value.field) == (
        "Diese E-Mail-Adresse steht schon bei einer anderen Person.",
        "email",
    )


@pytest.mark.parametrize("joined_on", ["01.01.1900", "31.12.2099"])
def test_nobody_joined_before_the_programme_or_in_the_future(
    coordinator: TenantClient, joined_on: str
) -> None:
    response = coordinator.post("/ehrenamtliche/neu/", form_data(joined_on=joined_on))

    assert response.context["form"].errors["joined_on"] == [
        "Bitte geben Sie einen Tag zwischen 1950 und heute an."
    ]


NO_NUMBER = "Das ist keine Telefonnummer. Bitte geben Sie nur eine Nummer an"


@pytest.mark.parametrize("typed", ["abc", "08025 28 50 / 0171-2345678"])
def test_what_nobody_can_call_is_no_telephone(
    coordinator: TenantClient, cast: Cast, typed: str
) -> None:
    path = f"/ehrenamtliche/{cast.volunteer.pk}/bearbeiten/"
    kept = {"first_name": "Ada", "last_name": "Maier", "version": 1}
    kept |= {"declares_migration_history": "unknown"}

    for page, data in (("/ehrenamtliche/neu/", form_data()), (path, kept)):
        response = coordinator.post(page, data | {"phone": typed})
        assert (response.status_code, NO_NUMBER in response.text) == (422, True)


def test_old_telephone_that_is_none_keeps_nobody_from_the_rest(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(phone="wie Kai")
    data = {"first_name": "Ada", "last_name": "Huber", "phone": "wie Kai", "version": 1}

    response = coordinator.post(
        f"/ehrenamtliche/{cast.volunteer.pk}/bearbeiten/",
        data | {"declares_migration_history": "unknown"},
    )

    assert response.status_code == 302


def test_who_may_be_known_is_taken_in_only_when_it_is_said_twice(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        known = VolunteerFactory(first_name="Gerda", last_name="Maier", phone="08025/7897431")
    double = form_data(first_name="Gerda", last_name="Mayer", phone="+49 8025 7897431")

    asked = coordinator.post("/ehrenamtliche/neu/", double)

    assert asked.status_code == 422
    assert "Vielleicht steht die Person schon im Verzeichnis." in asked.text
    assert f'/ehrenamtliche/{known.pk}/">Maier, Gerda</a>' in asked.text
    assert "ähnlicher Name, gleiche Telefonnummer" in asked.text
    with tenant_scope(cast.kreis):
        assert not Volunteer.objects.filter(last_name="Mayer").exists()
    assert coordinator.post("/ehrenamtliche/neu/", double | {"anyway": "1"}).status_code == 302
    with tenant_scope(cast.kreis):
        assert Volunteer.objects.filter(last_name="Mayer").exists()
