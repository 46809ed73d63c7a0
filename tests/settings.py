"""The settings of production, with what tests need in place of time and the outside world."""

import os

from lotsen_portal.settings import *  # noqa: F403  # the point of this module
from lotsen_portal.settings import (
    CELERY_BEAT_SCHEDULE,
    DATABASES,
    INSTALLED_APPS,
    REDIS_URL,
    VAR_DIR,
)

# Each process of pytest-xdist has its own database, its own Valkey database, its own files.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
DATABASES["default"].pop("OPTIONS", None)
DATABASES["default"]["NAME"] = os.environ.get("TEST_DATABASE", f"test_{PROCESS}")
DATABASES["owner"]["NAME"] = DATABASES["default"]["NAME"]

REDIS_URL = f"{REDIS_URL.rpartition('/')[0]}/{int(PROCESS.removeprefix('gw')) + 1}"
CELERY_BROKER_URL = REDIS_URL
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "test-files" / PROCESS},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from where they lie, without collectstatic.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# A dead worker is noticed within seconds, so that tests of it can wait.
DOCUMENT_LEASE_SECONDS = 3
SWEEP_SECONDS = 1
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": SWEEP_SECONDS} for name, entry in CELERY_BEAT_SCHEDULE.items()
}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.documents"]

# Tests of the second factor switch it on.
MFA_DUTY = False
