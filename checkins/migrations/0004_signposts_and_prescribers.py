"""Signposts: to whom a home was told to turn, and whether it reached them. Prescribers, where colleagues meet them.

All tables are new or small, and the new columns have a default of the database.
"""

from datetime import date

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from carehomes.access.tenancy import DataClass, composite_key, protect

SINCE = date(2020, 5, 1)  # the letter that asked for weekly check-ins
SOURCE = "Homeround's default until an area agrees its own; not a national standard"
SERVICES = (
    ("geriatrician", "Geriatrician"),
    ("community_matron", "Community matron"),
    ("community_nursing", "Community nursing"),
    ("pharmacist", "Pharmacist"),
    ("supplying_pharmacy", "Supplying pharmacy"),
    ("dietitian", "Dietitian"),
    ("speech_and_language", "Speech and language therapist"),
    ("tissue_viability", "Tissue viability nurse"),
    ("mental_health", "Mental health team"),
    ("memory", "Memory service"),
    ("palliative", "Palliative care team"),
    ("physiotherapist", "Physiotherapist"),
    ("occupational_therapist", "Occupational therapist"),
    ("falls", "Falls service"),
    ("continence", "Bladder and bowel service"),
    ("podiatry", "Podiatry"),
    ("dental", "Community dental service"),
    ("eye_care", "Eye care at home"),
    ("audiology", "Hearing service"),
    ("infection_prevention", "Infection prevention and control"),
    ("social_care", "Adult social care"),
    ("urgent_community_response", "Urgent community response"),
)

# Memberships of other organisations are hidden from the caller. Of those whom `people_around` shows it, the flag and the scope come
# out too, so that a team knows who of it may prescribe.
PRESCRIBERS = """
CREATE FUNCTION prescribers_around(home bigint)
RETURNS TABLE (user_id bigint, organisation_id bigint, prescribing text, scope_of_practice text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT m.user_id, m.organisation_id, m.prescribing, m.scope_of_practice
    FROM people_around($1) p
    JOIN access_membership m ON m.user_id = p.user_id AND m.organisation_id = p.organisation_id AND m.role = p.role
    WHERE m.prescribing <> '' AND m.starts_on <= (SELECT london_today())
      AND (m.ends_on IS NULL OR m.ends_on > (SELECT london_today()))
$$;
REVOKE EXECUTE ON FUNCTION prescribers_around(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prescribers_around(bigint) TO homeround_organisation;
"""


def fill(apps, schema_editor):
    kind = apps.get_model("checkins", "ServiceKind")
    kind.objects.using(schema_editor.connection.alias).bulk_create(
        kind(key=key, label=label, place=place, valid_from=SINCE, source=SOURCE)
        for place, (key, label) in enumerate(SERVICES, start=1)
    )


def empty(apps, schema_editor):
    apps.get_model("checkins", "ServiceKind").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_prescribers"),
        ("checkins", "0003_tries"),
        ("directory", "0002_row_security"),
        ("issues", "0002_row_security"),
        ("residents", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=120)),
                ("place", models.PositiveSmallIntegerField(help_text="Order in the list")),
                ("valid_from", models.DateField()),
                (
                    "valid_to",
                    models.DateField(blank=True, help_text="First day on which it no longer holds", null=True),
                ),
                ("source", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Signpost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "check_in_id",
                    models.BigIntegerField(
                        blank=True,
                        help_text="The check-in in which it was said, if any; it may lie in a home of before",
                        null=True,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_user_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=150)),
                ("by_organisation_name", models.CharField(max_length=200)),
                (
                    "nomination_id",
                    models.BigIntegerField(blank=True, help_text="The nomination that it answers, if any", null=True),
                ),
                (
                    "to_whom",
                    models.CharField(
                        help_text="A person or a team, as 'Dietitian' or 'Jo Tarragon, nurse'", max_length=200
                    ),
                ),
                ("phone", models.CharField(blank=True, help_text="The number that the home was given", max_length=20)),
                ("about", models.CharField(help_text="About what, in a sentence", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="SignpostAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "check_in_id",
                    models.BigIntegerField(
                        blank=True,
                        help_text="The check-in in which it was said, if any; it may lie in a home of before",
                        null=True,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_user_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=150)),
                ("by_organisation_name", models.CharField(max_length=200)),
                (
                    "reached",
                    models.CharField(choices=[("yes", "Reached"), ("not_yet", "Not reached yet")], max_length=8),
                ),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="roundinvitation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="roundinvitation",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="roundinvitation",
            name="insert_insert",
        ),
        migrations.AddField(
            model_name="priorityagreement",
            name="by_prescribes",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="As 'independent prescriber (respiratory)'",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="roundinvitation",
            name="prescribes",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="As colleagues knew it when they were invited: 'independent prescriber (respiratory)'",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="roundinvitationevent",
            name="prescribes",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="As colleagues knew it when they were invited: 'independent prescriber (respiratory)'",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="priorityagreement",
            name="with_whom",
            field=models.TextField(blank=True, help_text="Who else agreed; of colleagues with what they prescribe"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "checkins_roundinvitationevent" ("answer", "answered_at", "attended", "email", "home_id", "id", "invited_as", "organisation_id", "organisation_name", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribes", "removed_at", "round_id", "user_id") VALUES (NEW."answer", NEW."answered_at", NEW."attended", NEW."email", NEW."home_id", NEW."id", NEW."invited_as", NEW."organisation_id", NEW."organisation_name", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prescribes", NEW."removed_at", NEW."round_id", NEW."user_id"); RETURN NULL;',
                    hash="a811c12ae60241506b5f5c931037c80b81cdbb94",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2d8f",
                    table="checkins_roundinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "checkins_roundinvitationevent" ("answer", "answered_at", "attended", "email", "home_id", "id", "invited_as", "organisation_id", "organisation_name", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribes", "removed_at", "round_id", "user_id") VALUES (OLD."answer", OLD."answered_at", OLD."attended", OLD."email", OLD."home_id", OLD."id", OLD."invited_as", OLD."organisation_id", OLD."organisation_name", OLD."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prescribes", OLD."removed_at", OLD."round_id", OLD."user_id"); RETURN NULL;',
                    hash="1790481b4650b3fe633dd02399d06e8daa33a284",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_21c37",
                    table="checkins_roundinvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundinvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "checkins_roundinvitationevent" ("answer", "answered_at", "attended", "email", "home_id", "id", "invited_as", "organisation_id", "organisation_name", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribes", "removed_at", "round_id", "user_id") VALUES (NEW."answer", NEW."answered_at", NEW."attended", NEW."email", NEW."home_id", NEW."id", NEW."invited_as", NEW."organisation_id", NEW."organisation_name", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prescribes", NEW."removed_at", NEW."round_id", NEW."user_id"); RETURN NULL;',
                    hash="657092706cb296d194221d649bbe608433f9cfc2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_573d2",
                    table="checkins_roundinvitation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="servicekind",
            constraint=models.UniqueConstraint(fields=("key", "valid_from"), name="checkins_servicekind_once"),
        ),
        migrations.AddConstraint(
            model_name="servicekind",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="checkins_servicekind_dates",
            ),
        ),
        migrations.AddField(
            model_name="signpost",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
            ),
        ),
        migrations.AddField(
            model_name="signpost",
            name="resident",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="residents.resident",
            ),
        ),
        migrations.AddField(
            model_name="signpost",
            name="service",
            field=models.ForeignKey(
                blank=True,
                help_text="For counting",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="checkins.servicekind",
            ),
        ),
        migrations.AddField(
            model_name="signpostanswer",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
            ),
        ),
        migrations.AddField(
            model_name="signpostanswer",
            name="signpost",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="checkins.signpost",
            ),
        ),
        migrations.AddIndex(
            model_name="signpost",
            index=models.Index(fields=["home", "-at"], name="checkins_signpost_home"),
        ),
        migrations.AddIndex(
            model_name="signpost",
            index=models.Index(fields=["resident", "-at"], name="checkins_signpost_person"),
        ),
        migrations.AddIndex(
            model_name="signpost",
            index=models.Index(fields=["check_in_id"], name="checkins_signpost_check_in"),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.UniqueConstraint(fields=("id", "home"), name="checkins_signpost_id_home"),
        ),
        migrations.AddConstraint(
            model_name="signpost",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("to_whom", ""), _negated=True), models.Q(("about", ""), _negated=True)),
                name="checkins_signpost_to_whom_about_what",
            ),
        ),
        migrations.AddIndex(
            model_name="signpostanswer",
            index=models.Index(fields=["signpost", "-at"], name="checkins_signpostanswer_of"),
        ),
        migrations.AddIndex(
            model_name="signpostanswer",
            index=models.Index(fields=["home"], name="checkins_signpostanswer_home"),
        ),
        protect("checkins_servicekind", DataClass.REFERENCE),
        protect("checkins_signpost", DataClass.RESIDENT, append_only=True),
        protect("checkins_signpostanswer", DataClass.RESIDENT, append_only=True),
        composite_key("checkins_signpost", ("resident_id", "home_id"), "residents_resident", ("id", "home_id")),
        composite_key("checkins_signpostanswer", ("signpost_id", "home_id"), "checkins_signpost", ("id", "home_id")),
        migrations.RunSQL(PRESCRIBERS, "DROP FUNCTION prescribers_around(bigint)"),
        migrations.RunPython(fill, empty),
    ]
