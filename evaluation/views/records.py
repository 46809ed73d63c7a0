"""The list behind a figure, where the portal has one that shows exactly the records counted."""

from django.urls import reverse

from networking.models import NetworkMeeting, OutreachActivity

MEETINGS = {
    "Selbst veranstaltete Treffen": NetworkMeeting.Part.HELD,
    "Besuchte Treffen und Gremien": NetworkMeeting.Part.ATTENDED,
}
OUTREACH = {label: key for key, label in OutreachActivity.Kind.choices}


def records_of(code: str, label: str, year: int) -> str:
    """Return the address of the list behind a figure of the year, or nothing."""
    if code == "K7" and label in MEETINGS:
        query = {"part": MEETINGS[label], "year": year}
        return reverse("networking:meetings", query=query)
    if code == "K9" and label in OUTREACH:
        return reverse("networking:outreach", query={"kind": OUTREACH[label], "year": year})
    return ""
