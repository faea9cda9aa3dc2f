"""What a home said is carried on by an issue or a nomination from the moment it is said: an answer is open no longer itself."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0004_signposts_and_prescribers"),
    ]

    operations = [
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
        migrations.RemoveIndex(
            model_name="sectionanswer",
            name="checkins_answer_open",
        ),
        migrations.RemoveField(
            model_name="sectionanswer",
            name="done_at",
        ),
        migrations.RemoveField(
            model_name="sectionanswer",
            name="done_by_name",
        ),
        migrations.RemoveField(
            model_name="sectionanswer",
            name="done_in",
        ),
        migrations.RemoveField(
            model_name="sectionanswerevent",
            name="done_at",
        ),
        migrations.RemoveField(
            model_name="sectionanswerevent",
            name="done_by_name",
        ),
        migrations.RemoveField(
            model_name="sectionanswerevent",
            name="done_in",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sectionanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "checkins_sectionanswerevent" ("check_in_id", "details", "form_version_id", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_name", "section", "something", "text") VALUES (NEW."check_in_id", NEW."details", NEW."form_version_id", NEW."home_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_at", NEW."raised_by_name", NEW."section", NEW."something", NEW."text"); RETURN NULL;',
                    hash="7c98f767768670b6341a23425daba063b672453a",
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
                    func='INSERT INTO "checkins_sectionanswerevent" ("check_in_id", "details", "form_version_id", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_name", "section", "something", "text") VALUES (OLD."check_in_id", OLD."details", OLD."form_version_id", OLD."home_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_by_name", OLD."section", OLD."something", OLD."text"); RETURN NULL;',
                    hash="60ec2ae56d919d20556b24e2154d4a09c9574008",
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
                    func='INSERT INTO "checkins_sectionanswerevent" ("check_in_id", "details", "form_version_id", "home_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_name", "section", "something", "text") VALUES (NEW."check_in_id", NEW."details", NEW."form_version_id", NEW."home_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."raised_by_name", NEW."section", NEW."something", NEW."text"); RETURN NULL;',
                    hash="b0cc26699d52f8a590c0f80f02edf1a264f059fa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_27afe",
                    table="checkins_sectionanswer",
                    when="AFTER",
                ),
            ),
        ),
    ]
