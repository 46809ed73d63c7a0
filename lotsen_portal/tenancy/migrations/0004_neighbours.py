import django.db.models.deletion
import lotsen_portal.tenancy.fields
from django.db import migrations, models

from lotsen_portal.tenancy.operations import enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0003_sent_forms"),
    ]

    operations = [
        migrations.CreateModel(
            name="MunicipalityNeighbour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="neighbours",
                        to="tenancy.municipality",
                    ),
                ),
                (
                    "neighbour",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.municipality",
                    ),
                ),
                (
                    "tenant",
                    lotsen_portal.tenancy.fields.TenantField(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "municipality"], name="municipalityne_municipalit_ix"
                    ),
                    models.Index(
                        fields=["tenant", "neighbour"], name="municipalityne_neighbour_ix"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "municipality", "neighbour"),
                        name="municipality_neighbour_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("municipality", models.F("neighbour")), _negated=True),
                        name="municipality_neighbours_another",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="municipality",
                        name="tenancy_municipalityneighbour_municipality_same_tenant",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="neighbour",
                        name="tenancy_municipalityneighbour_neighbour_same_tenant",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="tenancy_municipalityneighbour_row"
                    ),
                ],
            },
        ),
        enable_row_level_security("tenancy_municipalityneighbour"),
    ]
