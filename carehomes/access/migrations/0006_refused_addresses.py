"""An address that a mail server refused is marked on its person, and on the invitation that it was for."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from carehomes.access.tenancy import DataClass, protect


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_readings_of_a_resident"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invitation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invitation",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invitation",
            name="insert_insert",
        ),
        migrations.AddField(
            model_name="invitation",
            name="bounced_at",
            field=models.DateTimeField(blank=True, help_text="When its e-mail was refused for good", null=True),
        ),
        migrations.AddField(
            model_name="invitationevent",
            name="bounced_at",
            field=models.DateTimeField(blank=True, help_text="When its e-mail was refused for good", null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="email_bounce_code",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What the mail server said: a code, no words",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="email_bounced_at",
            field=models.DateTimeField(
                blank=True, help_text="No e-mail goes to the address until somebody confirms or corrects it", null=True
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddIndex(
            model_name="addressstatus",
            index=models.Index(fields=["user_id", "-at"], name="access_addressstatus_person"),
        ),
        protect("access_addressstatus", DataClass.PERSONAL, append_only=True, writes=[]),
    ]
