from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from lotsen_portal.common.forms import BaseForm, FilterForm
from lotsen_portal.files.forms import AttachmentsField, FormWithFiles
from volunteers.models import Inquiry, Topic, Volunteer

STATES = [("open", "offen"), ("answered", "beantwortet"), ("closed", "abgeschlossen")]


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class QuestionForm(FormWithFiles):
    subject = forms.CharField(
        label="Worum geht es?",
        max_length=200,
        help_text="In einem Satz, zum Beispiel: Post vom Jobcenter – wer hilft?",
    )
    topic = forms.ModelChoiceField(
        label="Thema",
        queryset=Topic.objects.order_by("position"),
        required=False,
        empty_label="weiß ich nicht",
    )
    text = _text("Ihre Frage")

    field_order = ["subject", "topic", "text", "attachments"]


class QuestionOnBehalfForm(QuestionForm):
    volunteer = forms.ModelChoiceField(
        label="Wer fragt?",
        queryset=Volunteer.objects.order_by("sort_key", "pk"),
        help_text="Die Antwort geht an die E-Mail-Adresse dieser Person.",
    )
    text = _text("Frage, wie sie gestellt wurde")

    field_order = ["volunteer", *QuestionForm.field_order]


class MessageForm(FormWithFiles):
    text = _text("Ihre Nachricht")

    field_order = ["text", "attachments"]


class AnswerForm(MessageForm):
    text = _text("Ihre Antwort")
    attachments = AttachmentsField(hint="Sie stehen im Portal; die Mail weist darauf hin.")


class TopicForm(BaseForm):
    topic = forms.ModelChoiceField(
        label="Thema", queryset=Topic.objects.order_by("position"), empty_label="bitte wählen"
    )


class InquiryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Betreff oder Name", method="search", max_length=100)
    state = django_filters.ChoiceFilter(
        label="Stand", choices=STATES, method="in_state", empty_label="alle"
    )
    topic = django_filters.ModelChoiceFilter(
        label="Thema", queryset=Topic.objects.order_by("position"), empty_label="alle"
    )

    class Meta:
        model = Inquiry
        form = FilterForm
        fields = ["q", "state", "topic"]

    def search(self, inquiries: Any, name: str, text: str) -> QuerySet:
        return inquiries.search(text)

    def in_state(self, inquiries: Any, name: str, state: str) -> QuerySet:
        return inquiries.in_state(state)
