"""What the registry does by the clock; Celery finds the tasks here."""

from volunteers.schedule import imports, qualifications

__all__ = ["imports", "qualifications"]
