"""What the operator's figures need by the clock."""

from celery import shared_task

from lotsen_portal.front import health


@shared_task
def count_queues() -> None:
    """Count over all Kreise beforehand: whoever reads /metrics shall not wait for it."""
    health.remember(health.queue_lengths())
