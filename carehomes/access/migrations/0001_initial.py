"""People, organisations, who belongs to which, and what may be read: the tables. Their classes: 0002."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from carehomes.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),  # exclusion constraints over dates (directory)
        CreateTables(
            [
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                        ("name", models.CharField(max_length=150, verbose_name="full name")),
                        ("is_active", models.BooleanField(default=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "email_bounce_code",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="What the mail server said: a code, no words",
                                max_length=20,
                            ),
                        ),
                        (
                            "email_bounced_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="No e-mail goes to the address until somebody confirms or corrects it",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AddressStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("bounced", "Refused by the mail server"),
                                    ("confirmed", "Confirmed"),
                                    ("corrected", "Corrected"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                help_text="The address as it was before", max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        ("code", models.CharField(blank=True, default="", max_length=20)),
                        ("at", models.DateTimeField()),
                        ("by_name", models.CharField(max_length=150)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user_id", "-at"], name="access_addressstatus_person")],
                    },
                ),
                migrations.CreateModel(
                    name="AccountStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(choices=[("closed", "Closed"), ("opened", "Opened again")], max_length=10),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                        ("by_name", models.CharField(max_length=150)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user_id", "-at"], name="access_accountstatus_person")],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("icb", "Integrated care board"),
                                    ("ccg", "Clinical commissioning group"),
                                    ("pcn", "Primary care network"),
                                    ("gp_practice", "GP practice"),
                                    ("partnership", "Practice partnership"),
                                    ("pharmacy", "Community pharmacy"),
                                    ("nhs_trust", "NHS trust"),
                                    ("local_authority", "Local authority"),
                                    ("care_provider", "Care home provider"),
                                    ("care_home", "Care home"),
                                    ("lpc", "Local pharmaceutical committee"),
                                    ("hospice", "Hospice"),
                                    ("region", "NHS region"),
                                    ("nation", "National body"),
                                    ("platform", "Homeround"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="The name of today; earlier ones are in OrganisationName", max_length=200
                            ),
                        ),
                        (
                            "name_key",
                            models.CharField(
                                editable=False,
                                help_text="Lower case, plain letters and single spaces, for finding",
                                max_length=200,
                            ),
                        ),
                        (
                            "ods_code",
                            models.CharField(
                                blank=True, max_length=10, null=True, unique=True, verbose_name="ODS code"
                            ),
                        ),
                        (
                            "gss_code",
                            models.CharField(blank=True, max_length=9, null=True, unique=True, verbose_name="GSS code"),
                        ),
                        (
                            "cqc_provider_id",
                            models.CharField(
                                blank=True, max_length=20, null=True, unique=True, verbose_name="CQC provider id"
                            ),
                        ),
                        ("active_from", models.DateField(blank=True, null=True)),
                        (
                            "active_to",
                            models.DateField(blank=True, help_text="First day on which it no longer works", null=True),
                        ),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("postcode", models.CharField(blank=True, max_length=8)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        (
                            "urgent_phone",
                            models.CharField(blank=True, help_text="The number for a same-day concern", max_length=20),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["name_key"], name="access_organisation_name"),
                            models.Index(fields=["kind", "name_key"], name="access_organisation_kind"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "kind"), name="access_organisation_id_kind")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "access_organisationevent" ("active_from", "active_to", "address", "cqc_provider_id", "gss_code", "id", "kind", "name", "name_key", "ods_code", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "urgent_phone") VALUES (NEW."active_from", NEW."active_to", NEW."address", NEW."cqc_provider_id", NEW."gss_code", NEW."id", NEW."kind", NEW."name", NEW."name_key", NEW."ods_code", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."postcode", NEW."urgent_phone"); RETURN NULL;',
                                    hash="bd2c3b2305b9e72f6a27b304f200cd2981d63cca",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3aed0",
                                    table="access_organisation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_organisationevent" ("active_from", "active_to", "address", "cqc_provider_id", "gss_code", "id", "kind", "name", "name_key", "ods_code", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "urgent_phone") VALUES (OLD."active_from", OLD."active_to", OLD."address", OLD."cqc_provider_id", OLD."gss_code", OLD."id", OLD."kind", OLD."name", OLD."name_key", OLD."ods_code", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."postcode", OLD."urgent_phone"); RETURN NULL;',
                                    hash="86250fcdce4cc56aaccb4cd89c0fccc8deabc9b8",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_43228",
                                    table="access_organisation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("icb", "Integrated care board"),
                                    ("ccg", "Clinical commissioning group"),
                                    ("pcn", "Primary care network"),
                                    ("gp_practice", "GP practice"),
                                    ("partnership", "Practice partnership"),
                                    ("pharmacy", "Community pharmacy"),
                                    ("nhs_trust", "NHS trust"),
                                    ("local_authority", "Local authority"),
                                    ("care_provider", "Care home provider"),
                                    ("care_home", "Care home"),
                                    ("lpc", "Local pharmaceutical committee"),
                                    ("hospice", "Hospice"),
                                    ("region", "NHS region"),
                                    ("nation", "National body"),
                                    ("platform", "Homeround"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="The name of today; earlier ones are in OrganisationName", max_length=200
                            ),
                        ),
                        (
                            "name_key",
                            models.CharField(
                                editable=False,
                                help_text="Lower case, plain letters and single spaces, for finding",
                                max_length=200,
                            ),
                        ),
                        ("ods_code", models.CharField(blank=True, max_length=10, null=True, verbose_name="ODS code")),
                        ("gss_code", models.CharField(blank=True, max_length=9, null=True, verbose_name="GSS code")),
                        (
                            "cqc_provider_id",
                            models.CharField(blank=True, max_length=20, null=True, verbose_name="CQC provider id"),
                        ),
                        ("active_from", models.DateField(blank=True, null=True)),
                        (
                            "active_to",
                            models.DateField(blank=True, help_text="First day on which it no longer works", null=True),
                        ),
                        ("address", models.CharField(blank=True, max_length=300)),
                        ("postcode", models.CharField(blank=True, max_length=8)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        (
                            "urgent_phone",
                            models.CharField(blank=True, help_text="The number for a same-day concern", max_length=20),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("name", models.CharField(max_length=200)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_on"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="access_organisationname_ends_after_it_starts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationParent",
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
                                    ("partnership", "Member practice of a partnership"),
                                    ("group", "Part of a provider group"),
                                    ("network", "Member practice of a primary care network"),
                                    ("commissioner", "Commissioned by"),
                                    ("region", "In the region of"),
                                    ("county", "District of the county"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parents",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="access_organisationparent_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                fields=("child", "parent", "kind", "starts_on"), name="access_organisationparent_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("child", models.F("parent")), _negated=True),
                                name="access_organisationparent_not_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationSuccession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_on", models.DateField()),
                        (
                            "predecessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="successions",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="precursors",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("predecessor", "successor"), name="access_organisationsuccession_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leadership",
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
                                    ("chief_pharmacist_acute", "Chief pharmacist, acute"),
                                    ("chief_pharmacist_community", "Chief pharmacist, community services"),
                                    ("chief_pharmacist_mental_health", "Chief pharmacist, mental health"),
                                    ("commissioner_care_home_lead", "Commissioner's care home lead"),
                                    ("pcn_care_home_lead", "PCN care home lead"),
                                    ("pcn_lead_community_pharmacist", "PCN lead community pharmacist"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("person_name", models.CharField(max_length=150)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        (
                            "kept_by",
                            models.ForeignKey(
                                help_text="Whose entry it is",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="leadership",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "person_name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="access_leadership_ends_after_it_starts",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "access_leadershipevent" ("email", "ends_on", "id", "kept_by_id", "kind", "organisation_id", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_on") VALUES (NEW."email", NEW."ends_on", NEW."id", NEW."kept_by_id", NEW."kind", NEW."organisation_id", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."starts_on"); RETURN NULL;',
                                    hash="d2f2c7f7362938771e9bc8a4e59459deefb4daf0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ac1f7",
                                    table="access_leadership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_leadershipevent" ("email", "ends_on", "id", "kept_by_id", "kind", "organisation_id", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_on") VALUES (OLD."email", OLD."ends_on", OLD."id", OLD."kept_by_id", OLD."kind", OLD."organisation_id", OLD."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."starts_on"); RETURN NULL;',
                                    hash="512dbdf7504330a8de6506c996c4b94b057edc9c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_38463",
                                    table="access_leadership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_leadershipevent" ("email", "ends_on", "id", "kept_by_id", "kind", "organisation_id", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_on") VALUES (NEW."email", NEW."ends_on", NEW."id", NEW."kept_by_id", NEW."kind", NEW."organisation_id", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."starts_on"); RETURN NULL;',
                                    hash="4dc5896d6738f01e5d8f93d2bb65a87013dcf3be",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e88ca",
                                    table="access_leadership",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeadershipEvent",
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
                                    ("chief_pharmacist_acute", "Chief pharmacist, acute"),
                                    ("chief_pharmacist_community", "Chief pharmacist, community services"),
                                    ("chief_pharmacist_mental_health", "Chief pharmacist, mental health"),
                                    ("commissioner_care_home_lead", "Commissioner's care home lead"),
                                    ("pcn_care_home_lead", "PCN care home lead"),
                                    ("pcn_lead_community_pharmacist", "PCN lead community pharmacist"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("person_name", models.CharField(max_length=150)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="access.leadership",
                            ),
                        ),
                        (
                            "kept_by",
                            models.ForeignKey(
                                db_constraint=False,
                                help_text="Whose entry it is",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="access.organisation",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoleKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("care_coordinator", "Care coordinator"),
                                    ("clinician", "Clinician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("community_pharmacist", "Community pharmacist"),
                                    ("care_home_manager", "Care home manager"),
                                    ("care_home_staff", "Care home staff"),
                                    ("commissioner_lead", "Commissioner lead"),
                                    ("local_authority_officer", "Local authority officer"),
                                    ("regional_reader", "Regional reader"),
                                    ("national_reader", "National reader"),
                                    ("organisation_administrator", "Organisation administrator"),
                                    ("data_protection_officer", "Data protection officer"),
                                    ("platform_administrator", "Platform administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        (
                            "organisation_kind",
                            models.CharField(
                                choices=[
                                    ("icb", "Integrated care board"),
                                    ("ccg", "Clinical commissioning group"),
                                    ("pcn", "Primary care network"),
                                    ("gp_practice", "GP practice"),
                                    ("partnership", "Practice partnership"),
                                    ("pharmacy", "Community pharmacy"),
                                    ("nhs_trust", "NHS trust"),
                                    ("local_authority", "Local authority"),
                                    ("care_provider", "Care home provider"),
                                    ("care_home", "Care home"),
                                    ("lpc", "Local pharmaceutical committee"),
                                    ("hospice", "Hospice"),
                                    ("region", "NHS region"),
                                    ("nation", "National body"),
                                    ("platform", "Homeround"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("role", "organisation_kind"), name="access_rolekind_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "organisation_kind",
                            models.CharField(
                                choices=[
                                    ("icb", "Integrated care board"),
                                    ("ccg", "Clinical commissioning group"),
                                    ("pcn", "Primary care network"),
                                    ("gp_practice", "GP practice"),
                                    ("partnership", "Practice partnership"),
                                    ("pharmacy", "Community pharmacy"),
                                    ("nhs_trust", "NHS trust"),
                                    ("local_authority", "Local authority"),
                                    ("care_provider", "Care home provider"),
                                    ("care_home", "Care home"),
                                    ("lpc", "Local pharmaceutical committee"),
                                    ("hospice", "Hospice"),
                                    ("region", "NHS region"),
                                    ("nation", "National body"),
                                    ("platform", "Homeround"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("care_coordinator", "Care coordinator"),
                                    ("clinician", "Clinician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("community_pharmacist", "Community pharmacist"),
                                    ("care_home_manager", "Care home manager"),
                                    ("care_home_staff", "Care home staff"),
                                    ("commissioner_lead", "Commissioner lead"),
                                    ("local_authority_officer", "Local authority officer"),
                                    ("regional_reader", "Regional reader"),
                                    ("national_reader", "National reader"),
                                    ("organisation_administrator", "Organisation administrator"),
                                    ("data_protection_officer", "Data protection officer"),
                                    ("platform_administrator", "Platform administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("job_title", models.CharField(blank=True, max_length=100)),
                        ("ended_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="access.organisation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="access_membership_ends_after_it_starts",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on", None)),
                                fields=("user", "organisation", "role"),
                                name="access_membership_once",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "access_membershipevent" ("ended_reason", "ends_on", "id", "job_title", "organisation_id", "organisation_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "user_id") VALUES (NEW."ended_reason", NEW."ends_on", NEW."id", NEW."job_title", NEW."organisation_id", NEW."organisation_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                                    hash="5bdc5f67670d72f6d6749b79851441581be3c6cc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_93cc9",
                                    table="access_membership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_membershipevent" ("ended_reason", "ends_on", "id", "job_title", "organisation_id", "organisation_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "user_id") VALUES (OLD."ended_reason", OLD."ends_on", OLD."id", OLD."job_title", OLD."organisation_id", OLD."organisation_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                                    hash="bb684ee29b0ea8b26ea6b6395dba53dc25a7f913",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_eba40",
                                    table="access_membership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_membershipevent" ("ended_reason", "ends_on", "id", "job_title", "organisation_id", "organisation_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "user_id") VALUES (NEW."ended_reason", NEW."ends_on", NEW."id", NEW."job_title", NEW."organisation_id", NEW."organisation_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                                    hash="b0d31b4ef620258b500828410acf54e9c0e3d6ab",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d2ee0",
                                    table="access_membership",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipEvent",
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
                            "organisation_kind",
                            models.CharField(
                                choices=[
                                    ("icb", "Integrated care board"),
                                    ("ccg", "Clinical commissioning group"),
                                    ("pcn", "Primary care network"),
                                    ("gp_practice", "GP practice"),
                                    ("partnership", "Practice partnership"),
                                    ("pharmacy", "Community pharmacy"),
                                    ("nhs_trust", "NHS trust"),
                                    ("local_authority", "Local authority"),
                                    ("care_provider", "Care home provider"),
                                    ("care_home", "Care home"),
                                    ("lpc", "Local pharmaceutical committee"),
                                    ("hospice", "Hospice"),
                                    ("region", "NHS region"),
                                    ("nation", "National body"),
                                    ("platform", "Homeround"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("care_coordinator", "Care coordinator"),
                                    ("clinician", "Clinician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("community_pharmacist", "Community pharmacist"),
                                    ("care_home_manager", "Care home manager"),
                                    ("care_home_staff", "Care home staff"),
                                    ("commissioner_lead", "Commissioner lead"),
                                    ("local_authority_officer", "Local authority officer"),
                                    ("regional_reader", "Regional reader"),
                                    ("national_reader", "National reader"),
                                    ("organisation_administrator", "Organisation administrator"),
                                    ("data_protection_officer", "Data protection officer"),
                                    ("platform_administrator", "Platform administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("job_title", models.CharField(blank=True, max_length=100)),
                        ("ended_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="access.membership",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("name", models.CharField(max_length=150, verbose_name="full name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("care_coordinator", "Care coordinator"),
                                    ("clinician", "Clinician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("community_pharmacist", "Community pharmacist"),
                                    ("care_home_manager", "Care home manager"),
                                    ("care_home_staff", "Care home staff"),
                                    ("commissioner_lead", "Commissioner lead"),
                                    ("local_authority_officer", "Local authority officer"),
                                    ("regional_reader", "Regional reader"),
                                    ("national_reader", "National reader"),
                                    ("organisation_administrator", "Organisation administrator"),
                                    ("data_protection_officer", "Data protection officer"),
                                    ("platform_administrator", "Platform administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("job_title", models.CharField(blank=True, max_length=100)),
                        ("membership_ends_on", models.DateField(blank=True, null=True)),
                        (
                            "token_digest",
                            models.CharField(
                                editable=False, help_text="SHA-256 of the token in the link", max_length=64, unique=True
                            ),
                        ),
                        ("invited_at", models.DateTimeField(auto_now_add=True)),
                        ("invited_by_name", models.CharField(max_length=150)),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "bounced_at",
                            models.DateTimeField(
                                blank=True, help_text="When its e-mail was refused for good", null=True
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                                fields=("organisation", "email", "role"),
                                name="access_invitation_open_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "access_invitationevent" ("accepted_at", "bounced_at", "email", "expires_at", "id", "invited_at", "invited_by_id", "invited_by_name", "job_title", "membership_ends_on", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "token_digest", "withdrawn_at") VALUES (NEW."accepted_at", NEW."bounced_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."invited_by_name", NEW."job_title", NEW."membership_ends_on", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."token_digest", NEW."withdrawn_at"); RETURN NULL;',
                                    hash="e1a0438d140360416a65d9ae89daa67d2b1cf877",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1a185",
                                    table="access_invitation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_invitationevent" ("accepted_at", "bounced_at", "email", "expires_at", "id", "invited_at", "invited_by_id", "invited_by_name", "job_title", "membership_ends_on", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "token_digest", "withdrawn_at") VALUES (OLD."accepted_at", OLD."bounced_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_at", OLD."invited_by_id", OLD."invited_by_name", OLD."job_title", OLD."membership_ends_on", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."token_digest", OLD."withdrawn_at"); RETURN NULL;',
                                    hash="3b3f1de3e421c6de180ee4815c8343395e1e34bc",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a86e1",
                                    table="access_invitation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "access_invitationevent" ("accepted_at", "bounced_at", "email", "expires_at", "id", "invited_at", "invited_by_id", "invited_by_name", "job_title", "membership_ends_on", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "token_digest", "withdrawn_at") VALUES (NEW."accepted_at", NEW."bounced_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."invited_by_name", NEW."job_title", NEW."membership_ends_on", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."token_digest", NEW."withdrawn_at"); RETURN NULL;',
                                    hash="3825bd2e4e5fc350d68b7410f4f81c321f3d7d82",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3edae",
                                    table="access_invitation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("name", models.CharField(max_length=150, verbose_name="full name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("care_coordinator", "Care coordinator"),
                                    ("clinician", "Clinician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("community_pharmacist", "Community pharmacist"),
                                    ("care_home_manager", "Care home manager"),
                                    ("care_home_staff", "Care home staff"),
                                    ("commissioner_lead", "Commissioner lead"),
                                    ("local_authority_officer", "Local authority officer"),
                                    ("regional_reader", "Regional reader"),
                                    ("national_reader", "National reader"),
                                    ("organisation_administrator", "Organisation administrator"),
                                    ("data_protection_officer", "Data protection officer"),
                                    ("platform_administrator", "Platform administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("job_title", models.CharField(blank=True, max_length=100)),
                        ("membership_ends_on", models.DateField(blank=True, null=True)),
                        (
                            "token_digest",
                            models.CharField(
                                editable=False, help_text="SHA-256 of the token in the link", max_length=64
                            ),
                        ),
                        ("invited_at", models.DateTimeField(auto_now_add=True)),
                        ("invited_by_name", models.CharField(max_length=150)),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="access.invitation",
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
                            "bounced_at",
                            models.DateTimeField(
                                blank=True, help_text="When its e-mail was refused for good", null=True
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccessRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "relationship_kind",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("care_coordinator", "Care coordinator"),
                                    ("clinician", "Clinician"),
                                    ("pharmacist", "Pharmacist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("community_pharmacist", "Community pharmacist"),
                                    ("care_home_manager", "Care home manager"),
                                    ("care_home_staff", "Care home staff"),
                                    ("commissioner_lead", "Commissioner lead"),
                                    ("local_authority_officer", "Local authority officer"),
                                    ("regional_reader", "Regional reader"),
                                    ("national_reader", "National reader"),
                                    ("organisation_administrator", "Organisation administrator"),
                                    ("data_protection_officer", "Data protection officer"),
                                    ("platform_administrator", "Platform administrator"),
                                ],
                                max_length=40,
                            ),
                        ),
                        (
                            "sees",
                            models.CharField(
                                choices=[
                                    ("home", "home"),
                                    ("resident", "resident"),
                                    ("medicines", "medicines"),
                                    ("plans", "plans"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sees", "role", "relationship_kind"), name="access_accessrule_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("read_at", models.DateTimeField(auto_now_add=True)),
                        ("user_id", models.BigIntegerField()),
                        ("person", models.CharField(max_length=150)),
                        ("membership_id", models.BigIntegerField()),
                        ("organisation_id", models.BigIntegerField()),
                        ("organisation_name", models.CharField(max_length=200)),
                        ("resident_id", models.BigIntegerField()),
                        ("home_id", models.BigIntegerField()),
                        ("screen", models.CharField(max_length=60)),
                        ("request_id", models.UUIDField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident_id", "-read_at"], name="access_readlog_resident"),
                            models.Index(
                                fields=["organisation_id", "user_id", "-read_at"], name="access_readlog_person"
                            ),
                            models.Index(fields=["organisation_id", "-read_at"], name="access_readlog_recent"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdempotencyKey",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        ("user_id", models.BigIntegerField()),
                        ("action", models.CharField(max_length=60)),
                        ("result", models.CharField(max_length=200)),
                        ("used_at", models.DateTimeField(auto_now_add=True)),
                    ],
                ),
            ]
        ),
    ]
