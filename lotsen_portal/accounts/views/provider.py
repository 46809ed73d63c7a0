"""To the identity provider and back. Only a form of ours leads there."""

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from lotsen_portal.accounts import provider


@login_not_required
@require_POST
def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    if not provider.name():
        raise Http404
    try:
        return views.login(request, provider_id)
    except RequestException:
        provider.refuse(request, provider.NO_ANSWER)


@login_not_required
@require_GET
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    if not provider.name():
        raise Http404
    return views.callback(request, provider_id)
