"""What the registry does by the clock; Celery finds the tasks here."""

from volunteers.schedule import clearance, exports, imports, offers, qualifications

__all__ = ["clearance", "exports", "imports", "offers", "qualifications"]
