from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from evaluation.actions import years
from lotsen_portal.tenancy.requests import PortalRequest


def way_out(request: PortalRequest, year: int, *target: Any) -> HttpResponse | None:
    """Lead away from a form of a released year, which could only refuse what is typed into it.

    What is sent gets its refusal from the action, beside what was typed.
    """
    if request.method == "POST" or not years.is_released(year):
        return None
    messages.info(request, f"Der Bericht {year} ist schon festgeschrieben und bereitgestellt.")
    return redirect(*target)
