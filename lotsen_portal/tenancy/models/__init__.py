from lotsen_portal.tenancy.models.base import TenantScopedModel
from lotsen_portal.tenancy.models.clicks import SentForm
from lotsen_portal.tenancy.models.kreis import (
    Municipality,
    MunicipalityNeighbour,
    PublicContact,
    Region,
    Tenant,
)
from lotsen_portal.tenancy.models.people import Membership, Role, StatewideMembership, StatewideRole

__all__ = [
    "Membership",
    "Municipality",
    "MunicipalityNeighbour",
    "PublicContact",
    "Region",
    "Role",
    "SentForm",
    "StatewideMembership",
    "StatewideRole",
    "Tenant",
    "TenantScopedModel",
]
