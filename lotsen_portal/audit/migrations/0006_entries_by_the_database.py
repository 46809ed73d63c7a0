"""What whoever runs SQL as the portal could still choose: the moment, the number, the details.

A moment that Python cannot read broke the trail's page and `verify_trail` for good; a detail could
be hung on an entry that had stood for long.
"""

from django.conf import settings
from django.db import migrations, models

ROLE = settings.DATABASES["default"]["USER"]
ENTRY = ("at", "actor_id", "action", "subject_kind", "subject_id")
PAIRS_OF_TEXTS = (
    'strict $.type() == "object" && !(exists ($.* ? (@.type() != "array" || @.size() != 2'
    ' || exists (@[*] ? (@.type() != "string")))))'
)
ENTRIES = ("audit_auditentry", "audit_landauditentry")


def insert_only(table, *columns):
    """Leave the number out: a column that comes later needs its right in its own migration."""
    listed = ", ".join(columns)
    return migrations.RunSQL(
        sql=[
            f'REVOKE INSERT ON {table} FROM "{ROLE}"',
            f'GRANT INSERT ({listed}) ON {table} TO "{ROLE}"',
        ],
        reverse_sql=[
            f'REVOKE INSERT ON {table} FROM "{ROLE}"',
            f'GRANT INSERT ON {table} TO "{ROLE}"',
        ],
    )


def function(name, body):
    return migrations.RunSQL(
        sql=[
            f"CREATE FUNCTION {name}() RETURNS trigger {body}",
            f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC",
        ],
        reverse_sql=f"DROP FUNCTION {name}()",
    )


def before_insert(trigger, table, name):
    return migrations.RunSQL(
        sql=(
            f"CREATE TRIGGER {trigger} BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
        reverse_sql=f"DROP TRIGGER {trigger} ON {table}",
    )


# Begin of the transaction, whatever was sent: that also tells which entries are of this one.
DATE = """
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.at := now();
    RETURN NEW;
END $$
"""

ONLY_WITH_ENTRY = """
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.emptied_at IS NOT NULL THEN
        RAISE EXCEPTION 'a detail of the trail is emptied by the clock alone'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.audit_auditentry e
        WHERE e.tenant_id = NEW.tenant_id AND e.id = NEW.entry_id AND e.at = now()
    ) THEN
        RAISE EXCEPTION 'a detail of the trail is written with its entry'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_land_subject_index")]

    operations = [
        insert_only("audit_auditentry", "tenant_id", *ENTRY),
        insert_only("audit_landauditentry", "kreis_id", *ENTRY),
        insert_only("audit_auditdetail", "tenant_id", "entry_id", "changes", "emptied_at"),
        function("audit_date", DATE),
        *(before_insert("date", table, "audit_date") for table in ENTRIES),
        function("audit_only_with_entry", ONLY_WITH_ENTRY),
        before_insert("only_with_entry", "audit_auditdetail", "audit_only_with_entry"),
        migrations.AddConstraint(
            model_name="auditdetail",
            constraint=models.CheckConstraint(
                condition=models.Func(
                    models.F("changes"),
                    models.Value(PAIRS_OF_TEXTS),
                    function="jsonb_path_match",
                    output_field=models.BooleanField(),
                ),
                name="audit_detail_pairs",
            ),
        ),
    ]
