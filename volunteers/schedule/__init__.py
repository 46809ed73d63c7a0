"""What the registry does by the clock; Celery finds the tasks here."""

from volunteers.schedule import imports, offers, qualifications

__all__ = ["imports", "offers", "qualifications"]
