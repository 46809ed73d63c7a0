from volunteers.models.circles import CircleMembership, CircleMunicipality, HelperCircle
from volunteers.models.clearance import Clearance, ConfidentialityAgreement, ConfidentialityText
from volunteers.models.engagement import (
    Availability,
    Engagement,
    StatusChange,
    VolunteerMunicipality,
    VolunteerTag,
    VolunteerTargetGroup,
)
from volunteers.models.helping import Consultation, HelpRequest, HoursEntry
from volunteers.models.import_layouts import ImportLayout
from volunteers.models.imports import ImportRow, ImportRun
from volunteers.models.inquiries import Inquiry, InquiryMessage
from volunteers.models.languages import LanguageSkill
from volunteers.models.lists import PeopleExport, SavedView
from volunteers.models.merging import Distinct, Merge
from volunteers.models.messages import MessageCampaign, MessageRecipient
from volunteers.models.offers import HelpOffer
from volunteers.models.presets import (
    EngagementField,
    Language,
    RegistryRules,
    Tag,
    TargetGroup,
    TaskArea,
    Topic,
)
from volunteers.models.qualifications import Qualification
from volunteers.models.self_service import ChangeRequest, FeedToken
from volunteers.models.volunteer import Volunteer

__all__ = [
    "Availability",
    "ChangeRequest",
    "CircleMembership",
    "CircleMunicipality",
    "Clearance",
    "ConfidentialityAgreement",
    "ConfidentialityText",
    "Consultation",
    "Distinct",
    "Engagement",
    "EngagementField",
    "FeedToken",
    "HelpOffer",
    "HelpRequest",
    "HelperCircle",
    "HoursEntry",
    "ImportLayout",
    "ImportRow",
    "ImportRun",
    "Inquiry",
    "InquiryMessage",
    "Language",
    "LanguageSkill",
    "Merge",
    "MessageCampaign",
    "MessageRecipient",
    "PeopleExport",
    "Qualification",
    "RegistryRules",
    "SavedView",
    "StatusChange",
    "Tag",
    "TargetGroup",
    "TaskArea",
    "Topic",
    "Volunteer",
    "VolunteerMunicipality",
    "VolunteerTag",
    "VolunteerTargetGroup",
]
