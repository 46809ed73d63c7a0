"""A Land at county size: 96 Kreise with 2,000 volunteers each, written by PostgreSQL itself."""

from django.db import connection

from lotsen_portal.presets import land
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role, Tenant
from tests.factories.people import UserFactory

VOLUNTEERS = 2000

FILL = f"""
WITH added AS (
    INSERT INTO volunteers_volunteer (tenant_id, version, first_name, last_name, sort_key,
        search_key, email, phone, postcode, place, birth_year, status, joined_on, note, created_at)
    SELECT %(tenant)s, 1, 'Vorname' || n, 'Nachname' || md5(n::text), md5(n::text),
        'vorname' || n || ' nachname' || md5(n::text) || ' ort ' || n %% 20,
        'v' || n || '@k.example', '089 99998-' || n, '83714', 'Ort ' || n %% 20, 1960 + n %% 40,
        'active', date '2020-01-01' + n %% 2000, '', now()
    FROM generate_series(1, {VOLUNTEERS}) n RETURNING id
), spoken AS (
    INSERT INTO volunteers_languageskill (tenant_id, volunteer_id, language_id, level, interprets,
        starts_on)
    SELECT %(tenant)s, added.id, language.id, 'b2', false, date '2020-01-01'
    FROM added CROSS JOIN (SELECT id FROM volunteers_language ORDER BY id LIMIT 3) language
)
INSERT INTO volunteers_engagement (tenant_id, volunteer_id, field_id, starts_on)
SELECT %(tenant)s, added.id, field.id, date '2020-01-01'
FROM added CROSS JOIN (
    SELECT id FROM volunteers_engagementfield WHERE tenant_id = %(tenant)s ORDER BY id LIMIT 2
) field
"""


def fill() -> list[Tenant]:
    """Set up the Land and fill every Kreis; return the Kreise."""
    land.setup()
    tenants = list(Tenant.objects.order_by("ags"))
    for tenant in tenants:
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(FILL, {"tenant": tenant.pk})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE volunteers_volunteer")
    return tenants


def coordinator_of(tenant: Tenant) -> Membership:
    with tenant_scope(tenant):
        return Membership.objects.create(
            user=UserFactory(), role=Role.COORDINATOR, name="Anna Huber"
        )
