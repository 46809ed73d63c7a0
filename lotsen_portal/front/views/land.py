from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lotsen_portal.tenancy.permissions import public


@require_GET
@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front/land_home.html", {})
