"""The only settings; production unless LOTSEN_DEMO=1. `.env.example` explains each variable."""

from pathlib import Path

import sentry_sdk
from celery.schedules import crontab
from django.utils.csp import CSP
from kombu import Queue

from lotsen_portal import env
from lotsen_portal.common import logs
from lotsen_portal.sign_in import *  # noqa: F403  # settings are read by their names
from lotsen_portal.sign_in import OIDC_ORIGINS

BASE_DIR = Path(__file__).resolve().parent.parent

# Process and addresses

DEMO = env.flag("LOTSEN_DEMO", default=False)
SECRET_KEY = env.text("SECRET_KEY")
PORTAL_URL = env.origin("PORTAL_URL")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
CSRF_FAILURE_VIEW = "lotsen_portal.accounts.views.account.form_too_old"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

ROOT_URLCONF = "lotsen_portal.urls"
TENANT_URLCONF = "lotsen_portal.tenant_urls"
WSGI_APPLICATION = "lotsen_portal.wsgi.application"

INSTALLED_APPS = [
    "lotsen_portal.common",
    "lotsen_portal.tenancy",
    "lotsen_portal.audit",
    "lotsen_portal.accounts",
    "lotsen_portal.files",
    "lotsen_portal.mail",
    "lotsen_portal.documents",
    "lotsen_portal.privacy",
    "volunteers",
    "networking",
    "trainings",
    "evaluation",
    "lotsen_portal.front",
    "lotsen_portal.presets",
    "lotsen_portal.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lotsen_portal.common.middleware.KeepNothingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lotsen_portal.accounts.middleware.LastSeenMiddleware",
    "lotsen_portal.accounts.middleware.StaffDayMiddleware",
    "lotsen_portal.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lotsen_portal.common.htmx.FullPageMiddleware",
    "lotsen_portal.audit.middleware.RefusalMiddleware",
    "lotsen_portal.accounts.middleware.RateLimitsDownMiddleware",
    "lotsen_portal.tenancy.middleware.TenantMiddleware",
    "lotsen_portal.common.middleware.NotAllowedMiddleware",
    "lotsen_portal.accounts.middleware.SecondFactorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lotsen_portal.front.navigation.navigation",
            ],
            "builtins": ["lotsen_portal.common.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "lotsen_portal.common.forms.PortalFormRenderer"

# Database: `default` is the role of web, worker and beat; `owner` runs migrations only.

DATABASES = {"default": env.database("DATABASE_URL")}
# Three round trips for a list of choices instead of one, and refused by pgbouncer.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
if env.flag("DATABASE_POOL", default=True):
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
if owner_url := env.text("MIGRATION_DATABASE_URL", ""):
    DATABASES["owner"] = env.database("MIGRATION_DATABASE_URL", owner_url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Valkey: cache for rate limits, and the broker

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

CELERY_BROKER_URL = REDIS_URL
# Each queue has workers of its own, so that no sign-in code waits behind a long rendering.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("documents"), Queue("imports")]
CELERY_TASK_ROUTES = {
    "lotsen_portal.documents.tasks.render": {"queue": "documents"},
    # Long as well, and somebody sits before it: neither waits for the other.
    "volunteers.tasks.carry_on": {"queue": "imports"},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the hard time limit, or a long rendering is delivered twice.
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SOFT_TIME_LIMIT = 210
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000  # kilobytes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Berlin"
SWEEP_SECONDS = 30
DOCUMENT_LEASE_SECONDS = 60
AT_NIGHT = crontab(hour=3, minute=20)
# What is mailed to people without their doing comes when they are up.
IN_THE_MORNING = crontab(hour=7, minute=40)
CELERY_BEAT_SCHEDULE = {
    "documents": {"task": "lotsen_portal.documents.schedule.sweep", "schedule": SWEEP_SECONDS},
    "files": {"task": "lotsen_portal.files.schedule.sweep", "schedule": 3600},
    "mail": {"task": "lotsen_portal.mail.schedule.sweep", "schedule": SWEEP_SECONDS},
    "trainings": {"task": "trainings.schedule.tell_home_kreise", "schedule": 300},
    "imports": {"task": "volunteers.schedule.imports.sweep", "schedule": SWEEP_SECONDS},
    "forgotten_imports": {"task": "volunteers.schedule.imports.forget", "schedule": AT_NIGHT},
    "forgotten_merges": {"task": "volunteers.schedule.merging.forget", "schedule": AT_NIGHT},
    "forgotten_lists": {"task": "volunteers.schedule.exports.forget", "schedule": AT_NIGHT},
    "figures": {"task": "lotsen_portal.front.schedule.count_queues", "schedule": 60},
    "clearances": {"task": "volunteers.schedule.clearance.forget", "schedule": AT_NIGHT},
    "forgotten_offers": {"task": "volunteers.schedule.offers.forget", "schedule": AT_NIGHT},
    "tenancy": {"task": "lotsen_portal.tenancy.schedule.forget_sent_forms", "schedule": 600},
    "details": {"task": "lotsen_portal.audit.schedule.empty_details", "schedule": AT_NIGHT},
    "trail": {"task": "lotsen_portal.audit.schedule.verify", "schedule": AT_NIGHT},
    "qualifications": {
        "task": "volunteers.schedule.qualifications.remind",
        "schedule": IN_THE_MORNING,
    },
}

# People and sign-in: the rest stands in sign_in.py.

# Outside the demo, staff see their first page only after a second factor.
MFA_DUTY = not DEMO

# Security headers

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    # data: for KERN's icons and the code of the authenticator app
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    # The form that leads to the identity provider is redirected to it.
    "form-action": [CSP.SELF, *OIDC_ORIGINS],
    "base-uri": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Nothing of the device but passkeys; an own page that were to be led astray could not ask either.
# Without the names that Chromium does not know: it would complain on every page.
NOT_USED = (
    "accelerometer autoplay camera clipboard-read display-capture encrypted-media"
    " fullscreen gamepad geolocation gyroscope hid idle-detection keyboard-map local-fonts"
    " magnetometer microphone midi payment picture-in-picture screen-wake-lock serial usb"
    " window-management xr-spatial-tracking"
)
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    **{feature: [] for feature in NOT_USED.split()},
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
}
# Paths hold tokens: other sites learn nothing. Our own pages do, for who is signed out in the
# middle of a form is led back to it.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = PORTAL_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The address in the imprint of the Land, and who may read /metrics from elsewhere

OPERATOR = env.text("OPERATOR", "")
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

# Language and time

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
TIME_ZONE = "Europe/Berlin"

# Files: static ones from our folder and from npm, stored ones below VAR_DIR

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"),
    ("htmx", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "lotsen_portal.common.uploads.BoundedUploadHandler",
]
# Where uploads arrive: not /tmp, which is memory in a container.
ARRIVING_DIR = VAR_DIR / "files" / "arriving"

# Mail

MAILERS = {"default": env.mailer("MAIL_URL")}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Lotsenportal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What is told to operators

LOGGING = logs.configuration()
if sentry_dsn := env.text("SENTRY_DSN", ""):
    sentry_sdk.init(sentry_dsn, send_default_pii=False, include_local_variables=False)
