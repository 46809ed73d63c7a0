from django.urls import path

from networking.views import knowledge

app_name = "knowledge"

urlpatterns = [
    path("", knowledge.article_list, name="list"),
    path("neu/", knowledge.article_create, name="create"),
    path("<int:pk>/", knowledge.article_detail, name="detail"),
    path("<int:pk>/bearbeiten/", knowledge.article_edit, name="edit"),
    path("<int:pk>/veroeffentlichung/", knowledge.publication_create, name="publication"),
    path(
        "<int:pk>/veroeffentlichung/ruecknahme/",
        knowledge.publication_delete,
        name="publication_delete",
    ),
    path("<int:pk>/loeschung/", knowledge.article_delete, name="delete"),
]
