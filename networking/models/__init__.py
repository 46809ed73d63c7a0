from networking.models.activities import NetworkMeeting, OutreachActivity
from networking.models.knowledge import Article, GoodPractice, LandArticle
from networking.models.partners import ContactPerson, Organization, Partner

__all__ = [
    "Article",
    "ContactPerson",
    "GoodPractice",
    "LandArticle",
    "NetworkMeeting",
    "Organization",
    "OutreachActivity",
    "Partner",
]
