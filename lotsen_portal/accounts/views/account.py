from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lotsen_portal.accounts.homes import kreise_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's Kreise and what belongs to the account."""
    return render(request, "account/home.html", {"kreise": kreise_of(request.user)})
