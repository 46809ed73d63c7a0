from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Membership, Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import inquiries as actions
from volunteers.forms.inquiries import (
    AnswerForm,
    InquiryFilter,
    MessageForm,
    QuestionForm,
    QuestionOnBehalfForm,
    TopicForm,
)
from volunteers.models import Inquiry, Volunteer

ASKING = (*STAFF, Role.VOLUNTEER)


@require_safe
@roles(*ASKING)
def inquiry_list(request: PortalRequest) -> HttpResponse:
    visible = Inquiry.objects.visible_to(request.member)
    found = InquiryFilter(request.GET, queryset=visible.for_list())
    context = {
        "page": page_of(request, found.qs),
        "filter": found,
        "may_record": request.member.has(Role.COORDINATOR),
        "may_ask": request.member.has(Role.VOLUNTEER),
    }
    return render_page(request, "volunteers/inquiry_list.html", context, partial="rows")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.VOLUNTEER)
def inquiry_create(request: PortalRequest) -> HttpResponse:
    volunteer = get_object_or_404(
        Volunteer.objects.all(), membership=request.member.as_role(Role.VOLUNTEER)
    )
    form = QuestionForm(request.POST or None, request.FILES or None)
    return _ask(request, form, volunteer, "Frage stellen")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def inquiry_record(request: PortalRequest) -> HttpResponse:
    """Take down a question for somebody who phoned."""
    chosen = request.GET.get("person", "")
    form = QuestionOnBehalfForm(
        request.POST or None, request.FILES or None, initial={"volunteer": chosen}
    )
    return _ask(request, form, None, "Frage aufnehmen")


def _ask(request: PortalRequest, form: Any, volunteer: Any, title: str) -> HttpResponse:
    if form.is_valid():
        data = form.cleaned_data
        inquiry = Inquiry(
            subject=data["subject"],
            topic=data["topic"],
            volunteer=volunteer or data["volunteer"],
        )
        said = {"text": data["text"], "uploads": data["attachments"]}
        actions.ask(inquiry, **said, now=timezone.now(), by=request.user)
        messages.success(request, "Die Frage ist angekommen. Die Antwort kommt per E-Mail.")
        return redirect("inquiries:detail", inquiry.pk)
    context = {"form": form, "title": title}
    return render_form(request, "volunteers/inquiry_form.html", context)


@require_safe
@roles(*ASKING)
def inquiry_detail(request: PortalRequest, pk: int) -> HttpResponse:
    inquiry = _visible(request, pk)
    form = AnswerForm() if _answers(request.member, inquiry) else MessageForm()
    return _thread(request, inquiry, form)


@require_POST
@roles(Role.COORDINATOR, Role.VOLUNTEER)
def message_create(request: PortalRequest, pk: int) -> HttpResponse:
    inquiry = _visible(request, pk)
    answers = _answers(request.member, inquiry)
    form = (AnswerForm if answers else MessageForm)(request.POST, request.FILES)
    if not form.is_valid():
        return _thread(request, inquiry, form)
    send = actions.answer if answers else actions.ask_again
    try:
        said = {"text": form.cleaned_data["text"], "uploads": form.cleaned_data["attachments"]}
        send(inquiry, **said, now=timezone.now(), by=request.user)
    except DomainError as error:
        form.add_domain_error(error)
        return _thread(request, inquiry, form)
    else:
        messages.success(request, _sent(inquiry) if answers else "Ihre Nachricht ist angekommen.")
    return redirect("inquiries:detail", pk)


def _sent(inquiry: Inquiry) -> str:
    if inquiry.volunteer and inquiry.volunteer.email:
        return f"Die Antwort geht per E-Mail an {inquiry.volunteer}."
    return "Die Antwort ist gespeichert. Für eine Mail fehlt die Adresse; rufen Sie bitte an."


@require_POST
@roles(Role.COORDINATOR)
def topic_edit(request: PortalRequest, pk: int) -> HttpResponse:
    inquiry = get_object_or_404(Inquiry.objects.all(), pk=pk)
    form = TopicForm(request.POST)
    if form.is_valid():
        actions.classify(inquiry, form.cleaned_data["topic"], by=request.user)
        messages.success(request, "Das Thema ist gespeichert.")
    else:
        messages.error(request, "Bitte wählen Sie ein Thema aus der Liste.")
    return redirect("inquiries:detail", pk)


@require_POST
@roles(Role.COORDINATOR)
def closing_create(request: PortalRequest, pk: int) -> HttpResponse:
    inquiry = get_object_or_404(Inquiry.objects.all(), pk=pk)
    try:
        actions.close(inquiry, now=timezone.now(), by=request.user)
    except DomainError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "Die Frage ist abgeschlossen.")
    return redirect("inquiries:detail", pk)


def _visible(request: PortalRequest, pk: int) -> Inquiry:
    visible = Inquiry.objects.visible_to(request.member)
    return get_object_or_404(visible.select_related("topic", "volunteer", "responsible"), pk=pk)


def _thread(request: PortalRequest, inquiry: Inquiry, form: Any) -> HttpResponse:
    thread = list(inquiry.messages.order_by("at", "pk"))
    trail.record("inquiry.read", inquiry, by=request.user)
    names, is_staff = _staff_names(), request.member.is_staff
    files = Attachment.objects.of(thread)
    context = {
        "inquiry": inquiry,
        "thread": [
            (message, _writer(message, inquiry, names), files.get(message.pk, ()))
            for message in thread
        ],
        "form": form,
        "topic_form": TopicForm(initial={"topic": inquiry.topic_id}),
        "is_staff": is_staff,
        "may_manage": request.member.has(Role.COORDINATOR),
        "may_write": request.member.has(Role.COORDINATOR) or _is_own(request.member, inquiry),
    }
    return render_form(request, "volunteers/inquiry_detail.html", context)


def _staff_names() -> dict[int, str]:
    staff = Membership.objects.filter(role__in=STAFF)
    return {membership.user_id: str(membership) for membership in staff}


def _writer(message: Any, inquiry: Inquiry, staff: dict[int, str]) -> str:
    """Say who wrote, and for whom, if somebody took the question down."""
    name = staff.get(message.author_id, "")
    if message.from_staff:
        return name or "Integrationslotsin"
    asked = str(inquiry.volunteer or "Ohne Namen")
    return f"{asked}, aufgenommen von {name}" if name else asked


def _answers(member: Member, inquiry: Inquiry) -> bool:
    """Say whether what the member writes is an answer; nobody answers themselves."""
    return member.has(Role.COORDINATOR) and not _is_own(member, inquiry)


def _is_own(member: Member, inquiry: Inquiry) -> bool:
    own = member.as_role(Role.VOLUNTEER)
    asked = inquiry.volunteer
    return own is not None and asked is not None and asked.membership_id == own.pk
