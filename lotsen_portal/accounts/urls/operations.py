from lotsen_portal.front.urls.operations import app_name, urlpatterns

__all__ = ["app_name", "urlpatterns"]
