from django.urls import include, path

urlpatterns = [path("", include("lotsen_portal.front.urls.operations"))]
