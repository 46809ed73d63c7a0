from django.urls import path

from volunteers.views import changes

app_name = "changes"

urlpatterns = [path("<int:pk>/", changes.decision_edit, name="decision")]
