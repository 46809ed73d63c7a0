import re

import pytest

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory
from tests.factories.volunteers import InquiryFactory

QUESTIONS = ["Meine Frage", "Frage der Vertretung", "Frage ohne Hand"]


@pytest.fixture
def shared(cast: Cast) -> Cast:
    """Two coordinators, a question of each, and one that nobody has touched."""
    with tenant_scope(cast.kreis):
        own = Membership.objects.get(user=cast.coordinator)
        other = MembershipFactory(name="Vera Vertretung", function="Vertretung")
        for subject, responsible in zip(QUESTIONS, [own, other, None], strict=True):
            InquiryFactory(subject=subject, responsible=responsible)
    return cast


def shown(page: str) -> set[str]:
    return {subject for subject in QUESTIONS if f">{subject}</a>" in page}


def chosen(page: str) -> list[str]:
    return re.findall(r'<a href="\?whose=\w+" aria-current="true">(\w+)</a>', page)


@pytest.mark.parametrize(
    ("query", "choice", "subjects"),
    [
        ({}, "Meine", {"Meine Frage", "Frage ohne Hand"}),
        ({"whose": "mine"}, "Meine", {"Meine Frage", "Frage ohne Hand"}),
        ({"whose": "all"}, "Alle", set(QUESTIONS)),
        ({"whose": "x"}, "Meine", {"Meine Frage", "Frage ohne Hand"}),
    ],
)
def test_coordinators_see_their_own_and_untouched_questions_first(
    coordinator: TenantClient, shared: Cast, query: dict, choice: str, subjects: set[str]
) -> None:
    page = coordinator.get("/heute/", data=query).text

    assert chosen(page) == [choice]
    assert shown(page) == subjects


def test_who_is_alone_begins_with_all(coordinator: TenantClient, shared: Cast) -> None:
    with tenant_scope(shared.kreis):
        Membership.objects.filter(name="Vera Vertretung").update(ends_on="2020-01-01")

    page = coordinator.get("/heute/").text

    assert chosen(page) == ["Alle"]
    assert shown(page) == set(QUESTIONS)


@pytest.mark.parametrize("who", ["viewer", "volunteer", "partner"])
def test_who_is_responsible_for_nothing_has_no_choice(
    who: str, shared: Cast, request: pytest.FixtureRequest
) -> None:
    page = request.getfixturevalue(who).get("/heute/", data={"whose": "mine"}).text

    assert chosen(page) == []
    assert shown(page) == (set(QUESTIONS) if who == "viewer" else set())
