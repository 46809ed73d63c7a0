from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lotsen_portal.accounts import reauthentication
from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import exports as actions
from volunteers.documents.tables import people_file
from volunteers.forms.columns import with_value
from volunteers.forms.listing import PeopleList

AGAIN = "Danach kommen Sie zur Liste zurück. Bitte laden Sie die Tabelle dort noch einmal herunter."
LONG = "So lange Listen werden im Hintergrund erstellt und liegen dann unter „Dokumente“."
TOO_LONG = "So viele Personen druckt kein Browser gut. Bitte filtern Sie, oder speichern Sie Excel."
# More are written in the background.
MOST = 2000
CONTENT_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard; charset=utf-8",
}


@require_GET
@roles(Role.COORDINATOR)
def people_export(request: PortalRequest, suffix: str) -> HttpResponse:
    """Hand out the list as the filters leave it; Leitung looks, and takes nothing out."""
    listed = PeopleList(request.GET, member=request.member)
    # A filter that cannot be read filters nothing: the list says so, a file could not.
    list_url = f"{reverse('volunteers:list')}?{request.GET.urlencode()}"
    if not listed.is_readable:
        return redirect(list_url)
    return taken(request, listed, listed.keys, suffix, back=list_url)


def taken(
    request: PortalRequest, listed: PeopleList, keys: list[int], suffix: str, *, back: str
) -> HttpResponse:
    """Answer with these people as a file, once it is sure who asks."""
    if not reauthentication.may_take(request, len(keys)):
        messages.info(request, AGAIN)
        return reauthentication.ask_again(request, back=back)
    told = _told(listed, suffix.upper(), len(keys))
    if len(keys) > MOST:
        return _ordered(request, listed, keys, suffix, told=told)
    trail.record("volunteers.exported", request.tenant, by=request.user, told=told)
    return download(
        people_file(keys, suffix, listed.chosen),
        name=f"ehrenamtliche-{timezone.localdate():%Y-%m-%d}.{suffix}",
        content_type=CONTENT_TYPES[suffix],
    )


def _ordered(
    request: PortalRequest,
    listed: PeopleList,
    keys: list[int],
    suffix: str,
    *,
    told: dict[str, str],
) -> HttpResponse:
    """Have a long list written in the background; only a form may order it."""
    if request.method == "GET":
        messages.info(request, f"Das sind {len(keys)} Personen. {LONG}")
        everybody = with_value(request.GET, all="1")
        return redirect(f"{reverse('volunteers:bulk_export')}?{everybody}")
    document = actions.order_file(
        keys, suffix, listed.chosen, told=told, now=timezone.now(), by=request.user
    )
    return redirect("documents:detail", document.pk)


@require_GET
@roles(Role.COORDINATOR)
def people_print(request: PortalRequest) -> HttpResponse:
    """Show the whole list on one page, to be printed."""
    listed = PeopleList(request.GET, member=request.member)
    list_url = f"{reverse('volunteers:list')}?{request.GET.urlencode()}"
    if len(listed.keys) > MOST:
        messages.info(request, TOO_LONG)
        return redirect(list_url)
    people = list(listed.found)
    if not reauthentication.may_take(request, len(people)):
        return reauthentication.ask_again(request, back=list_url)
    told = _told(listed, "Druck", len(people))
    trail.record("volunteers.exported", request.tenant, by=request.user, told=told)
    context = {
        "people": people,
        "listed": listed,
        "shown": listed.shown,
        "list_url": list_url,
        "said": listed.filter.narrowed_to,
    }
    return render(request, "volunteers/volunteer_list_print.html", context)


def _told(listed: PeopleList, what: str, rows: int) -> dict[str, str]:
    """Say for the trail what was taken out; by what it was narrowed, never what was looked for."""
    narrowed = "; ".join(listed.filter.narrowed_by)
    return {
        "Format": what,
        "Zeilen": str(rows),
        "Auswahl": f"gefiltert nach {narrowed}" if narrowed else "alle",
    }
