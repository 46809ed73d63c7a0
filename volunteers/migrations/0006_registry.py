"""The whole registry: what is known of a volunteer, how lists come in, go together, go out."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import lotsen_portal.tenancy.fields
from django.conf import settings
from django.db import migrations, models

from lotsen_portal.tenancy.operations import enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("mail", "0002_walls"),
        ("tenancy", "0004_neighbours"),
        ("volunteers", "0005_declared_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Montag"),
                            (1, "Dienstag"),
                            (2, "Mittwoch"),
                            (3, "Donnerstag"),
                            (4, "Freitag"),
                            (5, "Samstag"),
                            (6, "Sonntag"),
                        ],
                        verbose_name="Wochentag",
                    ),
                ),
                (
                    "slot",
                    models.CharField(
                        choices=[
                            ("morning", "vormittags"),
                            ("afternoon", "nachmittags"),
                            ("evening", "abends"),
                        ],
                        max_length=10,
                        verbose_name="Tageszeit",
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availabilities",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "volunteer"], name="availability_volunteer_ix")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer", "weekday", "slot"), name="availability_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="availability_in_a_week"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_availability_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_availability_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.JSONField()),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("was_accepted", models.BooleanField(editable=False, null=True)),
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="change_requests",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "volunteer"], name="changerequest_volunteer_ix")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("tenant", "volunteer"),
                        name="change_request_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("was_accepted__isnull", True)),
                            models.Q(
                                ("decided_at__isnull", False), ("was_accepted__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="change_request_decided_somehow",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_changerequest_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_changerequest_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "requested_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="angefordert am"
                    ),
                ),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ausgestellt am"),
                ),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="gesehen am")),
                (
                    "seen_by",
                    models.CharField(blank=True, max_length=150, verbose_name="gesehen von"),
                ),
                (
                    "next_due_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="erneut vorzulegen bis"
                    ),
                ),
                (
                    "reminded_on",
                    models.DateField(editable=False, null=True, verbose_name="erinnert am"),
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantOneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "verbose_name": "Führungszeugnis",
                "indexes": [
                    models.Index(fields=["tenant", "next_due_on"], name="clearance_due_ix")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued_on__isnull", True),
                            ("seen_on__isnull", True),
                            ("seen_on__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="clearance_seen_after_issued",
                        violation_error_message="Gesehen werden kann es erst, wenn es ausgestellt ist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_due_on__isnull", True), ("seen_on__isnull", True)),
                            models.Q(("next_due_on__isnull", False), ("seen_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="clearance_seen_is_due_again",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_clearance_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer"), name="volunteers_clearance_volunteer_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_clearance_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfidentialityText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="Fassung")),
                ("text", models.TextField(max_length=8000, verbose_name="Wortlaut")),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "version"), name="confidentiality_text_version_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_confidentialitytext_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfidentialityAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="unterschrieben am")),
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confidentiality_agreements",
                        to="volunteers.volunteer",
                    ),
                ),
                (
                    "text",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="volunteers.confidentialitytext",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "volunteer"], name="confidentialit_volunteer_ix"
                    ),
                    models.Index(fields=["tenant", "text"], name="confidentialit_text_ix"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer", "text"),
                        name="confidentiality_agreement_once",
                        violation_error_message="Diese Fassung ist schon als unterschrieben eingetragen.",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer",
                        name="volunteers_confidentialityagreement_volunteer_same_tenant",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="text", name="volunteers_confidentialityagreement_text_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_confidentialityagreement_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Distinct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "one",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distinct_from",
                        to="volunteers.volunteer",
                    ),
                ),
                (
                    "other",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distinct_to",
                        to="volunteers.volunteer",
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
                    models.Index(fields=["tenant", "one"], name="distinct_one_ix"),
                    models.Index(fields=["tenant", "other"], name="distinct_other_ix"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "one", "other"), name="distinct_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="distinct_in_order"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="one", name="volunteers_distinct_one_same_tenant"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="other", name="volunteers_distinct_other_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_distinct_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=43, unique=True)),
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantOneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_tokens",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_feedtoken_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer"), name="volunteers_feedtoken_volunteer_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_feedtoken_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_name", models.CharField(max_length=100, verbose_name="Vorname")),
                ("last_name", models.CharField(max_length=100, verbose_name="Nachname")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="Telefon")),
                (
                    "message",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="Was Sie uns sagen möchten"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("offered_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                ("seen_at", models.DateTimeField(editable=False, null=True)),
                (
                    "municipality",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_offers",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "offered_at"], name="help_offer_offered_ix"),
                    models.Index(
                        fields=["tenant", "municipality"], name="helpoffer_municipalit_ix"
                    ),
                    models.Index(fields=["tenant", "volunteer"], name="helpoffer_volunteer_ix"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("volunteer__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("volunteer__isnull", False)),
                            _connector="OR",
                        ),
                        name="help_offer_confirmed_is_a_person",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="municipality", name="volunteers_helpoffer_municipality_same_tenant"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_helpoffer_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_helpoffer_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportLayout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("headings_hash", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("used_at", models.DateTimeField(auto_now=True)),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "headings_hash"), name="import_layout_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_importlayout_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="Datei")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "wird angesehen"),
                            ("columns", "Spalten zuordnen"),
                            ("reading", "wird gelesen"),
                            ("preview", "Zeilen prüfen"),
                            ("writing", "wird übernommen"),
                            ("done", "übernommen"),
                            ("undoing", "wird zurückgenommen"),
                            ("undone", "zurückgenommen"),
                            ("failed", "nicht möglich"),
                        ],
                        default="looking",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("sheets", models.JSONField(default=list)),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="Blatt")),
                ("header_row", models.PositiveIntegerField(null=True, verbose_name="Kopfzeile")),
                ("columns", models.JSONField(default=list)),
                ("done_rows", models.PositiveIntegerField(default=0)),
                ("total_rows", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Grund")),
                (
                    "failed_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("looking", "wird angesehen"),
                            ("columns", "Spalten zuordnen"),
                            ("reading", "wird gelesen"),
                            ("preview", "Zeilen prüfen"),
                            ("writing", "wird übernommen"),
                            ("done", "übernommen"),
                            ("undoing", "wird zurückgenommen"),
                            ("undone", "zurückgenommen"),
                            ("failed", "nicht möglich"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="hochgeladen")),
                ("written_at", models.DateTimeField(null=True, verbose_name="übernommen")),
                (
                    "started_by",
                    lotsen_portal.tenancy.fields.SharedForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    models.Index(fields=["tenant", "started_at"], name="import_run_started_ix"),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["looking", "reading", "writing", "undoing"])
                        ),
                        fields=["tenant", "state"],
                        name="import_run_at_work_ix",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_importrun_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="Zeile")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("section", "Abschnitt"),
                            ("empty", "leer"),
                            ("total", "Summe"),
                        ],
                        default="person",
                        max_length=10,
                    ),
                ),
                ("cells", models.JSONField(default=list)),
                ("values", models.JSONField(default=dict)),
                ("remarks", models.JSONField(default=list)),
                ("is_objectionable", models.BooleanField(default=False)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "noch offen"),
                            ("new", "neu aufnehmen"),
                            ("merge", "zusammenführen"),
                            ("skip", "nicht übernehmen"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="Was geschieht",
                    ),
                ),
                ("alike", models.JSONField(default=list)),
                ("undo", models.JSONField(default=dict)),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="Ergebnis")),
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="volunteers.volunteer",
                    ),
                ),
                (
                    "run",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="volunteers.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "run"], name="importrow_run_ix"),
                    models.Index(fields=["tenant", "volunteer"], name="importrow_volunteer_ix"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "run", "number"), name="import_row_once"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="run", name="volunteers_importrow_run_same_tenant"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_importrow_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_importrow_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gone_id", models.BigIntegerField()),
                ("gone", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("version_after", models.PositiveIntegerField()),
                ("moved", models.JSONField(default=list)),
                ("merged_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "kept",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="volunteers.volunteer",
                    ),
                ),
                (
                    "merged_by",
                    lotsen_portal.tenancy.fields.SharedForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    models.Index(fields=["tenant", "merged_at"], name="merge_at_ix"),
                    models.Index(fields=["tenant", "kept"], name="merge_kept_ix"),
                ],
                "constraints": [
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="kept", name="volunteers_merge_kept_same_tenant"
                    ),
                    models.UniqueConstraint(fields=("tenant", "id"), name="volunteers_merge_row"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageCampaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=150, verbose_name="Betreff")),
                ("text", models.TextField(max_length=10000, verbose_name="Text")),
                ("audience", models.CharField(max_length=300, verbose_name="an")),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="gesendet")),
                (
                    "sender",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.membership",
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
                "ordering": [
                    models.OrderBy(models.F("sent_at"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                ],
                "indexes": [
                    models.Index(fields=["tenant", "sent_at"], name="message_campaign_sent_ix"),
                    models.Index(fields=["tenant", "sender"], name="messagecampaig_sender_ix"),
                ],
                "constraints": [
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="sender", name="volunteers_messagecampaign_sender_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_messagecampaign_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="volunteers.messagecampaign",
                    ),
                ),
                (
                    "mail",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mail.outgoingmail",
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages_received",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "campaign"], name="messagerecipie_campaign_ix"),
                    models.Index(
                        fields=["tenant", "volunteer"], name="messagerecipie_volunteer_ix"
                    ),
                    models.Index(fields=["tenant", "mail"], name="messagerecipie_mail_ix"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "campaign", "volunteer"), name="message_recipient_once"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="campaign", name="volunteers_messagerecipient_campaign_same_tenant"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_messagerecipient_volunteer_same_tenant"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="mail", name="volunteers_messagerecipient_mail_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_messagerecipient_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="Bezeichnung")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("training", "Schulung des Kreises"),
                            ("elsewhere", "von anderer Stelle"),
                        ],
                        default="elsewhere",
                        editable=False,
                        max_length=10,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "issuer",
                    models.CharField(blank=True, max_length=150, verbose_name="ausgestellt von"),
                ),
                ("acquired_on", models.DateField(verbose_name="erworben am")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="gültig bis")),
                (
                    "reminded_on",
                    models.DateField(editable=False, null=True, verbose_name="erinnert am"),
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="qualifications",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "expires_on"], name="qualification_expires_ix"),
                    models.Index(fields=["tenant", "volunteer"], name="qualification_volunteer_ix"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True),
                            ("expires_on__gte", models.F("acquired_on")),
                            _connector="OR",
                        ),
                        name="qualification_expires_after_it_began",
                        violation_error_message="„Gültig bis“ liegt vor „erworben am“.",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_qualification_volunteer_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_qualification_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Version"),
                ),
                (
                    "clearance_years",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="Führungszeugnis erneut vorlegen nach (Jahre)",
                    ),
                ),
                (
                    "clearance_max_age_months",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="Führungszeugnis bei der Vorlage höchstens alt (Monate)",
                    ),
                ),
                (
                    "reminder_weeks",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(26),
                        ],
                        verbose_name="Erinnern, bevor etwas abläuft (Wochen)",
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
                "constraints": [
                    models.UniqueConstraint(fields=("tenant",), name="registry_rules_once"),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_registryrules_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("suffix", models.CharField(max_length=4)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_peopleexport_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("query", models.TextField(editable=False, max_length=2000)),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False, verbose_name="auch für die anderen im Kreis"
                    ),
                ),
                (
                    "owner",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to="tenancy.membership",
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
                "indexes": [models.Index(fields=["tenant", "owner"], name="savedview_owner_ix")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "owner", "name"),
                        name="saved_view_once",
                        violation_error_message="Eine Ansicht mit diesem Namen haben Sie schon.",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="owner", name="volunteers_savedview_owner_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_savedview_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "name"),
                        name="tag_once",
                        violation_error_message="Dieses Schlagwort gibt es schon.",
                    ),
                    models.UniqueConstraint(fields=("tenant", "id"), name="volunteers_tag_row"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "name"),
                        name="target_group_once",
                        violation_error_message="Diese Zielgruppe steht schon in der Liste.",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_targetgroup_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VolunteerMunicipality",
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="municipalities",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "volunteer"], name="volunteermunic_volunteer_ix"
                    ),
                    models.Index(
                        fields=["tenant", "municipality"], name="volunteermunic_municipalit_ix"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer", "municipality"),
                        name="volunteer_municipality_once",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer",
                        name="volunteers_volunteermunicipality_volunteer_same_tenant",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="municipality",
                        name="volunteers_volunteermunicipality_municipality_same_tenant",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_volunteermunicipality_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VolunteerTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tag",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="volunteers.tag",
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tags",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "volunteer"], name="volunteertag_volunteer_ix"),
                    models.Index(fields=["tenant", "tag"], name="volunteertag_tag_ix"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer", "tag"), name="volunteer_tag_once"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer", name="volunteers_volunteertag_volunteer_same_tenant"
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="tag", name="volunteers_volunteertag_tag_same_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_volunteertag_row"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VolunteerTargetGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "target_group",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="volunteers.targetgroup",
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
                (
                    "volunteer",
                    lotsen_portal.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="target_groups",
                        to="volunteers.volunteer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tenant", "volunteer"], name="volunteertarge_volunteer_ix"
                    ),
                    models.Index(
                        fields=["tenant", "target_group"], name="volunteertarge_target_grou_ix"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "volunteer", "target_group"),
                        name="volunteer_target_group_once",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="volunteer",
                        name="volunteers_volunteertargetgroup_volunteer_same_tenant",
                    ),
                    lotsen_portal.tenancy.fields.SameTenant(
                        field="target_group",
                        name="volunteers_volunteertargetgroup_target_group_same_tenant",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "id"), name="volunteers_volunteertargetgroup_row"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="helpercircle",
            name="description",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=1000,
                verbose_name="Was der Helferkreis tut",
            ),
        ),
        migrations.AddField(
            model_name="helpercircle",
            name="meets",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="trifft sich"
            ),
        ),
        migrations.AddField(
            model_name="languageskill",
            name="certificate",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="Nachweis"
            ),
        ),
        migrations.AddField(
            model_name="languageskill",
            name="speaks",
            field=models.BooleanField(db_default=True, default=True, verbose_name="spricht"),
        ),
        migrations.AddField(
            model_name="languageskill",
            name="writes",
            field=models.BooleanField(db_default=False, default=False, verbose_name="schreibt"),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="available_from",
            field=models.DateField(blank=True, null=True, verbose_name="verfügbar ab"),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="available_until",
            field=models.DateField(blank=True, null=True, verbose_name="verfügbar bis"),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="goes_anywhere",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="im ganzen Kreis"
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="guardian_consented_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="Einwilligung der Sorgeberechtigten vom"
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="guardian_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="Sorgeberechtigte",
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="hours_per_week",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=4,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0.5),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="Stunden in der Woche",
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="last_contact_on",
            field=models.DateField(blank=True, null=True, verbose_name="zuletzt gesprochen am"),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="mobility",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("car", "Auto"), ("transit", "Bus und Bahn"), ("bicycle", "Fahrrad")],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                verbose_name="unterwegs mit",
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="municipality",
            field=lotsen_portal.tenancy.fields.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tenancy.municipality",
                verbose_name="Gemeinde",
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="of_age_on",
            field=models.DateField(blank=True, null=True, verbose_name="wird volljährig am"),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="phone_number",
            field=models.CharField(db_default="", default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="salutation",
            field=models.CharField(
                blank=True,
                choices=[("ms", "Frau"), ("mr", "Herr")],
                db_default="",
                default="",
                max_length=5,
                verbose_name="Anrede",
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="search_key",
            field=models.CharField(db_default="", default="", editable=False, max_length=600),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="short_notice",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="auch kurzfristig"
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="street",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=150,
                verbose_name="Straße und Hausnummer",
            ),
        ),
        *(
            enable_row_level_security(f"volunteers_{table}")
            for table in (
                "availability",
                "changerequest",
                "clearance",
                "confidentialityagreement",
                "confidentialitytext",
                "distinct",
                "feedtoken",
                "helpoffer",
                "importlayout",
                "importrow",
                "importrun",
                "merge",
                "messagecampaign",
                "messagerecipient",
                "peopleexport",
                "qualification",
                "registryrules",
                "savedview",
                "tag",
                "targetgroup",
                "volunteermunicipality",
                "volunteertag",
                "volunteertargetgroup",
            )
        ),
    ]
