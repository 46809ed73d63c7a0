"""What the registry does by the clock; Celery finds the tasks here."""

from volunteers.schedule import clearance, imports, offers, qualifications

__all__ = ["clearance", "imports", "offers", "qualifications"]
