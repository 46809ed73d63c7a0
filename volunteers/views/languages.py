from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import languages
from volunteers.forms.languages import NewSkillForm, SkillEndForm, SkillForm
from volunteers.models import LanguageSkill, Volunteer
from volunteers.views.record import section_page

OVER = "Dieser Eintrag ist inzwischen beendet. Unten steht, was jetzt gilt."


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def skill_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    return add(request, NewSkillForm(request.POST or None, instance=volunteer))


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def skill_edit(request: PortalRequest, pk: int) -> HttpResponse:
    skill = _skill(pk)
    return _over(request, skill) if skill.ends_on else change(request, skill)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def skill_end(request: PortalRequest, pk: int) -> HttpResponse:
    skill = _skill(pk)
    return _over(request, skill) if skill.ends_on else end(request, skill)


def _skill(pk: int) -> LanguageSkill:
    rows = LanguageSkill.objects.select_related("language", "volunteer")
    return get_object_or_404(rows, pk=pk)


def _over(request: PortalRequest, skill: LanguageSkill) -> HttpResponse:
    """Lead who comes too late to what holds now."""
    messages.info(request, OVER)
    return redirect("volunteers:detail", skill.volunteer_id)


# The same for the Lotsin and for whom the record is about


def add(request: PortalRequest, form: NewSkillForm) -> HttpResponse:
    volunteer = form.instance
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


def change(request: PortalRequest, skill: LanguageSkill) -> HttpResponse:
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


def end(request: PortalRequest, skill: LanguageSkill) -> HttpResponse:
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
