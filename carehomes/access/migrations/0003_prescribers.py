"""Who may prescribe, and in what: a flag and a scope of practice on memberships and invitations. Both are empty for everybody."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_row_security"),
    ]

    operations = [
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
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="insert_insert",
        ),
        migrations.AddField(
            model_name="invitation",
            name="prescribing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("independent", "Independent prescriber"),
                    ("in_training", "In prescribing training"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="scope_of_practice",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="In a few words, as 'respiratory'", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="invitationevent",
            name="prescribing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("independent", "Independent prescriber"),
                    ("in_training", "In prescribing training"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="invitationevent",
            name="scope_of_practice",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="In a few words, as 'respiratory'", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="prescribing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("independent", "Independent prescriber"),
                    ("in_training", "In prescribing training"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="scope_of_practice",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="In a few words, as 'respiratory'", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="prescribing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("independent", "Independent prescriber"),
                    ("in_training", "In prescribing training"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="scope_of_practice",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="In a few words, as 'respiratory'", max_length=80
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "access_invitationevent" ("accepted_at", "bounced_at", "email", "expires_at", "id", "invited_at", "invited_by_id", "invited_by_name", "job_title", "membership_ends_on", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribing", "role", "scope_of_practice", "token_digest", "withdrawn_at") VALUES (NEW."accepted_at", NEW."bounced_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."invited_by_name", NEW."job_title", NEW."membership_ends_on", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prescribing", NEW."role", NEW."scope_of_practice", NEW."token_digest", NEW."withdrawn_at"); RETURN NULL;',
                    hash="68ea22038637ea679dc4fe2bad1feb0035c1da2a",
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
                    func='INSERT INTO "access_invitationevent" ("accepted_at", "bounced_at", "email", "expires_at", "id", "invited_at", "invited_by_id", "invited_by_name", "job_title", "membership_ends_on", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribing", "role", "scope_of_practice", "token_digest", "withdrawn_at") VALUES (OLD."accepted_at", OLD."bounced_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_at", OLD."invited_by_id", OLD."invited_by_name", OLD."job_title", OLD."membership_ends_on", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prescribing", OLD."role", OLD."scope_of_practice", OLD."token_digest", OLD."withdrawn_at"); RETURN NULL;',
                    hash="f68c4ae789cf6f638ec4d3aba09d4d591828d87e",
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
                    func='INSERT INTO "access_invitationevent" ("accepted_at", "bounced_at", "email", "expires_at", "id", "invited_at", "invited_by_id", "invited_by_name", "job_title", "membership_ends_on", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribing", "role", "scope_of_practice", "token_digest", "withdrawn_at") VALUES (NEW."accepted_at", NEW."bounced_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."invited_by_name", NEW."job_title", NEW."membership_ends_on", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prescribing", NEW."role", NEW."scope_of_practice", NEW."token_digest", NEW."withdrawn_at"); RETURN NULL;',
                    hash="a1e1a3a13cf55e747bbc96f30811dc0cea724a1c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3edae",
                    table="access_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "access_membershipevent" ("ended_reason", "ends_on", "id", "job_title", "organisation_id", "organisation_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribing", "role", "scope_of_practice", "starts_on", "user_id") VALUES (NEW."ended_reason", NEW."ends_on", NEW."id", NEW."job_title", NEW."organisation_id", NEW."organisation_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prescribing", NEW."role", NEW."scope_of_practice", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                    hash="3bd20af99e4b48aa940b1932df9e40b1f982eb08",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_93cc9",
                    table="access_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_membershipevent" ("ended_reason", "ends_on", "id", "job_title", "organisation_id", "organisation_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribing", "role", "scope_of_practice", "starts_on", "user_id") VALUES (OLD."ended_reason", OLD."ends_on", OLD."id", OLD."job_title", OLD."organisation_id", OLD."organisation_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prescribing", OLD."role", OLD."scope_of_practice", OLD."starts_on", OLD."user_id"); RETURN NULL;',
                    hash="087c2fff44852e902a99d0f9cb69a1fb46ab1996",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_eba40",
                    table="access_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_membershipevent" ("ended_reason", "ends_on", "id", "job_title", "organisation_id", "organisation_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribing", "role", "scope_of_practice", "starts_on", "user_id") VALUES (NEW."ended_reason", NEW."ends_on", NEW."id", NEW."job_title", NEW."organisation_id", NEW."organisation_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prescribing", NEW."role", NEW."scope_of_practice", NEW."starts_on", NEW."user_id"); RETURN NULL;',
                    hash="ac5b2d720aa878b082293319cd78fb8ae28c1dfc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d2ee0",
                    table="access_membership",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("prescribing", ""), ("scope_of_practice", "")),
                    models.Q(
                        ("prescribing__in", ("independent", "in_training")),
                        ("role__in", ("clinician", "pharmacist", "community_pharmacist")),
                        models.Q(("scope_of_practice", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="access_invitation_prescribes",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("prescribing", ""), ("scope_of_practice", "")),
                    models.Q(
                        ("prescribing__in", ("independent", "in_training")),
                        ("role__in", ("clinician", "pharmacist", "community_pharmacist")),
                        models.Q(("scope_of_practice", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="access_membership_prescribes",
            ),
        ),
    ]
