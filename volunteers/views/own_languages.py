"""What volunteers say of their languages; the same forms and actions as the Lotsin's."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.forms.self_service import OwnNewSkillForm
from volunteers.models import LanguageSkill
from volunteers.views import languages
from volunteers.views.self_service import own_record


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def skill_create(request: PortalRequest) -> HttpResponse:
    form = OwnNewSkillForm(request.POST or None, instance=own_record(request))
    return languages.add(request, form)


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def skill_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return languages.change(request, _own_skill(request, pk))


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def skill_end(request: PortalRequest, pk: int) -> HttpResponse:
    return languages.end(request, _own_skill(request, pk))


def _own_skill(request: PortalRequest, pk: int) -> LanguageSkill:
    """Return a skill of whoever asks that holds now."""
    mine = LanguageSkill.objects.filter(volunteer=own_record(request), ends_on=None)
    return get_object_or_404(mine.select_related("language", "volunteer"), pk=pk)
