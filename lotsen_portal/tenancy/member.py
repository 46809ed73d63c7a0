from dataclasses import dataclass
from typing import Any

from lotsen_portal.tenancy.models import Membership, Role


@dataclass(frozen=True)
class Member:
    """A person as the active Kreis knows them: the memberships they hold in it.

    Nobody is a member by being signed in; an outsider's Member holds no membership.
    """

    user: Any
    memberships: tuple[Membership, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.memberships)

    def has(self, *roles: Role) -> bool:
        return any(membership.role in roles for membership in self.memberships)

    def as_role(self, role: Role) -> Membership | None:
        return next((m for m in self.memberships if m.role == role), None)

    @property
    def is_staff(self) -> bool:
        return self.has(Role.COORDINATOR, Role.VIEWER)
