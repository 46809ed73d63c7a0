"""The forms by which volunteers keep their own record; what they say, they say of themselves."""

from typing import Any

from django import forms

from volunteers.forms.languages import NewSkillForm
from volunteers.forms.record import (
    AvailabilityForm,
    ContactForm,
    EngagementForm,
    SectionForm,
    clean_of_age_on,
)
from volunteers.models import ChangeRequest, Volunteer
from volunteers.models.self_service import SENSITIVE, sensitive_of


class OwnContactForm(ContactForm):
    class Meta(ContactForm.Meta):
        fields = [name for name in ContactForm.Meta.fields if name not in SENSITIVE]
        help_texts = {
            "street": "Nur, wenn Sie Briefe bekommen möchten.",
            "municipality": "Damit wir sehen, was in Ihrer Nähe gebraucht wird.",
            "birth_year": "Nur wenn gebraucht, zum Beispiel für die Ehrenamtskarte.",
            "declares_migration_history": "Freiwillig. Es wird nur gezählt, nie gelistet.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = "Haben Sie selbst oder Ihre Familie eine Migrationsgeschichte?"
        self.fields["declares_migration_history"].label = label


class OwnEngagementForm(EngagementForm):
    groups = EngagementForm.groups

    class Meta(EngagementForm.Meta):
        fields = ["mobility", "goes_anywhere"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engaged_in"].label = "Ich helfe bei"
        self.fields["helps"].label = "Ich helfe gern"
        self.fields["mobility"].label = "Ich bin unterwegs mit"
        self.fields["goes_anywhere"].label = "Ich helfe im ganzen Kreis"


class OwnAvailabilityForm(AvailabilityForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].label = "Ich habe meistens Zeit"
        self.fields["short_notice"].label = "Ich helfe auch kurzfristig"


class OwnNewSkillForm(NewSkillForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interprets"].help_text = "Zum Dolmetschen hilft gutes Deutsch (B2)."
        self.fields["starts_on"].label = "Seit wann"
        self.fields["starts_on"].help_text = ""


class WishForm(SectionForm):
    """What the Lotsin has to agree to; the form changes nothing of the person."""

    groups = [("Nur bei Minderjährigen", ["of_age_on", "guardian_name"])]

    class Meta:
        model = Volunteer
        fields = list(SENSITIVE)
        labels = {"guardian_name": "Namen der Sorgeberechtigten"}
        help_texts = {
            "email": "An sie gehen unsere Mails. Sie melden sich weiter mit der bisherigen an.",
            "of_age_on": "Der 18. Geburtstag. Leer heißt: volljährig.",
        }

    def __init__(self, *args: Any, wish: ChangeRequest | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(wish.wanted if wish else {})
        self.fields["email"].required = bool(self.instance.email)

    clean_of_age_on = clean_of_age_on

    def validate_constraints(self) -> None:
        """Tell nobody here whose address another is: who decides is told."""

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    @property
    def wanted(self) -> dict[str, str]:
        """Return what the fields say now, as a wish holds it."""
        return sensitive_of(self.instance)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("accept", "Übernehmen"), ("decline", "Ablehnen")])
