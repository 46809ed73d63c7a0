"""What volunteers say of their languages; the same forms and actions as the Lotsin's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import languages
from volunteers.forms.languages import SkillEndForm, SkillForm
from volunteers.forms.self_service import OwnNewSkillForm
from volunteers.models import LanguageSkill
from volunteers.views.record import section_page
from volunteers.views.self_service import own_record


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def skill_create(request: PortalRequest) -> HttpResponse:
    volunteer = own_record(request)
    form = OwnNewSkillForm(request.POST or None, instance=volunteer)
    if form.is_valid():
        data = form.cleaned_data
        skill = LanguageSkill(language=data["language"], starts_on=data["starts_on"], **form.skill)
        try:
            languages.add(volunteer, skill, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{skill.language} ist gespeichert.")
            return redirect("volunteers:detail", volunteer.pk)
    return section_page(request, form, volunteer, "Sprache hinzufügen")


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def skill_edit(request: PortalRequest, pk: int) -> HttpResponse:
    skill = _own_skill(request, pk)
    form = SkillForm(request.POST or None, instance=skill.volunteer, skill=skill)
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            languages.change(skill.volunteer, skill, to=form.skill, on=on, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{skill.language} ist gespeichert.")
            return redirect("volunteers:detail", skill.volunteer_id)
    return section_page(request, form, skill.volunteer, str(skill.language))


@require_http_methods(["GET", "POST"])
@roles(Role.VOLUNTEER)
def skill_end(request: PortalRequest, pk: int) -> HttpResponse:
    skill = _own_skill(request, pk)
    form = SkillEndForm(request.POST or None)
    if form.is_valid():
        try:
            languages.end(skill.volunteer, skill, on=form.cleaned_data["on"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{skill.language} gilt nicht mehr.")
            return redirect("volunteers:detail", skill.volunteer_id)
    return section_page(request, form, skill.volunteer, f"{skill.language} beenden")


def _own_skill(request: PortalRequest, pk: int) -> LanguageSkill:
    """Return a skill of whoever asks that holds now."""
    mine = LanguageSkill.objects.filter(volunteer=own_record(request), ends_on=None)
    return get_object_or_404(mine.select_related("language", "volunteer"), pk=pk)
