from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import qualifications
from volunteers.forms.qualifications import QualificationForm
from volunteers.models import Qualification, Volunteer
from volunteers.views.record import section_page


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def qualification_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    return _edit(request, volunteer, Qualification(), "Qualifikation hinzufügen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def qualification_edit(request: PortalRequest, pk: int) -> HttpResponse:
    qualification = _qualification(pk)
    return _edit(request, qualification.volunteer, qualification, str(qualification))


def _edit(
    request: PortalRequest, volunteer: Volunteer, qualification: Qualification, title: str
) -> HttpResponse:
    form = QualificationForm(request.POST or None, instance=volunteer, qualification=qualification)
    if form.is_valid():
        qualifications.save(volunteer, form.filled, by=request.user)
        messages.success(request, f"„{form.filled}“ ist gespeichert.")
        return redirect("volunteers:detail", volunteer.pk)
    return section_page(request, form, volunteer, title)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def qualification_remove(request: PortalRequest, pk: int) -> HttpResponse:
    qualification = _qualification(pk)
    volunteer = qualification.volunteer
    if request.method == "POST":
        qualifications.remove(qualification, by=request.user)
        messages.success(request, f"„{qualification}“ steht nicht mehr bei {volunteer}.")
        return redirect("volunteers:detail", volunteer.pk)
    context = {
        "title": f"„{qualification}“ entfernen",
        "question": f"Der Eintrag steht dann nicht mehr bei {volunteer}.",
        "label": "Entfernen",
        "cancel_url": reverse("volunteers:detail", args=[volunteer.pk]),
    }
    return render(request, "components/confirm.html", context)


def _qualification(pk: int) -> Qualification:
    return get_object_or_404(Qualification.objects.select_related("volunteer"), pk=pk)
