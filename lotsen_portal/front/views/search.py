from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lotsen_portal.front.forms import SearchForm
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import EVERY_MEMBER, roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.models import Article, Partner
from trainings.models import Training
from volunteers.matching.search import found_first
from volunteers.models import Inquiry, Volunteer

MOST = 10


@dataclass(frozen=True)
class Group:
    """What was found of one kind: rows of label, line below it and address."""

    label: str
    rows: list[tuple[str, str, str]]


@require_safe
@roles(*EVERY_MEMBER)
def results(request: PortalRequest) -> HttpResponse:
    form = SearchForm(request.GET or None)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "wanted": wanted,
        "groups": _found(request, wanted) if wanted else [],
        "searched": _searched(request.member),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "front/search.html", context, status=status)


def _searched(member: Member) -> str:
    """Say among what the member searches."""
    if member.is_staff:
        return "Ehrenamtlichen, Partnern, Schulungen, Fragen und Artikeln"
    if member.has(Role.VOLUNTEER):
        return "Schulungen, Artikeln und Ihren eigenen Fragen"
    return "Schulungen, Artikeln und in Ihrem eigenen Eintrag"


def _found(request: PortalRequest, text: str) -> list[Group]:
    """Search each kind among what the member may see, and nowhere else."""
    member = request.member
    people = found_first(Volunteer.objects.visible_to(member), text, most=MOST)
    partners = (
        Partner.objects.visible_to(member).search_with_contacts(text).order_by("sort_key", "pk")
    )
    trainings = Training.objects.visible_to(member).search(text)
    inquiries = Inquiry.objects.visible_to(member).search(text).for_list()
    articles = Article.objects.visible_to(member).search(text)
    groups = [
        _group(
            "Ehrenamtliche" if member.is_staff else "Ihre Daten",
            people,
            "volunteers:detail",
            "place",
        ),
        _group(
            "Partner" if member.is_staff else "Ihr Eintrag", partners, "networking:detail", "place"
        ),
        _group("Schulungen", trainings.order_by("-starts_at", "-pk"), "trainings:detail", "place"),
        _group("Fragen" if member.is_staff else "Ihre Fragen", inquiries, "inquiries:detail", ""),
        _group("Wissen", articles.order_by("title", "pk"), "knowledge:detail", ""),
    ]
    return [group for group in groups if group.rows]


def _group(label: str, found: Any, url_name: str, below: str) -> Group:
    rows = [
        (str(row), getattr(row, below) if below else "", reverse(url_name, args=[row.pk]))
        for row in found[:MOST]
    ]
    return Group(label, rows)
