from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class KeepNothingMiddleware:
    """Let no browser and no proxy keep an answer, but for what says itself how long.

    Stands below WhiteNoise, whose files may be kept, and above all that answers by itself: a
    redirect or a refusal names persons and tokens by its address, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class NotAllowedMiddleware:
    """Give a page to who opens what only takes forms; Django answers 405 with nothing in it.

    The page says the same of every row, and of none: the method is looked at before the row is.
    Stands below TenantMiddleware, for the page shows the Kreis.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page
