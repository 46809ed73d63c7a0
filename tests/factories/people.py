import factory

from lotsen_portal.accounts.models import User
from lotsen_portal.tenancy.models import (
    Membership,
    Role,
    StatewideMembership,
    StatewideRole,
    Tenant,
)
from tests.factories.base import ModelFactory


class TenantFactory(ModelFactory[Tenant]):
    class Meta:
        model = Tenant

    ags = factory.Sequence(lambda n: f"{n:05d}")
    name = factory.Sequence(lambda n: f"Kreis {n}")
    slug = factory.Sequence(lambda n: f"landkreis-nummer-{n}")
    kind = Tenant.Kind.COUNTY
    region = "1"


class UserFactory(ModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"konto{n}@example.org")


class MembershipFactory(ModelFactory[Membership]):
    """A membership in the active Kreis."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    name = factory.Sequence(lambda n: f"Lotsin {n}")


class StatewideMembershipFactory(ModelFactory[StatewideMembership]):
    class Meta:
        model = StatewideMembership

    user = factory.SubFactory(UserFactory)
    role = StatewideRole.OVERSIGHT
