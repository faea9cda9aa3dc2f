"""Tries to reach a home: when the next is due, when it becomes an issue, and the first policy on both."""

from datetime import date

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

NAME = "no_answer_retry_minutes"
SINCE = date(2020, 5, 1)  # the letter that asked for weekly check-ins
WAITS = [60, 120]  # three tries on one day


def fill(apps, schema_editor):
    apps.get_model("checkins", "Policy").objects.using(schema_editor.connection.alias).create(
        name=NAME,
        value=WAITS,
        valid_from=SINCE,
        source="Homeround's default until an area agrees its own; not a national standard",
    )


def empty(apps, schema_editor):
    apps.get_model("checkins", "Policy").objects.using(schema_editor.connection.alias).filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_row_security"),
        ("checkins", "0002_row_security"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="checkin",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="checkin",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="attempt",
            name="again_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The next try of that day, by the policy of then; null: it was the last",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="escalates_at",
            field=models.DateTimeField(
                blank=True, help_text="Where nobody has been reached by then, an issue is raised", null=True
            ),
        ),
        migrations.AddField(
            model_name="checkinevent",
            name="escalates_at",
            field=models.DateTimeField(
                blank=True, help_text="Where nobody has been reached by then, an issue is raised", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(
                condition=models.Q(("escalates_at__isnull", False)),
                fields=["escalates_at"],
                name="checkins_checkin_escalates",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkin",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "checkins_checkinevent" ("caller_name", "caller_organisation_id", "caller_user_id", "completed_at", "due_on", "escalates_at", "home_id", "id", "items_raised", "mode", "nominations_raised", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_day_raised", "started_at", "state", "week", "window_ends", "window_starts") VALUES (NEW."caller_name", NEW."caller_organisation_id", NEW."caller_user_id", NEW."completed_at", NEW."due_on", NEW."escalates_at", NEW."home_id", NEW."id", NEW."items_raised", NEW."mode", NEW."nominations_raised", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."same_day_raised", NEW."started_at", NEW."state", NEW."week", NEW."window_ends", NEW."window_starts"); RETURN NULL;',
                    hash="d061cbdc8b84d73aac24b4848ce8d6fd3fb81b69",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ff78",
                    table="checkins_checkin",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkin",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "checkins_checkinevent" ("caller_name", "caller_organisation_id", "caller_user_id", "completed_at", "due_on", "escalates_at", "home_id", "id", "items_raised", "mode", "nominations_raised", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_day_raised", "started_at", "state", "week", "window_ends", "window_starts") VALUES (OLD."caller_name", OLD."caller_organisation_id", OLD."caller_user_id", OLD."completed_at", OLD."due_on", OLD."escalates_at", OLD."home_id", OLD."id", OLD."items_raised", OLD."mode", OLD."nominations_raised", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."same_day_raised", OLD."started_at", OLD."state", OLD."week", OLD."window_ends", OLD."window_starts"); RETURN NULL;',
                    hash="f3319e30039a988d8eca11383663c6ba5f70aff4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a88f",
                    table="checkins_checkin",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(fill, empty),
    ]
