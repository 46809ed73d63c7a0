"""The list: what narrows it, how it is sorted, which columns it has."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Municipality, MunicipalityNeighbour
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import (
    CircleMembershipFactory,
    EngagementFieldFactory,
    HelperCircleFactory,
    VolunteerFactory,
    a_topic,
)
from volunteers.models import (
    Clearance,
    Consultation,
    Language,
    LanguageSkill,
    Tag,
    Volunteer,
)

TODAY = timezone.localdate()


def names(response: Any) -> list[str]:
    """Return whom the list shows, in its order."""
    assert response.status_code == 200
    return [volunteer.last_name for volunteer in response.context["page"]]


def listed(client: TenantClient, **query: Any) -> list[str]:
    return names(client.get("/ehrenamtliche/?" + urlencode(query, doseq=True)))


@pytest.fixture
def people(cast: Cast) -> dict[str, Volunteer]:
    """Three people beside the cast, who differ in all that can be asked for."""
    with tenant_scope(cast.kreis):
        field = EngagementFieldFactory(name="Hausaufgaben", involves_minors=True)
        circle = HelperCircleFactory(name="Helferkreis Weyarn")
        tag = Tag.objects.create(name="Sommerfest")
        arabic, german = (Language.objects.get(tag=tag) for tag in ("ar", "de"))
        told: dict[str, dict[str, Any]] = {
            "Adler": {"status": "prospect", "place": "Weyarn"},
            "Bichler": {"status": "paused", "last_contact_on": TODAY},
            "Czerny": {"goes_anywhere": True, "last_contact_on": dt.date(2025, 5, 1)},
        }
        made = {
            last: VolunteerFactory(first_name="Eva", last_name=last, **more)
            for last, more in told.items()
        }
        adler, bichler, czerny = made.values()
        skill = LanguageSkill.objects.create
        skill(volunteer=adler, language=arabic, level="b1", interprets=True)
        # What is asked for holds of one language, not of two together.
        skill(volunteer=bichler, language=arabic, level="a2")
        skill(volunteer=bichler, language=german, level="native", interprets=True)
        skill(volunteer=czerny, language=arabic, level="native", ends_on=TODAY - dt.timedelta(1))
        adler.engagements.create(field=field)
        bichler.engagements.create(field=field)
        Clearance.objects.create(
            volunteer=bichler,
            issued_on=dt.date(2022, 1, 1),
            seen_on=dt.date(2022, 1, 10),
            next_due_on=TODAY + dt.timedelta(weeks=7),
        )
        CircleMembershipFactory(circle=circle, volunteer=adler)
        adler.tags.create(tag=tag)
        czerny.availabilities.create(weekday=0, slot="evening")
        adler.availabilities.create(weekday=0, slot="morning")
        adler.availabilities.create(weekday=1, slot="evening")
        Consultation.objects.create(
            volunteer=adler, on=dt.date(2026, 1, 10), channel="phone", topic=a_topic()
        )
        return made


def key(model: Any, cast: Cast, **wanted: str) -> int:
    with tenant_scope(cast.kreis):
        return int(model.objects.get(**wanted).pk)


EVERYBODY = ["Adler", "Bichler", "Czerny", COLLEAGUE_NAME, "Maier"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, EVERYBODY),
        ({"status": "prospect"}, ["Adler"]),
        ({"status": ["prospect", "paused"]}, ["Adler", "Bichler"]),
        ({"interprets": "on"}, ["Adler", "Bichler"]),
        ({"level": "b2"}, ["Bichler"]),
        ({"weekday": "0"}, ["Adler", "Czerny"]),
        ({"slot": "evening"}, ["Adler", "Czerny"]),
        ({"weekday": "0", "slot": "evening"}, ["Czerny"]),
        ({"clearance": "due"}, ["Bichler"]),
        ({"clearance": "missing"}, ["Adler"]),
        ({"silent_since": "01.06.2025"}, ["Czerny", COLLEAGUE_NAME, "Maier"]),
        ({"silent_since": "01.02.2026"}, ["Adler", "Czerny", COLLEAGUE_NAME, "Maier"]),
        ({"silent_since": "01.01.2025"}, []),
        ({"q": "eva bichlr"}, ["Bichler"]),
        # What cannot be read narrows nothing.
        ({"status": "unbekannt", "weekday": "9"}, EVERYBODY),
    ],
)
@pytest.mark.usefixtures("people")
def test_list_is_narrowed(
    coordinator: TenantClient, cast: Cast, query: dict[str, str], found: list[str]
) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.filter(last_name="Adler").update(joined_on=dt.date(2024, 1, 1))

    assert listed(coordinator, **query) == found


def test_language_level_and_interpreting_hold_of_one_language(
    coordinator: TenantClient, cast: Cast, people: dict[str, Volunteer]
) -> None:
    arabic = Language.objects.get(tag="ar").pk

    assert listed(coordinator, language=arabic) == ["Adler", "Bichler"]
    assert listed(coordinator, language=arabic, level="b1") == ["Adler"]
    assert listed(coordinator, language=arabic, interprets="on") == ["Adler"]


def test_field_circle_and_tag_narrow_the_list(
    coordinator: TenantClient, cast: Cast, people: dict[str, Volunteer]
) -> None:
    field = people["Adler"].engagements.model
    with tenant_scope(cast.kreis):
        homework = field.objects.filter(field__name="Hausaufgaben").first().field_id
        circle = people["Adler"].circle_memberships.get().circle_id

    assert listed(coordinator, field=homework) == ["Adler", "Bichler"]
    assert listed(coordinator, circle=circle) == ["Adler"]
    assert listed(coordinator, tag=key(Tag, cast, name="Sommerfest")) == ["Adler"]


@pytest.mark.parametrize(
    ("around", "found"),
    [
        ("here", ["Adler", "Bichler", "Czerny"]),
        ("near", ["Adler", "Bichler", "Czerny", "Maier"]),
        ("kreis", ["Adler", "Bichler", "Maier", "Czerny", COLLEAGUE_NAME]),
    ],
)
def test_nearness_is_the_municipality_then_its_neighbours_then_the_kreis(
    coordinator: TenantClient,
    cast: Cast,
    people: dict[str, Volunteer],
    around: str,
    found: list[str],
) -> None:
    """Adler lives there by name, Bichler would go there, Maier lives next door."""
    with tenant_scope(cast.kreis):
        weyarn, valley = (
            Municipality.objects.create(name=name, postcodes=["83629"])
            for name in ("Weyarn", "Valley")
        )
        MunicipalityNeighbour.objects.create(municipality=weyarn, neighbour=valley)
        people["Bichler"].municipalities.create(municipality=weyarn)
        Volunteer.objects.filter(pk=cast.volunteer.pk).update(municipality=valley)

    query = {"municipality": weyarn.pk, "around": around}
    page = coordinator.get("/ehrenamtliche/?" + urlencode(query))

    order = {"here": 0, "near": 1, "kreis": 2}[around]
    assert sorted(names(page)) == sorted(found) if order < 2 else names(page) == found
    labels = re.findall(r"gleiche Gemeinde|Nachbargemeinde(?!n)|im Kreis", page.text)
    near = {"here": 0, "near": 1, "kreis": 1}[around]
    assert labels.count("gleiche Gemeinde") == 2
    assert labels.count("Nachbargemeinde") == near


def test_clearances_are_for_the_lotsin_and_looking_is_written_down(
    coordinator: TenantClient, viewer: TenantClient, cast: Cast, people: dict[str, Volunteer]
) -> None:
    assert listed(viewer, clearance="missing") == EVERYBODY
    assert "Führungszeugnis" not in viewer.get("/ehrenamtliche/?wide=1").text
    listed(coordinator, clearance="missing")

    with tenant_scope(cast.kreis):
        entries = AuditEntry.objects.filter(action="volunteers.clearances_listed")
        assert list(entries.values_list("actor_id", flat=True)) == [coordinator.user.pk]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", EVERYBODY),
        ("-name", EVERYBODY[::-1]),
        ("status", ["Adler", "Czerny", COLLEAGUE_NAME, "Maier", "Bichler"]),
        ("-place", ["Adler", "Bichler", "Czerny", COLLEAGUE_NAME, "Maier"]),
        ("last_contact_on", ["Czerny", "Bichler", "Adler", COLLEAGUE_NAME, "Maier"]),
        ("-last_contact_on", ["Bichler", "Czerny", "Adler", COLLEAGUE_NAME, "Maier"]),
        ("password", EVERYBODY),
    ],
)
@pytest.mark.usefixtures("people")
def test_list_is_sorted(coordinator: TenantClient, sort: str, order: list[str]) -> None:
    assert listed(coordinator, sort=sort) == order


def test_head_of_a_column_says_how_it_is_sorted_and_turns_it_round(
    coordinator: TenantClient,
) -> None:
    page = coordinator.get("/ehrenamtliche/?status=active&sort=name&page=2").text

    assert '<th class="kern-table__header" scope="col" aria-sort="ascending">' in page
    assert 'href="?status=active&amp;sort=-name"' in page
    assert 'href="?status=active&amp;sort=status"' in page


def test_search_within_filters_keeps_the_order_that_was_asked_for(
    coordinator: TenantClient, people: dict[str, Volunteer]
) -> None:
    assert listed(coordinator, q="eva", sort="-name") == ["Czerny", "Bichler", "Adler"]
    assert listed(coordinator, q="eva", status="paused") == ["Bichler"]


def test_columns_are_chosen(coordinator: TenantClient, people: dict[str, Volunteer]) -> None:
    columns = ["circles", "times", "tags_label", "place", "joined_on", "last_contact_on"]
    page = coordinator.get("/ehrenamtliche/?" + urlencode({"columns": columns}, doseq=True))

    heads = re.findall(r'scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', page.text)
    assert heads == [
        *["Name", "Helferkreise", "Hat Zeit", "Schlagwörter", "Ort"],
        *["Dabei seit", "Zuletzt gesprochen"],
    ]
    adler = page.text.partition("Adler, Eva</a>")[2].partition("</tr>")[0]
    cells = re.findall(r'data-label="[^"]+">\s*([^<]*?)\s*<', adler)
    assert cells == [
        *["Helferkreis Weyarn", "Mo vormittags, Di abends", "Sommerfest", "Weyarn"],
        *["01.01.2025", "–"],
    ]


@pytest.mark.parametrize("query", ["", "?wide=1", "?columns=circles&columns=times&sort=place"])
def test_leitung_sees_the_list_and_does_nothing_with_it(viewer: TenantClient, query: str) -> None:
    page = viewer.get(f"/ehrenamtliche/{query}").text

    assert COLLEAGUE_NAME in page
    assert [
        word for word in ('name="person"', "auswahl/", "/druck/", "tabelle.") if word in page
    ] == []


def test_rarer_filters_show_when_asked_for_or_in_force(coordinator: TenantClient) -> None:
    short, wide, asked = (
        coordinator.get(f"/ehrenamtliche/{query}").text
        for query in ("?q=a", "?q=a&wide=1", "?q=a&slot=evening")
    )

    assert 'href="?q=a&amp;wide=1"' in short
    assert ['name="slot"' in page for page in (short, wide, asked)] == [False, True, True]
    assert "Weitere Filter" not in wide
