from functools import partial

from celery import shared_task
from django.db import transaction

from lotsen_portal.accounts.homes import kreise_of
from lotsen_portal.accounts.models import User
from lotsen_portal.audit import trail


@shared_task
def tell_kreise(action: str, account_id: int) -> None:
    """Write what a stranger did at an account into the trails of its Kreise."""
    account = User.objects.get(pk=account_id)
    trail.record_in_kreise(action, account, kreise=kreise_of(account), by=None)


def wake_telling(action: str, account_id: int) -> None:
    """Tell later, for nobody at the door shall see by the time it takes that there is an account.

    While the broker is down, the Land's trail alone keeps it.
    """
    transaction.on_commit(partial(tell_kreise.apply_async, (action, account_id)), robust=True)
