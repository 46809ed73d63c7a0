from volunteers.models.circles import CircleMembership, CircleMunicipality, HelperCircle
from volunteers.models.helping import Consultation, HelpRequest, HoursEntry
from volunteers.models.inquiries import Inquiry, InquiryMessage
from volunteers.models.presets import EngagementField, Language, TaskArea, Topic
from volunteers.models.volunteer import Engagement, LanguageSkill, StatusChange, Volunteer

__all__ = [
    "CircleMembership",
    "CircleMunicipality",
    "Consultation",
    "Engagement",
    "EngagementField",
    "HelpRequest",
    "HelperCircle",
    "HoursEntry",
    "Inquiry",
    "InquiryMessage",
    "Language",
    "LanguageSkill",
    "StatusChange",
    "TaskArea",
    "Topic",
    "Volunteer",
]
