"""Settings and addresses of a portal without apps: what web, worker and beat need to start."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from lotsen_portal import env

DEMO = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.infra.small_portal"
WSGI_APPLICATION = "lotsen_portal.wsgi.application"
INSTALLED_APPS: list[str] = []
DATABASES = {"default": env.database("DATABASE_URL")}
REDIS_URL = CELERY_BROKER_URL = env.text("REDIS_URL")


def ready(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ready")


urlpatterns = [path("readyz", ready)]
