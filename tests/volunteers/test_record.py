"""The page of a person, section by section, and the short form of each."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditDetail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Municipality
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import EngagementFieldFactory
from volunteers.models import Engagement, Tag, TargetGroup, Volunteer


def path_of(cast: Cast, section: str = "") -> str:
    return f"/ehrenamtliche/{cast.volunteer.pk}/{section}"


def stored(cast: Cast) -> Volunteer:
    return Volunteer.objects.get(pk=cast.volunteer.pk)


def told(cast: Cast) -> dict[str, list[str]]:
    """Return what the trail keeps of the last change."""
    with tenant_scope(cast.kreis):
        changes: dict[str, list[str]] = AuditDetail.objects.order_by("-pk")[0].changes
        return changes


def test_page_shows_each_section_and_its_form(coordinator: TenantClient, cast: Cast) -> None:
    page = coordinator.get(path_of(cast)).text

    sections = [part.partition("<")[0] for part in page.split('<h2 class="kern-title">')[1:]]
    assert sections[:8] == [
        "Kontakt",
        "Engagement",
        "Sprachen",
        "Verfügbarkeit",
        "Qualifikationen",
        "Notiz",
        "Fragen",
        "Verlauf",
    ]
    assert "Schlagwörter" in sections
    ways = {"bearbeiten", "engagement", "sprachen", "verfuegbarkeit", "qualifikationen", "notiz"}
    ways |= {"schlagwoerter", "status", "austritt", "minderjaehrig"}
    assert {way for way in ways if f"/{cast.volunteer.pk}/{way}/" in page} == ways


@pytest.mark.parametrize("who", ["viewer", "volunteer"])
def test_who_only_reads_is_led_to_no_form(
    who: str, request: pytest.FixtureRequest, cast: Cast
) -> None:
    page = request.getfixturevalue(who).get(path_of(cast)).text

    assert "Kontakt" in page
    assert [way for way in ("bearbeiten", "status", "notiz") if f"/{way}/" in page] == []


def test_contact_is_stored_and_told(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        hausham = Municipality.objects.create(name="Hausham", postcodes=["83734"])
    data = {
        "salutation": "ms",
        "first_name": "Ada",
        "last_name": "Maier",
        "email": "ADA.Maier@example.org ",
        "phone": "08022 123",
        "street": "Am Weg 3",
        "postcode": "83734",
        "place": "Hausham",
        "municipality": hausham.pk,
        "birth_year": "1950",
        "declares_migration_history": "true",
        "version": cast.volunteer.version,
    }

    assert coordinator.post(path_of(cast, "bearbeiten/"), data).status_code == 302

    with tenant_scope(cast.kreis):
        ada = stored(cast)
    assert (ada.salutation, ada.email, ada.phone_number) == (
        "ms",
        "ada.maier@example.org",
        "+498022123",
    )
    assert (ada.street, ada.postcode, ada.place, ada.municipality_id, ada.birth_year) == (
        "Am Weg 3",
        "83734",
        "Hausham",
        hausham.pk,
        1950,
    )
    assert told(cast)["declares_migration_history"] == ["", ""]
    assert "Migrationsgeschichte" not in coordinator.get(path_of(cast)).text


def engagement(cast: Cast, **changes: Any) -> dict[str, Any]:
    data = {"joined_on": "2025-01-01", "version": cast.volunteer.version}
    return data | changes


def test_engagement_keeps_what_stays_and_ends_what_goes(
    coordinator: TenantClient, cast: Cast
) -> None:
    began = dt.date(2025, 2, 1)
    with tenant_scope(cast.kreis):
        stays, goes, comes = (EngagementFieldFactory(name=name) for name in ("A", "B", "C"))
        for field in (stays, goes):
            Engagement.objects.create(volunteer=cast.volunteer, field=field, starts_on=began)
        group = TargetGroup.objects.create(name="Nachbarn")
        place = Municipality.objects.create(name="Hausham", postcodes=["83734"])
    data = engagement(
        cast,
        joined_on="2024-05-01",
        engaged_in=[stays.pk, comes.pk],
        helps=[group.pk],
        mobility=["car", "transit"],
        goes_to=[place.pk],
    )

    assert coordinator.post(path_of(cast, "engagement/"), data).status_code == 302

    today = dt.date.today()
    with tenant_scope(cast.kreis):
        ada = stored(cast)
        rows = ada.engagements.order_by("field__name")
        assert list(rows.values_list("field__name", "starts_on", "ends_on")) == [
            ("A", began, None),
            ("B", began, today - dt.timedelta(days=1)),
            ("C", today, None),
        ]
        assert [str(one) for one in (*ada.target_groups.all(), *ada.municipalities.all())] == [
            "Nachbarn",
            "Hausham",
        ]
    assert (ada.joined_on, ada.mobility, ada.goes_anywhere) == (
        dt.date(2024, 5, 1),
        ["car", "transit"],
        False,
    )
    assert told(cast) == {
        "joined_on": ["01.01.2025", "01.05.2024"],
        "mobility": ["–", "Auto, Bus und Bahn"],
        "Einsatzbereiche": ["A, B", "A, C"],
        "Zielgruppen": ["", "Nachbarn"],
        "Gemeinden": ["", "Hausham"],
    }


def test_what_was_chosen_today_by_mistake_leaves_no_trace(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        field = EngagementFieldFactory()
    coordinator.post(path_of(cast, "engagement/"), engagement(cast, engaged_in=[field.pk]))
    coordinator.post(path_of(cast, "engagement/"), engagement(cast, version=2))

    with tenant_scope(cast.kreis):
        assert not stored(cast).engagements.exists()


def test_who_goes_everywhere_needs_no_list(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        place = Municipality.objects.create(name="Hausham", postcodes=["83734"])
    data = engagement(cast, goes_anywhere="on", goes_to=[place.pk])

    coordinator.post(path_of(cast, "engagement/"), data)

    with tenant_scope(cast.kreis):
        ada = stored(cast)
        assert (ada.goes_anywhere, ada.municipalities.count()) == (True, 0)
    assert "im ganzen Kreis" in coordinator.get(path_of(cast)).text


def test_week_is_stored_shown_and_kept_in_the_form(coordinator: TenantClient, cast: Cast) -> None:
    data = {
        "times": ["2-evening", "0-morning", "0-evening"],
        "hours_per_week": "2,5",
        "short_notice": "on",
        "available_from": "01.09.2026",
        "available_until": "",
        "version": cast.volunteer.version,
    }

    assert coordinator.post(path_of(cast, "verfuegbarkeit/"), data).status_code == 302

    page = coordinator.get(path_of(cast))
    assert page.context["record"]["week"] == [
        ("Montag", "vormittags, abends"),
        ("Mittwoch", "abends"),
    ]
    assert "2,5 Stunden in der Woche" in page.text
    assert "ab 01.09.2026" in page.text
    boxes = coordinator.get(path_of(cast, "verfuegbarkeit/")).text.split("<input")
    checked = [box.partition('value="')[2].partition('"')[0] for box in boxes if " checked" in box]
    assert checked[:3] == ["0-morning", "0-evening", "2-evening"]
    assert len(checked) == 4  # the last one is „Hilft auch kurzfristig“
    assert told(cast)["Zeiten"] == ["", "Montag abends, Montag vormittags, Mittwoch abends"]


def test_times_of_the_week_that_are_none_are_refused(coordinator: TenantClient, cast: Cast) -> None:
    data = {"times": ["7-morning"], "version": cast.volunteer.version}

    assert coordinator.post(path_of(cast, "verfuegbarkeit/"), data).status_code == 422


def test_available_until_is_not_before_from(coordinator: TenantClient, cast: Cast) -> None:
    data = {"available_from": "02.09.2026", "available_until": "01.09.2026", "version": 1}

    answer = coordinator.post(path_of(cast, "verfuegbarkeit/"), data)

    assert answer.context["form"].errors == {
        "__all__": ["„Verfügbar bis“ liegt vor „verfügbar ab“."]
    }


def test_tags_are_chosen_or_typed_and_never_doubled(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        chosen = Tag.objects.create(name="Fahrdienst")
        known = Tag.objects.create(name="Sommerfest 2026")
    with tenant_scope(cast.foreign_kreis):
        Tag.objects.create(name="Presse")
    data = {
        "tags": [chosen.pk],
        "new": "sommerfest  2026, Presse, , presse",
        "version": cast.volunteer.version,
    }

    assert coordinator.post(path_of(cast, "schlagwoerter/"), data).status_code == 302

    with tenant_scope(cast.kreis):
        carried = stored(cast).tags.order_by("tag__name")
        assert [one.tag.name for one in carried] == ["Fahrdienst", "Presse", "Sommerfest 2026"]
        assert Tag.objects.get(name__iexact="sommerfest 2026") == known
    assert told(cast) == {"Schlagwörter": ["", "Fahrdienst, Presse, Sommerfest 2026"]}
    coordinator.post(path_of(cast, "schlagwoerter/"), {"new": "", "version": 2})
    with tenant_scope(cast.kreis):
        assert not stored(cast).tags.exists()


def test_tag_that_is_too_long_is_refused(coordinator: TenantClient, cast: Cast) -> None:
    data = {"new": "kurz, " + "x" * 61, "version": cast.volunteer.version}

    answer = coordinator.post(path_of(cast, "schlagwoerter/"), data)

    assert answer.context["form"].errors == {
        "new": ["„xxxxxxxxxxxxxxxxxxxx…“ ist zu lang. Ein Schlagwort hat höchstens 60 Zeichen."]
    }


def test_note_warns_and_its_words_are_not_in_the_trail(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    path = path_of(cast, "notiz/")
    assert "Die Person kann diese Notiz lesen." in coordinator.get(path).text
    data = {"note": "Ruft lieber an.", "last_contact_on": "2026-11-01", "version": 1}

    assert coordinator.post(path, data).status_code == 302

    assert told(cast) == {"note": ["", ""], "last_contact_on": ["–", "01.11.2026"]}
    assert "Ruft lieber an." in volunteer.get(path_of(cast)).text


@pytest.mark.parametrize(
    ("of_age_on", "agreed_on", "title"),
    [
        (f"{timezone.localdate().year + 2}-01-01", "", "Noch nicht volljährig, Einwilligung fehlt"),
        (f"{timezone.localdate().year + 2}-01-01", "2026-03-01", "Noch nicht volljährig"),
        ("2026-03-01", "", None),
    ],
)
def test_page_says_that_somebody_is_a_minor(
    coordinator: TenantClient, cast: Cast, of_age_on: str, agreed_on: str, title: str | None
) -> None:
    data = {
        "of_age_on": of_age_on,
        "guardian_name": "Eva Maier",
        "guardian_consented_on": agreed_on,
        "version": cast.volunteer.version,
    }
    assert coordinator.post(path_of(cast, "minderjaehrig/"), data).status_code == 302

    page = coordinator.get(path_of(cast)).text

    notices = page.split("kern-alert--")[1:]
    titles = [one.partition('kern-title--small">')[2].partition("<")[0] for one in notices]
    assert titles[1:] == ([title] if title else [])  # the first says that it is saved
    assert "Eva Maier" in page


SECTIONS: dict[str, dict[str, Any]] = {
    "bearbeiten/": {
        "first_name": "Ada",
        "last_name": "Maier",
        "declares_migration_history": "unknown",
    },
    "engagement/": {"joined_on": "2025-01-01"},
    "verfuegbarkeit/": {},
    "minderjaehrig/": {},
    "schlagwoerter/": {},
    "notiz/": {},
    "sprachen/": {"language": 1, "speaks": "on", "starts_on": "2026-01-01"},
    "qualifikationen/": {"name": "Erste Hilfe", "acquired_on": "2026-01-01"},
}


@pytest.mark.parametrize("section", SECTIONS)
def test_second_editor_of_any_section_is_told(
    coordinator: TenantClient, cast: Cast, section: str
) -> None:
    # Somebody else has tagged the person while this page was open.
    coordinator.post(path_of(cast, "schlagwoerter/"), {"new": "Presse", "version": 1})

    answer = coordinator.post(path_of(cast, section), SECTIONS[section] | {"version": 1})

    assert answer.status_code == 422
    assert "Inzwischen wurde dieser Eintrag gespeichert" in answer.text


def test_joining_is_not_after_leaving(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        stored(cast).leave(dt.date(2026, 3, 1))

    data = engagement(cast, joined_on="2026-04-01", version=2)
    answer = coordinator.post(path_of(cast, "engagement/"), data)

    assert answer.context["form"].errors == {
        "joined_on": ["Der Beginn kann nicht nach dem Austritt liegen."]
    }


def test_birth_year_of_a_minor_asks_for_the_rest(coordinator: TenantClient, cast: Cast) -> None:
    year = timezone.localdate().year - 14
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(birth_year=year, status="prospect")

    page = coordinator.get(path_of(cast)).text
    refused = coordinator.post(path_of(cast, "status/"), {"status": "active", "on": "01.03.2026"})

    assert "Nach dem Geburtsjahr noch nicht volljährig" in page
    assert 'id="minderjaehrige"' in page
    assert refused.status_code == 422
    assert "noch nicht volljährig" in refused.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"of_age_on": "01.01.2060"}, "So weit im Voraus ist noch niemand geboren."),
        ({"of_age_on": "01.01.2020"}, "Wer 2012 geboren ist, wird 2030 volljährig, nicht 2020."),
        ({"guardian_consented_on": "01.01.2026"}, "Bitte tragen Sie ein, wer eingewilligt hat."),
    ],
)
def test_what_cannot_be_of_a_minor_is_said(
    coordinator: TenantClient, cast: Cast, typed: dict[str, str], sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(birth_year=2012)

    response = coordinator.post(path_of(cast, "minderjaehrig/"), {"version": 1, **typed})

    assert response.status_code == 422
    assert sentence in response.text


def test_birth_year_has_to_fit_the_day_of_coming_of_age(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(of_age_on=dt.date(2030, 5, 1))
    typed = {"first_name": "Ada", "last_name": "Maier", "birth_year": "2000", "version": 1}
    typed["declares_migration_history"] = "unknown"
    own = "/ehrenamtliche/meine-daten/kontakt/"

    for client, path in ((coordinator, path_of(cast, "bearbeiten/")), (volunteer, own)):
        response = client.post(path, typed)
        assert "Wer 2000 geboren ist, wird 2018 volljährig, nicht 2030." in response.text


@pytest.mark.parametrize("typed", ["0,4", "61", "2,55", "viel", "12345"])
def test_hours_that_cannot_be_are_said_in_plain_words(
    coordinator: TenantClient, cast: Cast, typed: str
) -> None:
    path = path_of(cast, "verfuegbarkeit/")

    response = coordinator.post(path, {"hours_per_week": typed, "version": 1})

    assert response.status_code == 422
    assert response.context["form"].errors["hours_per_week"] == [
        "Bitte geben Sie zwischen 0,5 und 60 Stunden an, zum Beispiel 2,5."
    ]


@pytest.mark.parametrize(("hours", "shown"), [(1, "1 Stunde in"), (1.5, "1,5 Stunden in")])
def test_hours_are_one_or_several(
    coordinator: TenantClient, cast: Cast, hours: float, shown: str
) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(hours_per_week=hours)

    assert f"{shown} der Woche" in coordinator.get(path_of(cast)).text
