from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lotsen_portal.accounts import reauthentication
from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download
from lotsen_portal.common.spreadsheets import Table, csv_file, workbook
from lotsen_portal.common.uploads import KINDS
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.documents import people_table
from volunteers.forms.people import VolunteerFilter
from volunteers.models import Volunteer

AGAIN = "Danach kommen Sie zur Liste zurück. Bitte laden Sie die Tabelle dort noch einmal herunter."


@require_GET
@roles(Role.COORDINATOR)
def people_export(request: PortalRequest, suffix: str) -> HttpResponse:
    """Hand out the list as the filters leave it; Leitung looks, and takes nothing out."""
    found = VolunteerFilter(request.GET, queryset=Volunteer.objects.for_list())
    # A filter that cannot be read filters nothing: the list says so, a file could not.
    list_url = f"{reverse('volunteers:list')}?{request.GET.urlencode()}"
    if not found.form.is_valid():
        return redirect(list_url)
    table = people_table(found.qs)
    if not reauthentication.may_take(request, len(table.rows)):
        messages.info(request, AGAIN)
        return reauthentication.ask_again(request, back=list_url)
    told = _told(found, suffix, len(table.rows))
    trail.record("volunteers.exported", request.tenant, by=request.user, told=told)
    return download(
        _written(table, suffix),
        name=f"ehrenamtliche-{timezone.localdate():%Y-%m-%d}.{suffix}",
        content_type=KINDS[suffix].content_type,
    )


def _told(found: VolunteerFilter, suffix: str, rows: int) -> dict[str, str]:
    """Say for the trail what was taken out; by what it was narrowed, never what was looked for."""
    fields, given = found.form.fields, found.form.cleaned_data
    narrowed = "; ".join(str(fields[name].label) for name in fields if given.get(name))
    return {
        "Format": suffix.upper(),
        "Zeilen": str(rows),
        "Auswahl": f"gefiltert nach {narrowed}" if narrowed else "alle",
    }


def _written(table: Table, suffix: str) -> bytes:
    return csv_file(table) if suffix == "csv" else workbook({"Ehrenamtliche": table})
