from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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
