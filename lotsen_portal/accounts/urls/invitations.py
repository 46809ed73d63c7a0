from django.urls import re_path

from lotsen_portal.accounts.views import invitations

app_name = "invitations"

# What cannot be a token never reaches the database, which refuses NUL bytes.
LINK = r"(?P<token>[A-Za-z0-9_-]{20,64})"

urlpatterns = [re_path(rf"^{LINK}/$", invitations.accept, name="accept")]
