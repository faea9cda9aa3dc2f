"""Residents, where they stay, what is known about them, and their moves: the tables."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from carehomes.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("directory", "0001_initial"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Resident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "nhs_number",
                            models.CharField(blank=True, max_length=10, null=True, verbose_name="NHS number"),
                        ),
                        (
                            "no_nhs_number_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_traced", "Not traced yet"),
                                    ("overseas", "Overseas visitor"),
                                    ("refused", "Refused to say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("given_name", models.CharField(max_length=100)),
                        ("family_name", models.CharField(max_length=100)),
                        (
                            "name_key",
                            models.CharField(
                                editable=False,
                                help_text="Given and family name, for finding: see plain_key",
                                max_length=220,
                            ),
                        ),
                        ("family_key", models.CharField(editable=False, max_length=120)),
                        ("preferred_name", models.CharField(blank=True, max_length=100)),
                        ("date_of_birth", models.DateField()),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("female", "Female"),
                                    ("male", "Male"),
                                    ("other", "Other"),
                                    ("not_known", "Not known"),
                                ],
                                default="not_known",
                                max_length=10,
                            ),
                        ),
                        ("ethnicity", models.CharField(blank=True, max_length=60)),
                        ("language", models.CharField(blank=True, max_length=60)),
                        ("communication_needs", models.CharField(blank=True, max_length=300)),
                        (
                            "usual_self",
                            models.CharField(
                                blank=True, help_text="What is normal for this person, in a sentence", max_length=300
                            ),
                        ),
                        ("room", models.CharField(blank=True, max_length=30)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_home", "In the home"),
                                    ("in_hospital", "In hospital"),
                                    ("away", "Away"),
                                    ("left", "Left"),
                                    ("died", "Died"),
                                ],
                                default="in_home",
                                max_length=12,
                            ),
                        ),
                        ("since", models.DateField(help_text="When the current state began")),
                        (
                            "allergy_state",
                            models.CharField(
                                choices=[
                                    ("not_asked", "Not asked"),
                                    ("none_known", "None known"),
                                    ("recorded", "Recorded"),
                                ],
                                default="not_asked",
                                max_length=12,
                            ),
                        ),
                        ("allergies_checked_on", models.DateField(blank=True, null=True)),
                        ("allergies_checked_with", models.CharField(blank=True, max_length=150)),
                        (
                            "contact_name",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="next of kin or best-interest contact"
                            ),
                        ),
                        ("contact_relation", models.CharField(blank=True, max_length=60)),
                        ("contact_phone", models.CharField(blank=True, max_length=20)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="residents",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "registered_practice",
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
                        "indexes": [
                            models.Index(fields=["home", "state", "family_key"], name="residents_resident_home"),
                            models.Index(fields=["nhs_number"], name="residents_resident_number"),
                            models.Index(fields=["family_key"], name="residents_resident_family"),
                            models.Index(fields=["name_key"], name="residents_resident_name"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "home"), name="residents_resident_id_home"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("in_home", "in_hospital", "away"))),
                                fields=("home", "nhs_number"),
                                name="residents_resident_lives_here_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("nhs_number", None), models.Q(("no_nhs_number_reason", ""), _negated=True)
                                    ),
                                    models.Q(("nhs_number__isnull", False), ("no_nhs_number_reason", "")),
                                    _connector="OR",
                                ),
                                name="residents_resident_number_or_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("allergy_state", "not_asked"),
                                    ("allergies_checked_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="residents_resident_allergies_dated",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "residents_residentevent" ("allergies_checked_on", "allergies_checked_with", "allergy_state", "communication_needs", "contact_name", "contact_phone", "contact_relation", "date_of_birth", "ethnicity", "family_key", "family_name", "given_name", "home_id", "id", "language", "name_key", "nhs_number", "no_nhs_number_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "registered_practice_id", "room", "sex", "since", "state", "usual_self") VALUES (NEW."allergies_checked_on", NEW."allergies_checked_with", NEW."allergy_state", NEW."communication_needs", NEW."contact_name", NEW."contact_phone", NEW."contact_relation", NEW."date_of_birth", NEW."ethnicity", NEW."family_key", NEW."family_name", NEW."given_name", NEW."home_id", NEW."id", NEW."language", NEW."name_key", NEW."nhs_number", NEW."no_nhs_number_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."preferred_name", NEW."registered_practice_id", NEW."room", NEW."sex", NEW."since", NEW."state", NEW."usual_self"); RETURN NULL;',
                                    hash="6339276b7d5fa962540dae9b5ef3729054469f63",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7908c",
                                    table="residents_resident",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_residentevent" ("allergies_checked_on", "allergies_checked_with", "allergy_state", "communication_needs", "contact_name", "contact_phone", "contact_relation", "date_of_birth", "ethnicity", "family_key", "family_name", "given_name", "home_id", "id", "language", "name_key", "nhs_number", "no_nhs_number_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "registered_practice_id", "room", "sex", "since", "state", "usual_self") VALUES (OLD."allergies_checked_on", OLD."allergies_checked_with", OLD."allergy_state", OLD."communication_needs", OLD."contact_name", OLD."contact_phone", OLD."contact_relation", OLD."date_of_birth", OLD."ethnicity", OLD."family_key", OLD."family_name", OLD."given_name", OLD."home_id", OLD."id", OLD."language", OLD."name_key", OLD."nhs_number", OLD."no_nhs_number_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."preferred_name", OLD."registered_practice_id", OLD."room", OLD."sex", OLD."since", OLD."state", OLD."usual_self"); RETURN NULL;',
                                    hash="47c1b9fb9bec0352a261cf3c181bd0f2e2f02394",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_3d2a9",
                                    table="residents_resident",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_residentevent" ("allergies_checked_on", "allergies_checked_with", "allergy_state", "communication_needs", "contact_name", "contact_phone", "contact_relation", "date_of_birth", "ethnicity", "family_key", "family_name", "given_name", "home_id", "id", "language", "name_key", "nhs_number", "no_nhs_number_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_name", "registered_practice_id", "room", "sex", "since", "state", "usual_self") VALUES (NEW."allergies_checked_on", NEW."allergies_checked_with", NEW."allergy_state", NEW."communication_needs", NEW."contact_name", NEW."contact_phone", NEW."contact_relation", NEW."date_of_birth", NEW."ethnicity", NEW."family_key", NEW."family_name", NEW."given_name", NEW."home_id", NEW."id", NEW."language", NEW."name_key", NEW."nhs_number", NEW."no_nhs_number_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."preferred_name", NEW."registered_practice_id", NEW."room", NEW."sex", NEW."since", NEW."state", NEW."usual_self"); RETURN NULL;',
                                    hash="6c08eca1df33684a9af203f2378599e751cf3ee3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_424be",
                                    table="residents_resident",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResidentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "nhs_number",
                            models.CharField(blank=True, max_length=10, null=True, verbose_name="NHS number"),
                        ),
                        (
                            "no_nhs_number_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_traced", "Not traced yet"),
                                    ("overseas", "Overseas visitor"),
                                    ("refused", "Refused to say"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("given_name", models.CharField(max_length=100)),
                        ("family_name", models.CharField(max_length=100)),
                        (
                            "name_key",
                            models.CharField(
                                editable=False,
                                help_text="Given and family name, for finding: see plain_key",
                                max_length=220,
                            ),
                        ),
                        ("family_key", models.CharField(editable=False, max_length=120)),
                        ("preferred_name", models.CharField(blank=True, max_length=100)),
                        ("date_of_birth", models.DateField()),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("female", "Female"),
                                    ("male", "Male"),
                                    ("other", "Other"),
                                    ("not_known", "Not known"),
                                ],
                                default="not_known",
                                max_length=10,
                            ),
                        ),
                        ("ethnicity", models.CharField(blank=True, max_length=60)),
                        ("language", models.CharField(blank=True, max_length=60)),
                        ("communication_needs", models.CharField(blank=True, max_length=300)),
                        (
                            "usual_self",
                            models.CharField(
                                blank=True, help_text="What is normal for this person, in a sentence", max_length=300
                            ),
                        ),
                        ("room", models.CharField(blank=True, max_length=30)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_home", "In the home"),
                                    ("in_hospital", "In hospital"),
                                    ("away", "Away"),
                                    ("left", "Left"),
                                    ("died", "Died"),
                                ],
                                default="in_home",
                                max_length=12,
                            ),
                        ),
                        ("since", models.DateField(help_text="When the current state began")),
                        (
                            "allergy_state",
                            models.CharField(
                                choices=[
                                    ("not_asked", "Not asked"),
                                    ("none_known", "None known"),
                                    ("recorded", "Recorded"),
                                ],
                                default="not_asked",
                                max_length=12,
                            ),
                        ),
                        ("allergies_checked_on", models.DateField(blank=True, null=True)),
                        ("allergies_checked_with", models.CharField(blank=True, max_length=150)),
                        (
                            "contact_name",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="next of kin or best-interest contact"
                            ),
                        ),
                        ("contact_relation", models.CharField(blank=True, max_length=60)),
                        ("contact_phone", models.CharField(blank=True, max_length=20)),
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
                                to="residents.resident",
                            ),
                        ),
                        (
                            "registered_practice",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResidentStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("admitted", "Admitted"),
                                    ("readmitted", "Admitted again"),
                                    ("moved", "Moved here from another home"),
                                    ("room", "Changed room"),
                                    ("went_away", "Went away"),
                                    ("came_back", "Came back"),
                                    ("left", "Left"),
                                    ("died", "Died"),
                                    ("corrected", "Put right"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_home", "In the home"),
                                    ("in_hospital", "In hospital"),
                                    ("away", "Away"),
                                    ("left", "Left"),
                                    ("died", "Died"),
                                ],
                                help_text="The state from then on",
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("detail", models.CharField(blank=True, max_length=200)),
                        ("reason", models.CharField(blank=True, help_text="Why it was put right", max_length=200)),
                        (
                            "happened_at",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "-at"], name="residents_status_resident"),
                            models.Index(fields=["home", "-at"], name="residents_status_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Move",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        ("resident_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=201)),
                        ("date_of_birth", models.DateField()),
                        ("room", models.CharField(blank=True, max_length=30)),
                        ("moved_on", models.DateField()),
                        (
                            "state_before",
                            models.CharField(
                                choices=[
                                    ("in_home", "In the home"),
                                    ("in_hospital", "In hospital"),
                                    ("away", "Away"),
                                    ("left", "Left"),
                                    ("died", "Died"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("since_before", models.DateField()),
                        ("stay_before", models.BigIntegerField(blank=True, null=True)),
                        ("stay_after", models.BigIntegerField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "to_home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["home", "-moved_on"], name="residents_move_home"),
                            models.Index(fields=["resident_id", "-moved_on"], name="residents_move_resident"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "residents_moveevent" ("at", "by_name", "by_organisation_name", "by_user_id", "date_of_birth", "home_id", "id", "moved_on", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "room", "since_before", "state_before", "stay_after", "stay_before", "to_home_id", "undone_at", "undone_reason") VALUES (NEW."at", NEW."by_name", NEW."by_organisation_name", NEW."by_user_id", NEW."date_of_birth", NEW."home_id", NEW."id", NEW."moved_on", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."resident_id", NEW."room", NEW."since_before", NEW."state_before", NEW."stay_after", NEW."stay_before", NEW."to_home_id", NEW."undone_at", NEW."undone_reason"); RETURN NULL;',
                                    hash="599d567e425e3ad73187e8e3cfc1696e8c931d99",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9e410",
                                    table="residents_move",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_moveevent" ("at", "by_name", "by_organisation_name", "by_user_id", "date_of_birth", "home_id", "id", "moved_on", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "room", "since_before", "state_before", "stay_after", "stay_before", "to_home_id", "undone_at", "undone_reason") VALUES (OLD."at", OLD."by_name", OLD."by_organisation_name", OLD."by_user_id", OLD."date_of_birth", OLD."home_id", OLD."id", OLD."moved_on", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."resident_id", OLD."room", OLD."since_before", OLD."state_before", OLD."stay_after", OLD."stay_before", OLD."to_home_id", OLD."undone_at", OLD."undone_reason"); RETURN NULL;',
                                    hash="9bd6c75be6fd63ff3f108442bde0ab0e2e692460",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_1b40a",
                                    table="residents_move",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_moveevent" ("at", "by_name", "by_organisation_name", "by_user_id", "date_of_birth", "home_id", "id", "moved_on", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "room", "since_before", "state_before", "stay_after", "stay_before", "to_home_id", "undone_at", "undone_reason") VALUES (NEW."at", NEW."by_name", NEW."by_organisation_name", NEW."by_user_id", NEW."date_of_birth", NEW."home_id", NEW."id", NEW."moved_on", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."resident_id", NEW."room", NEW."since_before", NEW."state_before", NEW."stay_after", NEW."stay_before", NEW."to_home_id", NEW."undone_at", NEW."undone_reason"); RETURN NULL;',
                                    hash="a4889a200f292afcdc19eeccc54a2f47fd5832e2",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f7a3a",
                                    table="residents_move",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MoveEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        ("resident_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=201)),
                        ("date_of_birth", models.DateField()),
                        ("room", models.CharField(blank=True, max_length=30)),
                        ("moved_on", models.DateField()),
                        (
                            "state_before",
                            models.CharField(
                                choices=[
                                    ("in_home", "In the home"),
                                    ("in_hospital", "In hospital"),
                                    ("away", "Away"),
                                    ("left", "Left"),
                                    ("died", "Died"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("since_before", models.DateField()),
                        ("stay_before", models.BigIntegerField(blank=True, null=True)),
                        ("stay_after", models.BigIntegerField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_reason", models.CharField(blank=True, max_length=200)),
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
                                to="residents.move",
                            ),
                        ),
                        (
                            "to_home",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResidentExport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("direct_care", "Direct care of these residents"),
                                    ("handover", "Handing over to another service that looks after them"),
                                    ("audit", "Clinical audit of our own service"),
                                    ("access_request", "A request by the person or their representative"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("detail", models.CharField(max_length=200)),
                        ("rows", models.PositiveIntegerField()),
                        (
                            "chosen",
                            models.CharField(
                                help_text="The home and the filter, without names of residents", max_length=200
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["organisation", "-at"], name="residents_export_organisation")],
                    },
                ),
                migrations.CreateModel(
                    name="Allergy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("substance", models.CharField(max_length=150)),
                        ("reaction", models.CharField(blank=True, max_length=200)),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("mild", "Mild"),
                                    ("moderate", "Moderate"),
                                    ("severe", "Severe"),
                                    ("not_known", "Not known"),
                                ],
                                default="not_known",
                                max_length=10,
                            ),
                        ),
                        ("happened", models.CharField(blank=True, max_length=60, verbose_name="when it happened")),
                        ("source", models.CharField(blank=True, max_length=150)),
                        ("recorded_on", models.DateField()),
                        ("removed_on", models.DateField(blank=True, null=True)),
                        ("removed_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "substance"], name="residents_allergy_resident"),
                            models.Index(fields=["home"], name="residents_allergy_home"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "residents_allergyevent" ("happened", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction", "recorded_on", "removed_on", "removed_reason", "resident_id", "severity", "source", "substance") VALUES (NEW."happened", NEW."home_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reaction", NEW."recorded_on", NEW."removed_on", NEW."removed_reason", NEW."resident_id", NEW."severity", NEW."source", NEW."substance"); RETURN NULL;',
                                    hash="11f033f2770b0deedf7b48ee132d6485fc308411",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0e103",
                                    table="residents_allergy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_allergyevent" ("happened", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction", "recorded_on", "removed_on", "removed_reason", "resident_id", "severity", "source", "substance") VALUES (OLD."happened", OLD."home_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reaction", OLD."recorded_on", OLD."removed_on", OLD."removed_reason", OLD."resident_id", OLD."severity", OLD."source", OLD."substance"); RETURN NULL;',
                                    hash="67669481f7f8854a6bd4dcd3c208fa0764e2d2c7",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_0d69f",
                                    table="residents_allergy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_allergyevent" ("happened", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction", "recorded_on", "removed_on", "removed_reason", "resident_id", "severity", "source", "substance") VALUES (NEW."happened", NEW."home_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reaction", NEW."recorded_on", NEW."removed_on", NEW."removed_reason", NEW."resident_id", NEW."severity", NEW."source", NEW."substance"); RETURN NULL;',
                                    hash="450b75fe5844c17878a676a3622555ce0cca0196",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_adf77",
                                    table="residents_allergy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllergyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("substance", models.CharField(max_length=150)),
                        ("reaction", models.CharField(blank=True, max_length=200)),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("mild", "Mild"),
                                    ("moderate", "Moderate"),
                                    ("severe", "Severe"),
                                    ("not_known", "Not known"),
                                ],
                                default="not_known",
                                max_length=10,
                            ),
                        ),
                        ("happened", models.CharField(blank=True, max_length=60, verbose_name="when it happened")),
                        ("source", models.CharField(blank=True, max_length=150)),
                        ("recorded_on", models.DateField()),
                        ("removed_on", models.DateField(blank=True, null=True)),
                        ("removed_reason", models.CharField(blank=True, max_length=200)),
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
                                to="residents.allergy",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LegalDocument",
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
                                    ("lpa_health", "Lasting power of attorney, health and welfare"),
                                    ("lpa_property", "Lasting power of attorney, property and money"),
                                    ("advance_decision", "Advance decision to refuse treatment"),
                                    ("dnacpr", "DNACPR"),
                                    ("respect", "ReSPECT"),
                                    ("dols", "Deprivation of liberty safeguards"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("dated_on", models.DateField(verbose_name="date of the document")),
                        ("place", models.CharField(max_length=150, verbose_name="where the paper is")),
                        (
                            "detail",
                            models.CharField(blank=True, help_text="Who holds it, or what it refuses", max_length=300),
                        ),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "kind"], name="residents_legaldocument_person"),
                            models.Index(fields=["home"], name="residents_legaldocument_home"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "residents_legaldocumentevent" ("dated_on", "detail", "ended_on", "ended_reason", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "resident_id", "review_on") VALUES (NEW."dated_on", NEW."detail", NEW."ended_on", NEW."ended_reason", NEW."home_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."resident_id", NEW."review_on"); RETURN NULL;',
                                    hash="b4bc670d224f8679b4fcccd11e424a5fe36ad587",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e4074",
                                    table="residents_legaldocument",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_legaldocumentevent" ("dated_on", "detail", "ended_on", "ended_reason", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "resident_id", "review_on") VALUES (OLD."dated_on", OLD."detail", OLD."ended_on", OLD."ended_reason", OLD."home_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."resident_id", OLD."review_on"); RETURN NULL;',
                                    hash="8a512fb7baa190775c48908e00935ef1fb36a073",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_77684",
                                    table="residents_legaldocument",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_legaldocumentevent" ("dated_on", "detail", "ended_on", "ended_reason", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "resident_id", "review_on") VALUES (NEW."dated_on", NEW."detail", NEW."ended_on", NEW."ended_reason", NEW."home_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."resident_id", NEW."review_on"); RETURN NULL;',
                                    hash="ec4e19516defbc9d646cf0346da09adbb4757358",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_95c96",
                                    table="residents_legaldocument",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalDocumentEvent",
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
                                    ("lpa_health", "Lasting power of attorney, health and welfare"),
                                    ("lpa_property", "Lasting power of attorney, property and money"),
                                    ("advance_decision", "Advance decision to refuse treatment"),
                                    ("dnacpr", "DNACPR"),
                                    ("respect", "ReSPECT"),
                                    ("dols", "Deprivation of liberty safeguards"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("dated_on", models.DateField(verbose_name="date of the document")),
                        ("place", models.CharField(max_length=150, verbose_name="where the paper is")),
                        (
                            "detail",
                            models.CharField(blank=True, help_text="Who holds it, or what it refuses", max_length=300),
                        ),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("ended_on", models.DateField(blank=True, null=True)),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="residents.legaldocument",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Stay",
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
                                    ("permanent", "Permanent"),
                                    ("respite", "Respite or temporary"),
                                    ("discharge_to_assess", "Discharge to assess"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("arrived_on", models.DateField()),
                        (
                            "arrived_from",
                            models.CharField(
                                choices=[
                                    ("own_home", "Their own home"),
                                    ("hospital", "Hospital"),
                                    ("other_home", "Another care home"),
                                    ("hospice", "Hospice"),
                                    ("other", "Somewhere else"),
                                    ("not_known", "Not known"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "arrived_from_detail",
                            models.CharField(blank=True, help_text="Which hospital or home", max_length=150),
                        ),
                        ("left_on", models.DateField(blank=True, null=True)),
                        (
                            "left_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("moved_home", "Moved to another care home"),
                                    ("went_home", "Went to their own home"),
                                    ("hospital", "Hospital, will not come back"),
                                    ("hospice", "Hospice"),
                                    ("died", "Died"),
                                    ("other", "Somewhere else"),
                                    ("recorded_in_error", "Recorded in error"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("left_to_detail", models.CharField(blank=True, max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="residents.resident",
                            ),
                        ),
                        (
                            "stayed_at",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["home", "-arrived_on"], name="residents_stay_home"),
                            models.Index(fields=["resident", "-arrived_on"], name="residents_stay_resident"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None)),
                                fields=("resident",),
                                name="residents_stay_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_on", None), ("left_on__gte", models.F("arrived_on")), _connector="OR"
                                ),
                                name="residents_stay_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_on", None), ("left_to", "")),
                                    models.Q(("left_on__isnull", False), models.Q(("left_to", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="residents_stay_end",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "residents_stayevent" ("arrived_from", "arrived_from_detail", "arrived_on", "home_id", "id", "kind", "left_on", "left_to", "left_to_detail", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "stayed_at_id") VALUES (NEW."arrived_from", NEW."arrived_from_detail", NEW."arrived_on", NEW."home_id", NEW."id", NEW."kind", NEW."left_on", NEW."left_to", NEW."left_to_detail", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."resident_id", NEW."stayed_at_id"); RETURN NULL;',
                                    hash="56843384427aee843fa162e9249a321e0279cf50",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d3a2d",
                                    table="residents_stay",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_stayevent" ("arrived_from", "arrived_from_detail", "arrived_on", "home_id", "id", "kind", "left_on", "left_to", "left_to_detail", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "stayed_at_id") VALUES (OLD."arrived_from", OLD."arrived_from_detail", OLD."arrived_on", OLD."home_id", OLD."id", OLD."kind", OLD."left_on", OLD."left_to", OLD."left_to_detail", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."resident_id", OLD."stayed_at_id"); RETURN NULL;',
                                    hash="e4ec095de5a842fe72ced3dcd36130ce496b48c3",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_dd6ba",
                                    table="residents_stay",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_stayevent" ("arrived_from", "arrived_from_detail", "arrived_on", "home_id", "id", "kind", "left_on", "left_to", "left_to_detail", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "stayed_at_id") VALUES (NEW."arrived_from", NEW."arrived_from_detail", NEW."arrived_on", NEW."home_id", NEW."id", NEW."kind", NEW."left_on", NEW."left_to", NEW."left_to_detail", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."resident_id", NEW."stayed_at_id"); RETURN NULL;',
                                    hash="ee600d56cd7ce847ae6df6c65c464207e455eb00",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f92b6",
                                    table="residents_stay",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StayEvent",
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
                                    ("permanent", "Permanent"),
                                    ("respite", "Respite or temporary"),
                                    ("discharge_to_assess", "Discharge to assess"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("arrived_on", models.DateField()),
                        (
                            "arrived_from",
                            models.CharField(
                                choices=[
                                    ("own_home", "Their own home"),
                                    ("hospital", "Hospital"),
                                    ("other_home", "Another care home"),
                                    ("hospice", "Hospice"),
                                    ("other", "Somewhere else"),
                                    ("not_known", "Not known"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "arrived_from_detail",
                            models.CharField(blank=True, help_text="Which hospital or home", max_length=150),
                        ),
                        ("left_on", models.DateField(blank=True, null=True)),
                        (
                            "left_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("moved_home", "Moved to another care home"),
                                    ("went_home", "Went to their own home"),
                                    ("hospital", "Hospital, will not come back"),
                                    ("hospice", "Hospice"),
                                    ("died", "Died"),
                                    ("other", "Somewhere else"),
                                    ("recorded_in_error", "Recorded in error"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("left_to_detail", models.CharField(blank=True, max_length=150)),
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
                                to="residents.stay",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="residents.resident",
                            ),
                        ),
                        (
                            "stayed_at",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                                choices=[("hospital", "Hospital"), ("leave", "Away, with family or on leave")],
                                max_length=10,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=150)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("planned", models.BooleanField(help_text="Null: not known", null=True)),
                        ("went_on", models.DateField()),
                        ("back_on", models.DateField(blank=True, null=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="residents.resident",
                            ),
                        ),
                        (
                            "stay",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="residents.stay",
                            ),
                        ),
                        ("removed_on", models.DateField(blank=True, null=True)),
                        ("removed_reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["home", "-went_on"], name="residents_absence_home"),
                            models.Index(fields=["resident", "-went_on"], name="residents_absence_resident"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("back_on", None), ("removed_on", None)),
                                fields=("stay",),
                                name="residents_absence_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_on", None), ("back_on__gte", models.F("went_on")), _connector="OR"
                                ),
                                name="residents_absence_dates",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "residents_absenceevent" ("back_on", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned", "reason", "removed_on", "removed_reason", "resident_id", "stay_id", "went_on") VALUES (NEW."back_on", NEW."home_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."planned", NEW."reason", NEW."removed_on", NEW."removed_reason", NEW."resident_id", NEW."stay_id", NEW."went_on"); RETURN NULL;',
                                    hash="617e8865e34869945ec1275b51f7aec5f32e789b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_53f38",
                                    table="residents_absence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_absenceevent" ("back_on", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned", "reason", "removed_on", "removed_reason", "resident_id", "stay_id", "went_on") VALUES (OLD."back_on", OLD."home_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."planned", OLD."reason", OLD."removed_on", OLD."removed_reason", OLD."resident_id", OLD."stay_id", OLD."went_on"); RETURN NULL;',
                                    hash="a3d5e8406d7d24a6f449b10965d90a582542a77c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_8b79f",
                                    table="residents_absence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "residents_absenceevent" ("back_on", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned", "reason", "removed_on", "removed_reason", "resident_id", "stay_id", "went_on") VALUES (NEW."back_on", NEW."home_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."planned", NEW."reason", NEW."removed_on", NEW."removed_reason", NEW."resident_id", NEW."stay_id", NEW."went_on"); RETURN NULL;',
                                    hash="892517b924d7d8565786ede360e68be881311f49",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0a3cb",
                                    table="residents_absence",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceEvent",
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
                                choices=[("hospital", "Hospital"), ("leave", "Away, with family or on leave")],
                                max_length=10,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=150)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("planned", models.BooleanField(help_text="Null: not known", null=True)),
                        ("went_on", models.DateField()),
                        ("back_on", models.DateField(blank=True, null=True)),
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
                                to="residents.absence",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="residents.resident",
                            ),
                        ),
                        (
                            "stay",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="residents.stay",
                            ),
                        ),
                        ("removed_on", models.DateField(blank=True, null=True)),
                        ("removed_reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ]
        ),
    ]
