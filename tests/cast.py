"""The people of every test: two Kreise, and in the own one two of each kind.

What could leak is present: a colleague's row in the same Kreis and a foreign one, with names
that occur nowhere else.
"""

from dataclasses import dataclass, field
from typing import Any

from lotsen_portal.presets import land
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, Tenant
from networking.models import Partner
from tests.factories.networking import ContactPersonFactory, PartnerFactory
from tests.factories.people import MembershipFactory, TenantFactory
from tests.factories.volunteers import (
    CircleMembershipFactory,
    HelperCircleFactory,
    VolunteerFactory,
)
from volunteers.models import HelperCircle, Volunteer

FOREIGN_NAME = "Fremdlinger"
COLLEAGUE_NAME = "Kollegberger"


@dataclass
class Cast:
    kreis: Tenant
    foreign_kreis: Tenant
    coordinator: Any = None
    viewer: Any = None
    foreign_coordinator: Any = None
    people: dict[Role, Any] = field(default_factory=dict)
    colleagues: dict[Role, Any] = field(default_factory=dict)
    volunteer: Volunteer = field(init=False)
    colleague: Volunteer = field(init=False)
    foreign_volunteer: Volunteer = field(init=False)
    partner: Partner = field(init=False)
    other_partner: Partner = field(init=False)
    foreign_partner: Partner = field(init=False)
    circle: HelperCircle = field(init=False)
    other_circle: HelperCircle = field(init=False)


def assemble() -> Cast:
    cast = Cast(
        kreis=TenantFactory(name="Miesbach", slug="landkreis-miesbach"),
        foreign_kreis=TenantFactory(
            name="Passau", slug="stadt-passau", kind=Tenant.Kind.CITY, region="2"
        ),
    )
    for kreis in (cast.kreis, cast.foreign_kreis):
        land.begin(kreis)
    with tenant_scope(cast.kreis):
        _own(cast)
    with tenant_scope(cast.foreign_kreis):
        _foreign(cast)
    return cast


def _own(cast: Cast) -> None:
    lotsin = MembershipFactory(name="Anna Huber", function="Integrationslotsin")
    leitung = MembershipFactory(role=Role.VIEWER, name="Karl Leitner")
    cast.coordinator, cast.viewer = lotsin.user, leitung.user

    own, other = (MembershipFactory(role=Role.VOLUNTEER, name="") for _ in range(2))
    cast.people[Role.VOLUNTEER], cast.colleagues[Role.VOLUNTEER] = own.user, other.user
    cast.volunteer = VolunteerFactory(
        first_name="Ada", last_name="Maier", email=own.user.email, membership=own
    )
    cast.colleague = VolunteerFactory(
        first_name="Ben", last_name=COLLEAGUE_NAME, email=other.user.email, membership=other
    )
    cast.circle, cast.other_circle = HelperCircleFactory(), HelperCircleFactory()
    CircleMembershipFactory(circle=cast.circle, volunteer=cast.volunteer)
    CircleMembershipFactory(circle=cast.other_circle, volunteer=cast.colleague)

    own, other = (MembershipFactory(role=Role.PARTNER, name="") for _ in range(2))
    cast.people[Role.PARTNER], cast.colleagues[Role.PARTNER] = own.user, other.user
    cast.partner, cast.other_partner = PartnerFactory(), PartnerFactory()
    ContactPersonFactory(partner=cast.partner, membership=own)
    ContactPersonFactory(partner=cast.other_partner, membership=other, name=COLLEAGUE_NAME)


def _foreign(cast: Cast) -> None:
    cast.foreign_coordinator = MembershipFactory(name="Paula Passauer").user
    cast.foreign_volunteer = VolunteerFactory(last_name=FOREIGN_NAME)
    cast.foreign_partner = PartnerFactory(name=f"Verein {FOREIGN_NAME}")
    ContactPersonFactory(partner=cast.foreign_partner, name=FOREIGN_NAME)
    circle = HelperCircleFactory(name=f"Kreis {FOREIGN_NAME}")
    CircleMembershipFactory(circle=circle, volunteer=cast.foreign_volunteer)
