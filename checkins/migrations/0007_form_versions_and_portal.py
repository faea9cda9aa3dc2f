"""Form versions have questions, a draft and a date; homes may fill in beforehand; reports are added and put right afterwards."""

from datetime import UTC, date, datetime

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from carehomes.access.tenancy import DataClass, composite_key, protect

WRITTEN_ONCE = ("checkins_addition", "checkins_correction")
OF_CHECK_IN = ("checkins_addition", "checkins_beforehand", "checkins_correction")
FROM = date(2026, 11, 2)
AT = datetime(2026, 11, 2, tzinfo=UTC)

# What the second version asks besides, where there is something: section, then key, kind, label, help, choices, conditions.
QUESTIONS = {
    "infection": [
        {
            "key": "residents",
            "kind": "number",
            "label": "Residents with new COVID-19",
            "help": "None is 0",
            "fact": True,
        },
        {"key": "staff", "kind": "number", "label": "Staff with new COVID-19", "help": "None is 0", "fact": True},
        {
            "key": "outbreak",
            "kind": "yes_no",
            "label": "Has the health protection team been told?",
            "help": "Two or more cases within 14 days are an outbreak",
            "required_when": "infection.residents at least 2 or infection.staff at least 2",
        },
    ],
    "new_residents": [
        {"key": "who", "kind": "residents", "label": "Who arrived or came back"},
    ],
    "falls": [
        {"key": "hurt", "kind": "yes_no", "label": "Was anybody hurt?"},
    ],
    "staffing": [
        {
            "key": "cover",
            "kind": "choice",
            "label": "Can everybody be cared for today?",
            "choices": [
                {"key": "covered", "label": "Yes, it is covered"},
                {"key": "stretched", "label": "Just about"},
                {"key": "unsafe", "label": "No"},
            ],
            "required_when": "staffing is something",
        },
    ],
    "stock": [
        {"key": "days", "kind": "number", "label": "Days until the first thing runs out"},
    ],
    "visiting": [
        {"key": "beds", "kind": "number", "label": "Beds kept for isolation", "fact": True},
    ],
}
NOTE = "Asks numbers of new COVID-19 cases, and a question more for falls, staffing, stock and isolation beds."

STAYS = """
CREATE FUNCTION checkins_published_form_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'Form % is published: answers were given to it. Publish its successor.', OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER checkins_published_form_stays BEFORE UPDATE OR DELETE ON checkins_formversion
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION checkins_published_form_stays();
"""
MAY_CHANGE = """
DROP TRIGGER checkins_published_form_stays ON checkins_formversion;
DROP FUNCTION checkins_published_form_stays();
"""


def publish(apps, schema_editor):
    versions = apps.get_model("checkins", "FormVersion").objects.using(schema_editor.connection.alias)
    versions.filter(number=1).update(state="published")


def second(apps, schema_editor):
    versions = apps.get_model("checkins", "FormVersion").objects.using(schema_editor.connection.alias)
    sections = [{**each, "questions": QUESTIONS.get(each["key"], [])} for each in versions.get(number=1).sections]
    versions.create(
        number=2,
        state="published",
        valid_from=FROM,
        sections=sections,
        note=NOTE,
        published_at=AT,
        published_by_name="Homeround",
    )


def without_second(apps, schema_editor):
    apps.get_model("checkins", "FormVersion").objects.using(schema_editor.connection.alias).exclude(number=1).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0006_residents_to_see_security"),
        ("directory", "0006_dated_schedules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("spoke_to", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("by_user_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=150)),
                ("by_organisation_name", models.CharField(max_length=200)),
                ("key", models.UUIDField(help_text="The form that was sent: a double click adds once", unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Beforehand",
            fields=[
                (
                    "check_in",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="beforehand",
                        serialize=False,
                        to="checkins.checkin",
                    ),
                ),
                ("fields", models.JSONField(default=dict, help_text="As in CheckInDraft")),
                (
                    "changes",
                    models.JSONField(default=dict, help_text="As in CheckInDraft: also who said what, and when"),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, help_text="The home says that it is whole", null=True)),
                ("saved_at", models.DateTimeField()),
                ("saved_by_user_id", models.BigIntegerField()),
                ("saved_by_name", models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField(help_text="Of the check-in: 2 is the first correction")),
                ("before", models.JSONField(help_text="something, text and answers as they stood")),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by_user_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=150)),
                ("by_organisation_name", models.CharField(max_length=200)),
                ("key", models.UUIDField(unique=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sectionanswer",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sectionanswer",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sectionanswer",
            name="insert_insert",
        ),
        migrations.AddField(
            model_name="formversion",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="formversion",
            name="edited_by_name",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="formversion",
            name="note",
            field=models.CharField(blank=True, help_text="What is new in it, for those who ring", max_length=300),
        ),
        migrations.AddField(
            model_name="formversion",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="formversion",
            name="published_by_name",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="formversion",
            name="revision",
            field=models.PositiveIntegerField(
                default=0, help_text="Grows with every change of a draft; a stale page is told"
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="state",
            field=models.CharField(
                choices=[("draft", "Draft"), ("published", "Published")], default="draft", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="sectionanswer",
            name="details",
            field=models.JSONField(
                default=dict, help_text="Key of a question of the section: its answer; see form_schema"
            ),
        ),
        migrations.AddField(
            model_name="sectionanswerevent",
            name="details",
            field=models.JSONField(
                default=dict, help_text="Key of a question of the section: its answer; see form_schema"
            ),
        ),
        migrations.AlterField(
            model_name="checkin",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[("phone", "Phone"), ("video", "Video"), ("visit", "Visit"), ("portal", "Portal")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="checkinevent",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[("phone", "Phone"), ("video", "Video"), ("visit", "Visit"), ("portal", "Portal")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="formversion",
            name="sections",
            field=models.JSONField(help_text="In order; see checkins.form_schema"),
        ),
        migrations.AlterField(
            model_name="formversion",
            name="valid_from",
            field=models.DateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sectionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "checkins_sectionanswerevent" ("check_in_id", "details", "done_at", "done_by_name", "done_in_id", "form_version_id", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_name", "section", "something", "text") VALUES (NEW."check_in_id", NEW."details", NEW."done_at", NEW."done_by_name", NEW."done_in_id", NEW."form_version_id", NEW."home_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_at", NEW."raised_by_name", NEW."section", NEW."something", NEW."text"); RETURN NULL;',
                    hash="aa48b00bd4f7bc789cc7454687163d04691442af",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98f55",
                    table="checkins_sectionanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sectionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "checkins_sectionanswerevent" ("check_in_id", "details", "done_at", "done_by_name", "done_in_id", "form_version_id", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_name", "section", "something", "text") VALUES (OLD."check_in_id", OLD."details", OLD."done_at", OLD."done_by_name", OLD."done_in_id", OLD."form_version_id", OLD."home_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_by_name", OLD."section", OLD."something", OLD."text"); RETURN NULL;',
                    hash="278956c39720350b219daf2f4792d10eaec5c388",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d42ee",
                    table="checkins_sectionanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sectionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "checkins_sectionanswerevent" ("check_in_id", "details", "done_at", "done_by_name", "done_in_id", "form_version_id", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_name", "section", "something", "text") VALUES (NEW."check_in_id", NEW."details", NEW."done_at", NEW."done_by_name", NEW."done_in_id", NEW."form_version_id", NEW."home_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."raised_by_name", NEW."section", NEW."something", NEW."text"); RETURN NULL;',
                    hash="b9fdef80c7055c62f6bc2c9ace390a9f24c019ca",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_27afe",
                    table="checkins_sectionanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(publish, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "draft"), ("valid_from", None)),
                    models.Q(("state", "published"), ("valid_from__isnull", False)),
                    _connector="OR",
                ),
                name="checkins_formversion_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("state",), name="checkins_formversion_one_draft"
            ),
        ),
        migrations.AddField(
            model_name="addition",
            name="check_in",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="additions",
                to="checkins.checkin",
            ),
        ),
        migrations.AddField(
            model_name="addition",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
            ),
        ),
        migrations.AddField(
            model_name="beforehand",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="check_in",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="checkins.checkin",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
            ),
        ),
        migrations.AddIndex(
            model_name="addition",
            index=models.Index(fields=["check_in", "at"], name="checkins_addition_check_in"),
        ),
        migrations.AddIndex(
            model_name="addition",
            index=models.Index(fields=["home"], name="checkins_addition_home"),
        ),
        migrations.AddIndex(
            model_name="beforehand",
            index=models.Index(fields=["home"], name="checkins_beforehand_home"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["home"], name="checkins_correction_home"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(fields=("check_in", "version"), name="checkins_correction_version"),
        ),
        *(protect(table, DataClass.RESIDENT, append_only=True) for table in WRITTEN_ONCE),
        protect("checkins_beforehand", DataClass.RESIDENT),
        *(
            composite_key(table, ("check_in_id", "home_id"), "checkins_checkin", ("id", "home_id"))
            for table in OF_CHECK_IN
        ),
        migrations.RunPython(second, without_second),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
