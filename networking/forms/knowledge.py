from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from lotsen_portal.common.forms import FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from networking.models import Article
from volunteers.models import Topic


class ArticleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Wort im Titel oder Text", method="search", max_length=200)
    topic = django_filters.ModelChoiceFilter(
        label="Thema", queryset=Topic.objects.order_by("position", "name"), empty_label="alle"
    )

    class Meta:
        model = Article
        form = FilterForm
        fields = ["q", "topic"]

    def search(self, articles: Any, name: str, text: str) -> QuerySet:
        return articles.search(text)


class StaffArticleFilter(ArticleFilter):
    state = django_filters.ChoiceFilter(
        label="Stand",
        choices=[("published", "veröffentlicht"), ("draft", "Entwurf")],
        method="in_state",
        empty_label="alle",
    )

    class Meta(ArticleFilter.Meta):
        fields = ["q", "topic", "state"]

    def in_state(self, articles: Any, name: str, state: str) -> QuerySet:
        return articles.published() if state == "published" else articles.drafts()


class ArticleForm(VersionedModelForm):
    class Meta:
        model = Article
        fields = ["title", "topic", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}
        help_texts = {
            "title": "Am besten als Frage: „Wer hilft bei Post vom Jobcenter?“",
            "text": "Eine leere Zeile beginnt einen neuen Absatz. Internetadressen werden von "
            "selbst zu Links.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = Topic.objects.order_by("position", "name")

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if Article.objects.exclude(pk=self.instance.pk).filter(title__iexact=title).exists():
            raise forms.ValidationError("Einen Artikel mit diesem Titel gibt es schon.")
        return title
