"""Two clicks on one button do its work once."""

import hashlib
import json
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, SuspiciousOperation, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.exception import response_for_exception
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from lotsen_portal.tenancy.models import SentForm
from lotsen_portal.tenancy.requests import ArrivingRequest

UNREADABLE = (BadRequest, SuspiciousOperation, UnreadablePostError)


def answer_once(
    request: ArrivingRequest, get_response: Callable[[ArrivingRequest], HttpResponse]
) -> HttpResponse:
    """Answer a form that comes a second time with the address that the first one led to.

    The second waits until the first has committed, so it sees what that has written. A form is
    the same if the same person sends the same fields to the same address from the same view of
    the page: Django masks the CSRF token anew each time it prints a form. A page that the back
    button brings is another view, for no browser may keep one and fetches it anew: two equal
    tickets of one day are two vouchers. What came back as a page, because it was refused or
    failed, may be sent again.
    """
    if request.method != "POST" or not request.user.is_authenticated:
        return get_response(request)
    try:
        digest = _digest(request)
    except (MultiPartParserError, TooManyFilesSent) as error:
        # Django leaves an empty form in its place, which the view would take for what was sent.
        return response_for_exception(request, error)
    except UNREADABLE:
        return get_response(request)  # where the view asks for the body, it is answered
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])
    if earlier := SentForm.objects.filter(digest=digest).first():
        messages.info(request, "Das ist angekommen. Es kam zweimal und zählt einmal.")
        return HttpResponseRedirect(earlier.answer)
    response = get_response(request)
    if isinstance(response, HttpResponseRedirect) and "csrfmiddlewaretoken" in request.POST:
        SentForm.objects.create(digest=digest, answer=response.url)
    return response


def _digest(request: ArrivingRequest) -> str:
    # Not the body: a browser draws a new boundary between fields each time it sends files.
    files = [(name, [_trace(file) for file in sent]) for name, sent in request.FILES.lists()]
    fields = [request.user.pk, request.path, sorted(request.POST.lists()), sorted(files)]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


def _trace(file: UploadedFile) -> tuple[str, str]:
    """Return what tells a file from another of the same size; of its bytes a piece at a time."""
    content = hashlib.sha256()
    for piece in file.chunks():
        content.update(piece)
    file.seek(0)
    return str(file.name), content.hexdigest()
