import datetime as dt

import factory
from django.utils import timezone

from tests.factories.base import ModelFactory
from tests.factories.volunteers import a_topic
from trainings.models import Registration, Session, Training


class TrainingFactory(ModelFactory[Training]):
    """A training without sessions; see `published_training` for one to sign up for."""

    class Meta:
        model = Training

    title = factory.Sequence(lambda n: f"Schulung {n}")
    topic = factory.LazyFunction(a_topic)
    capacity = 3


class SessionFactory(ModelFactory[Session]):
    class Meta:
        model = Session

    training = factory.SubFactory(TrainingFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + dt.timedelta(hours=3))
    teaching_units = 4


class RegistrationFactory(ModelFactory[Registration]):
    """An unconfirmed registration; `take_seat` gives it a seat."""

    class Meta:
        model = Registration

    training = factory.SubFactory(TrainingFactory)
    name = factory.Sequence(lambda n: f"Teilnehmerin {n}")
    email = factory.Sequence(lambda n: f"teil{n}@example.org")
    asked_at = factory.LazyFunction(timezone.now)


def published_training(*, session_count: int = 1, **fields: object) -> Training:
    """Return a published training with sessions in the coming weeks."""
    training = TrainingFactory(**fields)
    for week in range(1, session_count + 1):
        SessionFactory(training=training, starts_at=timezone.now() + dt.timedelta(weeks=week))
    training.follow_sessions()
    training.publish(timezone.now())
    return training
