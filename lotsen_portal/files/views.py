from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.uploads import CONTENT_TYPES
from lotsen_portal.files import registry, storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


@require_GET
@roles(*STAFF, Role.VOLUNTEER)
def attachment_download(request: PortalRequest, pk: int) -> HttpResponse:
    attachment = get_object_or_404(Attachment.objects.all(), pk=pk)
    if not registry.may_read(attachment, request.member):
        raise Http404
    name = storage.name_of(request.tenant.pk, attachment.sha256)
    try:
        content = storage.load(name, sha256=attachment.sha256)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("front:today")
    about = registry.told_of(attachment)
    trail.record("attachment.downloaded", about, by=request.user, told=attachment.told)
    known = attachment.content_type in CONTENT_TYPES
    content_type = attachment.content_type if known else "application/octet-stream"
    return download(content, name=attachment.name, content_type=content_type)
