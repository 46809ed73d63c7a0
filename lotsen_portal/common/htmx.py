"""How pages answer htmx.

A page is one template. For htmx it answers with one named partial of that template, for
everybody else with the whole. Forms that do not validate answer 422, and htmx swaps them
like any other answer.

Whole pages must never land inside a fragment: the sign-in page after a redirect, "Seite
nicht gefunden", an error page. htmx 4 swaps every status, so `FullPageMiddleware` tells it
to put such a document in the place of the whole page and to show its address.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    partial: str,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page, or with its named partial when htmx swaps a fragment."""
    name = f"{template}#{partial}" if _wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
    return response


def render_form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with the page of `context["form"]`; one that was sent and comes back answers 422."""
    return render(request, template, context, status=422 if context["form"].is_bound else 200)


def _wants_fragment(request: HttpRequest) -> bool:
    htmx = _details(request)
    return (
        bool(htmx)
        and not htmx.boosted
        and not htmx.history_restore_request
        and request.headers.get("HX-Request-Type", "partial") == "partial"
    )


def _details(request: HttpRequest) -> HtmxDetails:
    return request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware


class FullPageMiddleware:
    """Send a whole document to the place of the whole page. Stands below HtmxMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _details(request) and _is_document(response):
            response["HX-Retarget"] = "body"
            response["HX-Reswap"] = "innerHTML show:top"
            if request.method == "GET":
                response["HX-Push-Url"] = request.get_full_path()
        return response


def _is_document(response: HttpResponse) -> bool:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return False
    return response.content.lstrip()[:9].lower() == b"<!doctype"
