from django.urls import path

from lotsen_portal.accounts.views import invitations

app_name = "invitations"

urlpatterns = [path("<str:token>/", invitations.accept, name="accept")]
