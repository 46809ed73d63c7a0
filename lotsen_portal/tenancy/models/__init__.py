from lotsen_portal.tenancy.models.base import TenantScopedModel
from lotsen_portal.tenancy.models.kreis import Municipality, PublicContact, Region, Tenant
from lotsen_portal.tenancy.models.people import Membership, Role, StatewideMembership, StatewideRole

__all__ = [
    "Membership",
    "Municipality",
    "PublicContact",
    "Region",
    "Role",
    "StatewideMembership",
    "StatewideRole",
    "Tenant",
    "TenantScopedModel",
]
