"""Who may see what not even all of the staff may."""

from lotsen_portal.tenancy.models import Role

# § 30a Abs. 3 BZRG: kept from whoever need not decide. Leitung looks at everything else.
CLEARANCE = (Role.COORDINATOR,)
