"""What the registry does by the clock; Celery finds the tasks here."""

from volunteers.schedule import qualifications

__all__ = ["qualifications"]
