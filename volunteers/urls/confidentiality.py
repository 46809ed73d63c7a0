from django.urls import path

from volunteers.views import confidentiality

app_name = "confidentiality"

urlpatterns = [
    path("vertraulichkeit/", confidentiality.overview, name="list"),
    path("vertraulichkeit/neue-fassung/", confidentiality.text_create, name="text"),
    path("<int:pk>/vertraulichkeit/", confidentiality.signature_create, name="signature"),
    path("<int:pk>/vertraulichkeit/druck/", confidentiality.print_create, name="print"),
]
