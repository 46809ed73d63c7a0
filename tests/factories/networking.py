import factory

from networking.models import (
    Article,
    ContactPerson,
    GoodPractice,
    NetworkMeeting,
    OutreachActivity,
    Partner,
)
from tests.factories.volunteers import a_topic


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partner {n}")
    kind = Partner.Kind.ASSOCIATION


class ContactPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactPerson

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Ansprechperson {n}")


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article

    title = factory.Sequence(lambda n: f"Artikel {n}")
    text = "Was zu tun ist."
    topic = factory.LazyFunction(a_topic)


class NetworkMeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NetworkMeeting

    title = factory.Sequence(lambda n: f"Treffen {n}")


class OutreachActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutreachActivity

    title = factory.Sequence(lambda n: f"Aktion {n}")
    kind = OutreachActivity.Kind.PRESS


class GoodPracticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GoodPractice

    title = factory.Sequence(lambda n: f"Gute Praxis {n}")
    text = "Was gelang."
