import factory

from networking.models import (
    Article,
    ContactPerson,
    GoodPractice,
    NetworkMeeting,
    OutreachActivity,
    Partner,
)
from tests.factories.base import ModelFactory
from tests.factories.volunteers import a_topic


class PartnerFactory(ModelFactory[Partner]):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partner {n}")
    kind = Partner.Kind.ASSOCIATION


class ContactPersonFactory(ModelFactory[ContactPerson]):
    class Meta:
        model = ContactPerson

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Ansprechperson {n}")


class ArticleFactory(ModelFactory[Article]):
    class Meta:
        model = Article

    title = factory.Sequence(lambda n: f"Artikel {n}")
    text = "Was zu tun ist."
    topic = factory.LazyFunction(a_topic)


class NetworkMeetingFactory(ModelFactory[NetworkMeeting]):
    class Meta:
        model = NetworkMeeting

    title = factory.Sequence(lambda n: f"Treffen {n}")


class OutreachActivityFactory(ModelFactory[OutreachActivity]):
    class Meta:
        model = OutreachActivity

    title = factory.Sequence(lambda n: f"Aktion {n}")
    kind = OutreachActivity.Kind.PRESS


class GoodPracticeFactory(ModelFactory[GoodPractice]):
    class Meta:
        model = GoodPractice

    title = factory.Sequence(lambda n: f"Gute Praxis {n}")
    text = "Was gelang."
