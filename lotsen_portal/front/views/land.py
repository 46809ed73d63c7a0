from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotsen_portal.common.pagination import page_of
from lotsen_portal.front import finder, tilemap
from lotsen_portal.front.forms import FinderForm, PublicTrainingFilter
from lotsen_portal.tenancy.addresses import tenant_path
from lotsen_portal.tenancy.context import public_scope
from lotsen_portal.tenancy.permissions import public
from trainings.models import Training

NEXT_TRAININGS = 5


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    form = FinderForm(request.GET or None)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    with public_scope():
        tenants = finder.kreise()
        trainings = list(_open_trainings()[:NEXT_TRAININGS])
        context = {
            "form": form,
            "wanted": wanted,
            "hits": [_shown(hit) for hit in finder.find(wanted, tenants)] if wanted else [],
            "blocks": tilemap.blocks(tenants),
            "trainings": [(training, _sign_up_path(training)) for training in trainings],
        }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "front/land_home.html", context, status=status)


@require_safe
@public
def help_offer(request: HttpRequest) -> HttpResponse:
    """Lead whoever would like to help to their Kreis; let them choose where several fit."""
    form = FinderForm(request.GET or None)
    wanted = form.cleaned_data["q"].strip() if form.is_valid() else ""
    with public_scope():
        hits = finder.find(wanted, finder.kreise()) if wanted else []
    ways = [(hit, _way_to_help(hit)) for hit in hits]
    if len(ways) == 1:
        return redirect(ways[0][1])
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {"form": form, "wanted": wanted, "ways": ways}
    return render(request, "front/land_help_offer.html", context, status=status)


def _way_to_help(hit: finder.Hit) -> str:
    """Return the address of the Kreis's form, with the municipality if only one is meant."""
    path = tenant_path(hit.tenant, "offers:create")
    one = hit.municipalities if len(hit.municipalities) == 1 else []
    return path + "".join(f"?{urlencode({'ort': name})}" for name in one)


@require_safe
@public
def training_list(request: HttpRequest) -> HttpResponse:
    with public_scope():
        found = PublicTrainingFilter(request.GET, queryset=_open_trainings())
        page = page_of(request, found.qs)
        trainings = [(training, _sign_up_path(training)) for training in page]
        context = {"filter": found, "page": page, "trainings": trainings}
        return render(request, "front/land_trainings.html", context)


def _open_trainings() -> Any:
    open_ones = Training.public.open_for_registration(timezone.now())
    return open_ones.select_related("tenant").for_list()


def _sign_up_path(training: Training) -> str:
    return tenant_path(training.tenant, "trainings:public", training.pk)


def _shown(hit: finder.Hit) -> dict[str, Any]:
    return {"hit": hit, "url": tenant_path(hit.tenant, "front:home")}


def _operator() -> dict[str, str]:
    return {"operator": getattr(settings, "OPERATOR", "")}


@require_safe
@public
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "front/land_imprint.html", _operator())


@require_safe
@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "front/land_privacy.html", _operator())


@require_safe
@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "front/land_accessibility.html", _operator())


@require_safe
@public
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "front/land_help.html")
