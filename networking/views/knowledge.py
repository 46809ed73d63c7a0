from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import EVERY_MEMBER, roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.actions import knowledge as actions
from networking.forms.knowledge import ArticleFilter, ArticleForm, StaffArticleFilter
from networking.models import Article


@require_GET
@roles(*EVERY_MEMBER)
def article_list(request: PortalRequest) -> HttpResponse:
    visible = Article.objects.visible_to(request.member).for_list()
    filter_class = StaffArticleFilter if request.member.is_staff else ArticleFilter
    found = filter_class(request.GET, queryset=visible)
    context = {
        "page": page_of(request, found.qs),
        "filter": found,
        "is_staff": request.member.is_staff,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render_page(request, "networking/article_list.html", context, partial="rows")


@require_GET
@roles(*EVERY_MEMBER)
def article_detail(request: PortalRequest, pk: int) -> HttpResponse:
    visible = Article.objects.visible_to(request.member).for_list()
    context = {
        "article": get_object_or_404(visible, pk=pk),
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "networking/article_detail.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def article_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, Article(), "Artikel schreiben")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def article_edit(request: PortalRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.all(), pk=pk)
    return _edit(request, article, f"„{article}“ bearbeiten")


def _edit(request: PortalRequest, article: Article, title: str) -> HttpResponse:
    form = ArticleForm(request.POST or None, instance=article)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{saved}“ ist gespeichert.")
            return redirect("knowledge:detail", saved.pk)
    context = {"form": form, "title": title, "article": article}
    return render_form(request, "networking/article_form.html", context)


@require_POST
@roles(Role.COORDINATOR)
def publication_create(request: PortalRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.all(), pk=pk)
    try:
        actions.publish(article, at=timezone.now(), by=request.user)
    except DomainError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"„{article}“ ist veröffentlicht.")
    return redirect("knowledge:detail", pk)


@require_POST
@roles(Role.COORDINATOR)
def publication_delete(request: PortalRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.all(), pk=pk)
    try:
        actions.unpublish(article, by=request.user)
    except DomainError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"„{article}“ ist wieder ein Entwurf.")
    return redirect("knowledge:detail", pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def article_delete(request: PortalRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.all(), pk=pk)
    detail_url = reverse("knowledge:detail", args=[pk])
    if request.method == "POST":
        try:
            actions.remove(article, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(detail_url)
        messages.success(request, f"„{article}“ ist gelöscht.")
        return redirect("knowledge:list")
    context = {
        "title": f"„{article}“ löschen",
        "question": "Soll dieser Entwurf gelöscht werden?",
        "consequences": ["Der Text lässt sich nicht zurückholen."],
        "label": "Entwurf löschen",
        "cancel_url": detail_url,
    }
    return render(request, "components/confirm.html", context)
