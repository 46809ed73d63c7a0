"""What the trail never keeps: what people declare of themselves, and earlier notes on them."""

import pytest

from lotsen_portal.audit import trail
from lotsen_portal.audit.models import AuditDetail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient


@pytest.mark.parametrize("before", [None, True, False])
def test_leitung_learns_of_no_declaration_and_no_note(
    cast: Cast, viewer: TenantClient, before: bool | None
) -> None:
    with tenant_scope(cast.kreis):
        volunteer = cast.volunteer
        volunteer.declares_migration_history, volunteer.note = before, "Pflegt ihre Mutter"
        volunteer.save()
        volunteer.declares_migration_history = None if before else True
        volunteer.note, volunteer.phone = "Hat Geldsorgen", "08022 77"
        with trail.changing("volunteer.changed", volunteer, by=cast.coordinator):
            volunteer.save()
        changes = AuditDetail.objects.get().changes
    page = viewer.get("/protokoll/").text

    assert changes == {
        "phone": ["–", "08022 77"],
        "declares_migration_history": ["", ""],
        "note": ["", ""],
    }
    assert "Notiz: Angabe geändert" in page
    assert [secret in page for secret in ("Mutter", "Geldsorgen", "08022 77")] == [
        False,
        False,
        True,
    ]
