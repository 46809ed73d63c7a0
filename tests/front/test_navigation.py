import re

import pytest

from lotsen_portal.front.forms import SearchForm
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.trainings import published_training
from tests.factories.volunteers import InquiryFactory


def entries(page: str) -> list[str]:
    rail = page.partition('<nav class="rail"')[2].partition("</nav>")[0]
    return re.findall(r"<a [^>]*>([^<]+)</a>", rail)


def marked(page: str) -> list[tuple[str, str]]:
    head = page.partition('<main id="inhalt"')[0]
    return re.findall(r'<a href="[^"]*" aria-current="(\w+)">([^<]+)</a>', head)


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("coordinator", "Heute Fragen Ehrenamtliche Schulungen Netzwerk Wissen Förderung"),
        ("viewer", "Heute Fragen Ehrenamtliche Schulungen Netzwerk Wissen Förderung"),
        ("volunteer", "Start Schulungen Fragen Wissen Meine Daten"),
        ("partner", "Start Netzwerk Schulungen Wissen"),
    ],
)
def test_entries_of_each_role(who: str, labels: str, request: pytest.FixtureRequest) -> None:
    assert " ".join(entries(request.getfixturevalue(who).get("/heute/").text)) == labels


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/heute/", [("page", "Heute")]),
        ("/ehrenamtliche/", [("page", "Ehrenamtliche")]),
        ("/ehrenamtliche/neu/", [("true", "Ehrenamtliche")]),
        ("/netzwerk/treffen/", [("true", "Netzwerk")]),
        ("/foerderung/personal/", [("true", "Förderung")]),
        ("/einstellungen/gemeinden/", [("true", "Einstellungen")]),
        ("/dokumente/", [("page", "Dokumente")]),
        ("/suche/", []),
    ],
)
def test_pages_mark_the_entry_they_belong_to(
    coordinator: TenantClient, path: str, current: list[tuple[str, str]]
) -> None:
    assert marked(coordinator.get(path).text) == current


def test_own_data_are_marked_although_they_lie_elsewhere(
    volunteer: TenantClient, cast: Cast
) -> None:
    page = volunteer.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text

    assert marked(page) == [("true", "Meine Daten")]


@pytest.mark.parametrize(
    ("who", "hint", "searched"),
    [
        ("coordinator", "Person, Schulung, Frage …", "Ehrenamtlichen, Partnern, Schulungen"),
        ("volunteer", "Schulung, Artikel, Frage …", "Schulungen, Artikeln und Ihren eigenen"),
        ("partner", "Schulung, Artikel …", "Schulungen, Artikeln und in Ihrem eigenen Eintrag"),
    ],
)
def test_search_says_what_each_role_may_find(
    who: str, hint: str, searched: str, request: pytest.FixtureRequest
) -> None:
    page = request.getfixturevalue(who).get("/suche/").text

    assert f'placeholder="{hint}"' in page
    assert f"Gesucht wird unter {searched}" in page


def test_volunteers_search_schulungen_and_their_own_questions(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        published_training(title="Post verstehen")
        InquiryFactory(subject="Post vom Amt", volunteer=cast.volunteer)
        InquiryFactory(subject="Post der Kollegin", volunteer=cast.colleague)

    groups = volunteer.get("/suche/", data={"q": "post"}).context["groups"]

    assert {group.label: [row[0] for row in group.rows] for group in groups} == {
        "Schulungen": ["Post verstehen"],
        "Ihre Fragen": ["Post vom Amt"],
    }


def test_search_in_the_header_takes_no_more_than_its_page(volunteer: TenantClient) -> None:
    field = re.search(r'<input[^>]* id="suche"[^>]*>', volunteer.get("/heute/").text)

    longest = SearchForm().fields["q"].max_length
    assert field
    assert f' maxlength="{longest}" ' in field[0]


def test_search_without_a_hit_says_what_to_do(volunteer: TenantClient) -> None:
    page = volunteer.get("/suche/", data={"q": "xyzxyz"}).text

    assert "Versuchen Sie es mit weniger Buchstaben oder einem anderen Wort." in page
