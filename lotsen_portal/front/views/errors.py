"""Pages for requests that no view has answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read; Django's own view reads the body again, and fails again."""
    return render(request, "400.html", status=400)
