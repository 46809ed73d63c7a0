import datetime as dt

import factory
from django.utils import timezone

from lotsen_portal.presets.topics import TOPICS
from tests.factories.base import ModelFactory
from volunteers.models import (
    CircleMembership,
    Clearance,
    EngagementField,
    HelperCircle,
    HelpOffer,
    Inquiry,
    Language,
    LanguageSkill,
    Qualification,
    Topic,
    Volunteer,
)


def a_topic() -> Topic:
    return Topic.objects.get(key=TOPICS[0][0])


class VolunteerFactory(ModelFactory[Volunteer]):
    class Meta:
        model = Volunteer

    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Helferin {n}")
    email = factory.Sequence(lambda n: f"ada{n}@example.org")
    joined_on = dt.date(2025, 1, 1)


class EngagementFieldFactory(ModelFactory[EngagementField]):
    class Meta:
        model = EngagementField

    key = factory.Sequence(lambda n: f"feld-{n}")
    name = factory.Sequence(lambda n: f"Feld {n}")


class HelperCircleFactory(ModelFactory[HelperCircle]):
    class Meta:
        model = HelperCircle

    name = factory.Sequence(lambda n: f"Helferkreis {n}")
    founded_on = dt.date(2016, 1, 1)


class CircleMembershipFactory(ModelFactory[CircleMembership]):
    class Meta:
        model = CircleMembership

    circle = factory.SubFactory(HelperCircleFactory)
    volunteer = factory.SubFactory(VolunteerFactory)
    starts_on = dt.date(2020, 1, 1)


class ClearanceFactory(ModelFactory[Clearance]):
    class Meta:
        model = Clearance
        django_get_or_create = ("volunteer",)

    volunteer = factory.SubFactory(VolunteerFactory)
    issued_on = dt.date(2025, 1, 7)
    seen_on = dt.date(2025, 2, 1)
    seen_by = "Anna Huber"
    next_due_on = dt.date(2030, 2, 1)


class LanguageSkillFactory(ModelFactory[LanguageSkill]):
    class Meta:
        model = LanguageSkill

    volunteer = factory.SubFactory(VolunteerFactory)
    language = factory.LazyFunction(lambda: Language.objects.get(tag="uk"))
    starts_on = dt.date(2025, 1, 1)


class QualificationFactory(ModelFactory[Qualification]):
    class Meta:
        model = Qualification

    volunteer = factory.SubFactory(VolunteerFactory)
    name = factory.Sequence(lambda n: f"Kurs {n}")
    acquired_on = dt.date(2025, 1, 1)


class HelpOfferFactory(ModelFactory[HelpOffer]):
    class Meta:
        model = HelpOffer

    first_name = "Gerda"
    last_name = "Gast"
    email = factory.Sequence(lambda n: f"gast{n}@example.org")
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    confirmed_at = factory.LazyFunction(timezone.now)
    volunteer = factory.SubFactory(VolunteerFactory)


class InquiryFactory(ModelFactory[Inquiry]):
    class Meta:
        model = Inquiry

    subject = factory.Sequence(lambda n: f"Frage {n}")
    volunteer = factory.SubFactory(VolunteerFactory)
    asked_at = factory.LazyFunction(timezone.now)
