from dataclasses import asdict

from lotsen_portal.mail import tasks
from lotsen_portal.mail.messages import Message, fixed_message_id
from lotsen_portal.mail.models import LandMail, OutgoingMail


def queue(message: Message) -> OutgoingMail:
    """Put a mail of the active Kreis into the outbox; it leaves once the transaction is through."""
    mail: OutgoingMail = OutgoingMail.objects.create(
        **asdict(message), message_id=fixed_message_id()
    )
    tasks.deliver.delay_on_commit(mail.pk)
    return mail


def queue_for_land(message: Message) -> LandMail:
    """Put a mail that belongs to no Kreis into the outbox."""
    mail: LandMail = LandMail.objects.create(**asdict(message), message_id=fixed_message_id())
    tasks.wake_land_delivery(mail.pk)
    return mail
