from typing import Any

from django.urls import URLPattern, path

from volunteers.views import settings

app_name = "registry"


def _words(where: str, words: settings.Words) -> list[URLPattern]:
    given: dict[str, Any] = {"words": words}
    route = words.route
    return [
        path(f"{where}/", settings.word_list, given, name=route),
        path(f"{where}/neu/", settings.word_create, given, name=f"{route}_create"),
        path(f"{where}/<int:pk>/", settings.word_edit, given, name=f"{route}_edit"),
        path(f"{where}/<int:pk>/entfernung/", settings.word_delete, given, name=f"{route}_delete"),
    ]


urlpatterns = [
    *_words("zielgruppen", settings.TARGET_GROUPS),
    *_words("schlagwoerter", settings.TAGS),
    path("regeln/", settings.rules_edit, name="rules"),
]
