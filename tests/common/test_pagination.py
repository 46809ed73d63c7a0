from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from pytest_django.asserts import assertHTMLEqual

from lotsen_portal.common.pagination import page_of
from lotsen_portal.common.templatetags.portal import page_numbers


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("", 1),
        ("1", 1),
        ("3", 3),
        (" 2 ", 2),
        ("0", 1),
        ("-4", 1),
        ("4", 3),
        ("9" * 5000, 3),
        ("zwei", 1),
        ("²", 1),
        ("2.5", 1),
        ("\x00", 1),
    ],
)
def test_nonsense_leads_to_the_nearest_page(rf: RequestFactory, wanted: str, number: int) -> None:
    page = page_of(rf.get("/", {"page": wanted}), range(5), per_page=2)
    assert page.number == number


def test_empty_list_has_one_page(rf: RequestFactory) -> None:
    page = page_of(rf.get("/"), [])
    assert (page.number, list(page)) == (1, [])


def test_long_list_links_few_pages(rf: RequestFactory) -> None:
    page = page_of(rf.get("/?page=10"), range(500))
    assert page_numbers(page) == [1, None, 9, 10, 11, None, 20]


def test_links_keep_the_filters(rf: RequestFactory, style_site: Any) -> None:
    request = rf.get("/", {"name": "Ada", "page": "2"})
    template = engines["django"].get_template("components/pagination.html")
    html = template.render({"page": page_of(request, range(3), per_page=1)}, request)
    assertHTMLEqual(
        html,
        """<nav class="pages" aria-label="Seiten">
        <a class="kern-btn kern-btn--secondary" rel="prev" href="?name=Ada&amp;page=1">
        <span class="kern-label">Zurück</span></a><ol>
        <li><a href="?name=Ada&amp;page=1"><span class="kern-sr-only">Seite </span>1</a></li>
        <li><span aria-current="page"><span class="kern-sr-only">Seite </span>2</span></li>
        <li><a href="?name=Ada&amp;page=3"><span class="kern-sr-only">Seite </span>3</a></li>
        </ol><p>Seite 2 von 3</p>
        <a class="kern-btn kern-btn--secondary" rel="next" href="?name=Ada&amp;page=3">
        <span class="kern-label">Weiter</span></a></nav>""",
    )


def test_one_page_needs_no_links(rf: RequestFactory, style_site: Any) -> None:
    request = rf.get("/")
    template = engines["django"].get_template("components/pagination.html")
    assert template.render({"page": page_of(request, [1])}, request).strip() == ""
