from django.urls import path

from lotsen_portal.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.document_list, name="list"),
    path("<int:pk>/", views.document_detail, name="detail"),
    path("<int:pk>/datei/", views.document_download, name="download"),
    path("<int:pk>/wiederholung/", views.retry_create, name="retry"),
]
