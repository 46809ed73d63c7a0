"""A small site of the components, without database and tenants."""

from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MIDDLEWARE = [
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lotsen_portal.common.htmx.FullPageMiddleware",
]


@pytest.fixture
def style_site(settings: Any) -> Any:
    """Mount `style_urls` alone, with the form renderer and templates of the portal."""
    portal = settings.TEMPLATES[0]
    processors = [
        "django.template.context_processors.request",
        "tests.common.style_urls.portal",
    ]
    options = {**portal["OPTIONS"], "context_processors": processors}
    settings.TEMPLATES = [{**portal, "DIRS": [*portal["DIRS"], HERE], "OPTIONS": options}]
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ROOT_URLCONF = "tests.common.style_urls"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return settings
