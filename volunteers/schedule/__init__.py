"""What the registry does by the clock; Celery finds the tasks here."""

from volunteers.schedule import clearance, exports, imports, merging, offers, qualifications

__all__ = ["clearance", "exports", "imports", "merging", "offers", "qualifications"]
