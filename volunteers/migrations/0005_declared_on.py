"""A declaration gets its day; those that stand already count from the day the person joined.

Figures of past years then stay as they were counted until now.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("volunteers", "0004_messages_without_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="volunteer",
            name="migration_history_declared_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="Migrationsgeschichte angegeben am",
            ),
        ),
        # The owner of the table sees no row of any Kreis while the wall is forced upon it.
        migrations.RunSQL(
            sql=[
                "ALTER TABLE volunteers_volunteer NO FORCE ROW LEVEL SECURITY",
                "UPDATE volunteers_volunteer SET migration_history_declared_on = joined_on"
                " WHERE declares_migration_history",
                "ALTER TABLE volunteers_volunteer FORCE ROW LEVEL SECURITY",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="volunteer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("declares_migration_history", True),
                        ("migration_history_declared_on__isnull", False),
                    ),
                    models.Q(
                        ("declares_migration_history", False),
                        ("migration_history_declared_on__isnull", True),
                    ),
                    models.Q(
                        ("declares_migration_history__isnull", True),
                        ("migration_history_declared_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="volunteer_declares_with_a_day",
            ),
        ),
    ]
