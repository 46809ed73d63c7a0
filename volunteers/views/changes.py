"""What volunteers wish, and the Lotsin decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import self_service
from volunteers.forms.self_service import DecisionForm
from volunteers.models import ChangeRequest

DECISIONS = {
    "accept": (self_service.accept, "Die Änderung ist übernommen."),
    "decline": (self_service.decline, "Die Änderung ist abgelehnt."),
}


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def decision_edit(request: PortalRequest, pk: int) -> HttpResponse:
    wish = get_object_or_404(ChangeRequest.objects.select_related("volunteer"), pk=pk)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        decide, done = DECISIONS[form.cleaned_data["decision"]]
        try:
            decide(wish, now=timezone.now(), by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("changes:decision", pk)
        messages.success(request, f"{done} {wish.volunteer} bekommt eine Mail darüber.")
        return redirect("volunteers:detail", wish.volunteer_id)
    trail.record("change.read", wish, by=request.user)
    return render(request, "volunteers/change_decision.html", {"wish": wish, "form": form})
