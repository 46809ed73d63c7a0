from django.urls import path

from volunteers.views import inquiries

app_name = "inquiries"

urlpatterns = [
    path("", inquiries.inquiry_list, name="list"),
    path("neu/", inquiries.inquiry_create, name="create"),
    path("aufnahme/", inquiries.inquiry_record, name="record"),
    path("<int:pk>/", inquiries.inquiry_detail, name="detail"),
    path("<int:pk>/nachricht/", inquiries.message_create, name="message"),
    path("<int:pk>/thema/", inquiries.topic_edit, name="topic"),
    path("<int:pk>/abschluss/", inquiries.closing_create, name="closing"),
]
