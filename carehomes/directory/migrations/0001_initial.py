"""Care homes, who works with them, their people and numbers, when they are rung, and uploads of registers: the tables."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

import carehomes.directory.models
from carehomes.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="CareHome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "cqc_location_id",
                            models.CharField(max_length=20, unique=True, verbose_name="CQC location id"),
                        ),
                        (
                            "ods_code",
                            models.CharField(
                                blank=True, max_length=10, null=True, unique=True, verbose_name="ODS code"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "name_key",
                            models.CharField(
                                editable=False,
                                help_text="Lower case, plain letters and single spaces, for finding",
                                max_length=200,
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("town", models.CharField(blank=True, max_length=100)),
                        ("town_key", models.CharField(blank=True, editable=False, max_length=100)),
                        ("postcode", models.CharField(blank=True, max_length=8)),
                        (
                            "postcode_key",
                            models.CharField(blank=True, editable=False, help_text="Without its space", max_length=8),
                        ),
                        ("uprn", models.CharField(blank=True, max_length=12, verbose_name="UPRN")),
                        ("region", models.CharField(blank=True, max_length=60)),
                        (
                            "local_authority_code",
                            models.CharField(blank=True, max_length=9, verbose_name="GSS code of the local authority"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("with_nursing", models.BooleanField(default=False)),
                        ("without_nursing", models.BooleanField(default=False)),
                        (
                            "specialisms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                            ),
                        ),
                        ("registered_beds", models.PositiveIntegerField(default=0)),
                        ("registration_date", models.DateField(blank=True, null=True)),
                        ("deregistered_on", models.DateField(blank=True, null=True)),
                        ("dormant", models.BooleanField(default=False)),
                        (
                            "rating",
                            models.CharField(
                                choices=[
                                    ("outstanding", "Outstanding"),
                                    ("good", "Good"),
                                    ("requires_improvement", "Requires improvement"),
                                    ("inadequate", "Inadequate"),
                                    ("not_rated", "Not rated"),
                                ],
                                default="not_rated",
                                max_length=25,
                            ),
                        ),
                        ("rating_date", models.DateField(blank=True, null=True)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("in_scope", models.BooleanField(default=True, help_text="Derived: see rules.scope_of")),
                        (
                            "scope_reason",
                            models.CharField(blank=True, help_text="Why it is not in scope", max_length=200),
                        ),
                        (
                            "register_as_of",
                            models.DateField(
                                blank=True, help_text="Date of the file that these facts come from", null=True
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["name_key"], name="directory_carehome_name"),
                            models.Index(fields=["town_key", "name_key"], name="directory_carehome_town"),
                            models.Index(fields=["postcode_key"], name="directory_carehome_postcode"),
                            models.Index(
                                fields=["local_authority_code", "name_key"], name="directory_carehome_authority"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "directory_carehomeevent" ("address", "cqc_location_id", "deregistered_on", "dormant", "id", "in_scope", "latitude", "local_authority_code", "longitude", "name", "name_key", "ods_code", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "postcode_key", "rating", "rating_date", "region", "register_as_of", "registered_beds", "registration_date", "scope_reason", "specialisms", "town", "town_key", "uprn", "with_nursing", "without_nursing") VALUES (NEW."address", NEW."cqc_location_id", NEW."deregistered_on", NEW."dormant", NEW."id", NEW."in_scope", NEW."latitude", NEW."local_authority_code", NEW."longitude", NEW."name", NEW."name_key", NEW."ods_code", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."postcode", NEW."postcode_key", NEW."rating", NEW."rating_date", NEW."region", NEW."register_as_of", NEW."registered_beds", NEW."registration_date", NEW."scope_reason", NEW."specialisms", NEW."town", NEW."town_key", NEW."uprn", NEW."with_nursing", NEW."without_nursing"); RETURN NULL;',
                                    hash="58ea4dd9328f8994ceb0e45c71b551978929a29f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b9ef7",
                                    table="directory_carehome",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_carehomeevent" ("address", "cqc_location_id", "deregistered_on", "dormant", "id", "in_scope", "latitude", "local_authority_code", "longitude", "name", "name_key", "ods_code", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "postcode_key", "rating", "rating_date", "region", "register_as_of", "registered_beds", "registration_date", "scope_reason", "specialisms", "town", "town_key", "uprn", "with_nursing", "without_nursing") VALUES (OLD."address", OLD."cqc_location_id", OLD."deregistered_on", OLD."dormant", OLD."id", OLD."in_scope", OLD."latitude", OLD."local_authority_code", OLD."longitude", OLD."name", OLD."name_key", OLD."ods_code", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."postcode", OLD."postcode_key", OLD."rating", OLD."rating_date", OLD."region", OLD."register_as_of", OLD."registered_beds", OLD."registration_date", OLD."scope_reason", OLD."specialisms", OLD."town", OLD."town_key", OLD."uprn", OLD."with_nursing", OLD."without_nursing"); RETURN NULL;',
                                    hash="209b2a38f8e1ffd63f32dad5bba4b988be76376a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_66ebf",
                                    table="directory_carehome",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CareHomeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("cqc_location_id", models.CharField(max_length=20, verbose_name="CQC location id")),
                        ("ods_code", models.CharField(blank=True, max_length=10, null=True, verbose_name="ODS code")),
                        ("name", models.CharField(max_length=200)),
                        (
                            "name_key",
                            models.CharField(
                                editable=False,
                                help_text="Lower case, plain letters and single spaces, for finding",
                                max_length=200,
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("town", models.CharField(blank=True, max_length=100)),
                        ("town_key", models.CharField(blank=True, editable=False, max_length=100)),
                        ("postcode", models.CharField(blank=True, max_length=8)),
                        (
                            "postcode_key",
                            models.CharField(blank=True, editable=False, help_text="Without its space", max_length=8),
                        ),
                        ("uprn", models.CharField(blank=True, max_length=12, verbose_name="UPRN")),
                        ("region", models.CharField(blank=True, max_length=60)),
                        (
                            "local_authority_code",
                            models.CharField(blank=True, max_length=9, verbose_name="GSS code of the local authority"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("with_nursing", models.BooleanField(default=False)),
                        ("without_nursing", models.BooleanField(default=False)),
                        (
                            "specialisms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                            ),
                        ),
                        ("registered_beds", models.PositiveIntegerField(default=0)),
                        ("registration_date", models.DateField(blank=True, null=True)),
                        ("deregistered_on", models.DateField(blank=True, null=True)),
                        ("dormant", models.BooleanField(default=False)),
                        (
                            "rating",
                            models.CharField(
                                choices=[
                                    ("outstanding", "Outstanding"),
                                    ("good", "Good"),
                                    ("requires_improvement", "Requires improvement"),
                                    ("inadequate", "Inadequate"),
                                    ("not_rated", "Not rated"),
                                ],
                                default="not_rated",
                                max_length=25,
                            ),
                        ),
                        ("rating_date", models.DateField(blank=True, null=True)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("in_scope", models.BooleanField(default=True, help_text="Derived: see rules.scope_of")),
                        (
                            "scope_reason",
                            models.CharField(blank=True, help_text="Why it is not in scope", max_length=200),
                        ),
                        (
                            "register_as_of",
                            models.DateField(
                                blank=True, help_text="Date of the file that these facts come from", null=True
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HomeRelationship",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pcn", "Aligned PCN"),
                                    ("practice", "Registered practice"),
                                    ("commissioner", "Commissioner"),
                                    ("local_authority", "Local authority"),
                                    ("pharmacy", "Supplying pharmacy"),
                                    ("pharmacy_backup", "Backup pharmacy"),
                                    ("provider", "Provider"),
                                    ("community_services", "Community services"),
                                    ("home", "The home itself"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("agreed", "Agreed"),
                                    ("proposed", "Proposed"),
                                    ("disputed", "Disputed"),
                                    ("nearest", "Nearest, not confirmed"),
                                ],
                                default="agreed",
                                max_length=10,
                            ),
                        ),
                        ("beds_for_payment", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="The file or the person that said so", max_length=100
                            ),
                        ),
                        ("ended_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relationships",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="home_relationships",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["organisation", "kind", "home"], name="directory_relationship_org")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="directory_homerelationship_ends_after_it_starts",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ("pcn", "commissioner", "local_authority", "pharmacy", "provider", "home"),
                                    ),
                                    ("status__in", ("agreed", "nearest")),
                                ),
                                expressions=[
                                    ("home", "="),
                                    ("kind", "="),
                                    (
                                        carehomes.directory.models._DateRange(
                                            models.F("starts_on"), models.F("ends_on")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="directory_homerelationship_one_at_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on", None)),
                                fields=("home", "organisation", "kind"),
                                name="directory_homerelationship_once",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "directory_homerelationshipevent" ("beds_for_payment", "ended_reason", "ends_on", "home_id", "id", "kind", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "status") VALUES (NEW."beds_for_payment", NEW."ended_reason", NEW."ends_on", NEW."home_id", NEW."id", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."starts_on", NEW."status"); RETURN NULL;',
                                    hash="eb26008d099d6ee7ebf9b198b59d2dc40fa678f7",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a0db5",
                                    table="directory_homerelationship",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_homerelationshipevent" ("beds_for_payment", "ended_reason", "ends_on", "home_id", "id", "kind", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "status") VALUES (OLD."beds_for_payment", OLD."ended_reason", OLD."ends_on", OLD."home_id", OLD."id", OLD."kind", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."starts_on", OLD."status"); RETURN NULL;',
                                    hash="bab5c7a1cce2bdbfa80906cd797dda695aa2bb6f",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f7dc6",
                                    table="directory_homerelationship",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_homerelationshipevent" ("beds_for_payment", "ended_reason", "ends_on", "home_id", "id", "kind", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "status") VALUES (NEW."beds_for_payment", NEW."ended_reason", NEW."ends_on", NEW."home_id", NEW."id", NEW."kind", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."starts_on", NEW."status"); RETURN NULL;',
                                    hash="a16f47e135c5d992ca362358f5fb64fc87a97df0",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_cf377",
                                    table="directory_homerelationship",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeRelationshipEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pcn", "Aligned PCN"),
                                    ("practice", "Registered practice"),
                                    ("commissioner", "Commissioner"),
                                    ("local_authority", "Local authority"),
                                    ("pharmacy", "Supplying pharmacy"),
                                    ("pharmacy_backup", "Backup pharmacy"),
                                    ("provider", "Provider"),
                                    ("community_services", "Community services"),
                                    ("home", "The home itself"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("agreed", "Agreed"),
                                    ("proposed", "Proposed"),
                                    ("disputed", "Disputed"),
                                    ("nearest", "Nearest, not confirmed"),
                                ],
                                default="agreed",
                                max_length=10,
                            ),
                        ),
                        ("beds_for_payment", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="The file or the person that said so", max_length=100
                            ),
                        ),
                        ("ended_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.homerelationship",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NamedRole",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("clinical_lead", "Clinical lead"),
                                    ("medicines_lead", "Medicines lead"),
                                    ("coordinator", "Care coordinator"),
                                    ("cover", "Cover for the care coordinator"),
                                    ("registered_manager", "Registered manager"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("person_name", models.CharField(max_length=150)),
                        (
                            "profession",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gp", "GP"),
                                    ("community_matron", "Community matron"),
                                    ("nurse", "Nurse"),
                                    ("advanced_practitioner", "Advanced clinical practitioner"),
                                    ("geriatrician", "Geriatrician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("allied_health", "Allied health professional"),
                                    ("care_coordinator", "Care coordinator"),
                                    ("manager", "Manager"),
                                    ("other", "Other"),
                                ],
                                max_length=25,
                            ),
                        ),
                        (
                            "user_id",
                            models.BigIntegerField(
                                blank=True, help_text="Their account here, when they have one: who is told", null=True
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("share_percent", models.PositiveSmallIntegerField(default=100)),
                        (
                            "covers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("homely_remedies", "Homely remedies"),
                                        ("fast_track", "Fast track supply"),
                                        ("end_of_life", "End of life medicines"),
                                        ("discharge_review", "Review of medicines on discharge"),
                                        ("monthly_supply", "Monthly supply"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="named_roles",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["home", "kind"], name="directory_namedrole_home"),
                            models.Index(fields=["user_id", "kind"], name="directory_namedrole_user"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="directory_namedrole_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share_percent__gte", 1), ("share_percent__lte", 100)),
                                name="directory_namedrole_share",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "directory_namedroleevent" ("covers", "ends_on", "home_id", "id", "kind", "organisation_id", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "profession", "share_percent", "starts_on", "user_id") VALUES (NEW."covers", NEW."ends_on", NEW."home_id", NEW."id", NEW."kind", NEW."organisation_id", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."profession", NEW."share_percent", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                                    hash="cbfd9a8f15ba587477318e77e2964b54157bc1d6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_04281",
                                    table="directory_namedrole",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_namedroleevent" ("covers", "ends_on", "home_id", "id", "kind", "organisation_id", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "profession", "share_percent", "starts_on", "user_id") VALUES (OLD."covers", OLD."ends_on", OLD."home_id", OLD."id", OLD."kind", OLD."organisation_id", OLD."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."profession", OLD."share_percent", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                                    hash="55c05677ef37d84d2052fdfdff6162c8302d00a3",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_7e7b1",
                                    table="directory_namedrole",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_namedroleevent" ("covers", "ends_on", "home_id", "id", "kind", "organisation_id", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "profession", "share_percent", "starts_on", "user_id") VALUES (NEW."covers", NEW."ends_on", NEW."home_id", NEW."id", NEW."kind", NEW."organisation_id", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."profession", NEW."share_percent", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                                    hash="4e67573f64f829699d94caf4890b2479c803392a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b9044",
                                    table="directory_namedrole",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NamedRoleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("clinical_lead", "Clinical lead"),
                                    ("medicines_lead", "Medicines lead"),
                                    ("coordinator", "Care coordinator"),
                                    ("cover", "Cover for the care coordinator"),
                                    ("registered_manager", "Registered manager"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("person_name", models.CharField(max_length=150)),
                        (
                            "profession",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gp", "GP"),
                                    ("community_matron", "Community matron"),
                                    ("nurse", "Nurse"),
                                    ("advanced_practitioner", "Advanced clinical practitioner"),
                                    ("geriatrician", "Geriatrician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("allied_health", "Allied health professional"),
                                    ("care_coordinator", "Care coordinator"),
                                    ("manager", "Manager"),
                                    ("other", "Other"),
                                ],
                                max_length=25,
                            ),
                        ),
                        (
                            "user_id",
                            models.BigIntegerField(
                                blank=True, help_text="Their account here, when they have one: who is told", null=True
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("share_percent", models.PositiveSmallIntegerField(default=100)),
                        (
                            "covers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("homely_remedies", "Homely remedies"),
                                        ("fast_track", "Fast track supply"),
                                        ("end_of_life", "End of life medicines"),
                                        ("discharge_review", "Review of medicines on discharge"),
                                        ("monthly_supply", "Monthly supply"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.namedrole",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContactNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person_name",
                            models.CharField(help_text="A person, or a post such as Nurse in charge", max_length=150),
                        ),
                        ("job", models.CharField(blank=True, max_length=100)),
                        ("phone", models.CharField(max_length=20)),
                        ("when_to_ring", models.CharField(blank=True, max_length=150)),
                        ("is_main", models.BooleanField(default=False, help_text="The one that the worklist shows")),
                        ("removed_on", models.DateField(blank=True, null=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_numbers",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_main", True), ("removed_on", None)),
                                fields=("home",),
                                name="directory_contact_one_main",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "directory_contactnumberevent" ("home_id", "id", "is_main", "job", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "removed_on", "when_to_ring") VALUES (NEW."home_id", NEW."id", NEW."is_main", NEW."job", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."removed_on", NEW."when_to_ring"); RETURN NULL;',
                                    hash="973ee322ed197c35ba52c2f01ef985b11dd1bfa5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_23e73",
                                    table="directory_contactnumber",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_contactnumberevent" ("home_id", "id", "is_main", "job", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "removed_on", "when_to_ring") VALUES (OLD."home_id", OLD."id", OLD."is_main", OLD."job", OLD."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."removed_on", OLD."when_to_ring"); RETURN NULL;',
                                    hash="27c338ad2733b8142f6c58b6bf7b8863defc4d12",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_e0f9c",
                                    table="directory_contactnumber",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_contactnumberevent" ("home_id", "id", "is_main", "job", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "removed_on", "when_to_ring") VALUES (NEW."home_id", NEW."id", NEW."is_main", NEW."job", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."removed_on", NEW."when_to_ring"); RETURN NULL;',
                                    hash="a7879092983b6876857cf76f2d6c96fd1ec27caa",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d4e04",
                                    table="directory_contactnumber",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactNumberEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "person_name",
                            models.CharField(help_text="A person, or a post such as Nurse in charge", max_length=150),
                        ),
                        ("job", models.CharField(blank=True, max_length=100)),
                        ("phone", models.CharField(max_length=20)),
                        ("when_to_ring", models.CharField(blank=True, max_length=150)),
                        ("is_main", models.BooleanField(default=False, help_text="The one that the worklist shows")),
                        ("removed_on", models.DateField(blank=True, null=True)),
                        (
                            "home",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.contactnumber",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CheckInSchedule",
                    fields=[
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_in_schedules",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Monday"),
                                    (2, "Tuesday"),
                                    (3, "Wednesday"),
                                    (4, "Thursday"),
                                    (5, "Friday"),
                                    (6, "Saturday"),
                                    (7, "Sunday"),
                                ],
                                default=1,
                            ),
                        ),
                        ("window_starts", models.TimeField(default=datetime.time(10, 0))),
                        ("window_ends", models.TimeField(default=datetime.time(16, 0))),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="What to mind when ringing, such as the medicines round",
                                max_length=200,
                            ),
                        ),
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("video", "Video"),
                                    ("visit", "Visit"),
                                    ("portal", "Portal"),
                                ],
                                default="phone",
                                max_length=8,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="directory_checkinschedule_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("window_ends__gt", models.F("window_starts"))),
                                name="directory_schedule_window",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)),
                                name="directory_schedule_weekday",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("home", "="),
                                    (
                                        carehomes.directory.models._DateRange(
                                            models.F("starts_on"), models.F("ends_on")
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="directory_schedule_one_at_a_time",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "directory_checkinscheduleevent" ("ends_on", "home_id", "id", "mode", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "weekday", "window_ends", "window_starts") VALUES (NEW."ends_on", NEW."home_id", NEW."id", NEW."mode", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."starts_on", NEW."weekday", NEW."window_ends", NEW."window_starts"); RETURN NULL;',
                                    hash="30360f35456e7f9321c39cd4af7cd41d247d65bb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_81665",
                                    table="directory_checkinschedule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_checkinscheduleevent" ("ends_on", "home_id", "id", "mode", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "weekday", "window_ends", "window_starts") VALUES (OLD."ends_on", OLD."home_id", OLD."id", OLD."mode", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."weekday", OLD."window_ends", OLD."window_starts"); RETURN NULL;',
                                    hash="b476b9ca981b40ed9a4a349167c8d7db2165342c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c6b95",
                                    table="directory_checkinschedule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "directory_checkinscheduleevent" ("ends_on", "home_id", "id", "mode", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "weekday", "window_ends", "window_starts") VALUES (NEW."ends_on", NEW."home_id", NEW."id", NEW."mode", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."weekday", NEW."window_ends", NEW."window_starts"); RETURN NULL;',
                                    hash="4ec6eb6c0f55d724d280a3144d815355d681218d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fc237",
                                    table="directory_checkinschedule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckInScheduleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Monday"),
                                    (2, "Tuesday"),
                                    (3, "Wednesday"),
                                    (4, "Thursday"),
                                    (5, "Friday"),
                                    (6, "Saturday"),
                                    (7, "Sunday"),
                                ],
                                default=1,
                            ),
                        ),
                        ("window_starts", models.TimeField(default=datetime.time(10, 0))),
                        ("window_ends", models.TimeField(default=datetime.time(16, 0))),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="What to mind when ringing, such as the medicines round",
                                max_length=200,
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="directory.checkinschedule",
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("phone", "Phone"),
                                    ("video", "Video"),
                                    ("visit", "Visit"),
                                    ("portal", "Portal"),
                                ],
                                default="phone",
                                max_length=8,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CaseloadChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(help_text="The planning: one for all its homes")),
                        ("words", models.CharField(help_text="What was planned, as its page said", max_length=300)),
                        ("began", models.JSONField(default=list)),
                        ("ended", models.JSONField(default=list)),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home", "-at"], name="directory_caseload_home")],
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "home"), name="directory_caseload_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("uploaded_by_name", models.CharField(max_length=150)),
                        ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "kind",
                            models.CharField(
                                blank=True, help_text="Layout of the file, once it is recognised", max_length=30
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("stored_as", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("checking", "Being checked"),
                                    ("ready", "Ready to confirm"),
                                    ("applying", "Being brought in"),
                                    ("done", "Brought in"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="checking",
                                max_length=12,
                            ),
                        ),
                        ("report", models.JSONField(default=dict)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                            ),
                        ),
                        (
                            "partial",
                            models.BooleanField(default=False, help_text="A part of the register: closes no home"),
                        ),
                        (
                            "as_of",
                            models.DateField(
                                blank=True, help_text="Date of the file, where the person gave one", null=True
                            ),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="How often the present state was begun"
                            ),
                        ),
                        (
                            "decided_by_name",
                            models.CharField(blank=True, help_text="Who confirmed or withdrew it", max_length=150),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("checking", "applying"))),
                                fields=["id"],
                                name="directory_import_waiting",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
