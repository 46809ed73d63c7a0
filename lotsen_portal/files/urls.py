from django.urls import path

from lotsen_portal.files import views

app_name = "files"

urlpatterns = [path("<int:pk>/", views.attachment_download, name="download")]
