"""Check-ins, residents to be seen, home rounds, forms and policies: the tables."""

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
        ("residents", "0001_initial"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="CheckIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("week", models.DateField(help_text="The Monday of its ISO week")),
                        (
                            "due_on",
                            models.DateField(help_text="The home's weekday; a bank holiday moves it inside the week"),
                        ),
                        ("window_starts", models.TimeField()),
                        ("window_ends", models.TimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "Not started"),
                                    ("in_progress", "In progress"),
                                    ("no_answer", "No answer"),
                                    ("completed", "Done"),
                                    ("declined", "Declined by the home"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="scheduled",
                                max_length=12,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("phone", "Phone"),
                                    ("video", "Video"),
                                    ("visit", "Visit"),
                                    ("portal", "Portal"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("completed_at", models.DateTimeField(blank=True, null=True)),
                        ("caller_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("caller_name", models.CharField(blank=True, max_length=150)),
                        ("items_raised", models.PositiveSmallIntegerField(default=0)),
                        ("nominations_raised", models.PositiveSmallIntegerField(default=0)),
                        ("same_day_raised", models.PositiveSmallIntegerField(default=0)),
                        (
                            "caller_organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.organisation",
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_ins",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["week", "home"], name="checkins_checkin_week"),
                            models.Index(fields=["home", "-week"], name="checkins_checkin_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("home", "week"), name="checkins_checkin_once_a_week"),
                            models.UniqueConstraint(fields=("id", "home"), name="checkins_checkin_id_home"),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("week"))),
                                name="checkins_checkin_due_in_week",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "completed"), _negated=True),
                                    models.Q(("caller_user_id__isnull", False), ("completed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="checkins_checkin_completed_by",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_checkinevent" ("caller_name", "caller_organisation_id", "caller_user_id", "completed_at", "due_on", "home_id", "id", "items_raised", "mode", "nominations_raised", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_day_raised", "started_at", "state", "week", "window_ends", "window_starts") VALUES (NEW."caller_name", NEW."caller_organisation_id", NEW."caller_user_id", NEW."completed_at", NEW."due_on", NEW."home_id", NEW."id", NEW."items_raised", NEW."mode", NEW."nominations_raised", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."same_day_raised", NEW."started_at", NEW."state", NEW."week", NEW."window_ends", NEW."window_starts"); RETURN NULL;',
                                    hash="5c724bde70af7c6aaca74fd022cbf511b3676cb6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5ff78",
                                    table="checkins_checkin",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_checkinevent" ("caller_name", "caller_organisation_id", "caller_user_id", "completed_at", "due_on", "home_id", "id", "items_raised", "mode", "nominations_raised", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "same_day_raised", "started_at", "state", "week", "window_ends", "window_starts") VALUES (OLD."caller_name", OLD."caller_organisation_id", OLD."caller_user_id", OLD."completed_at", OLD."due_on", OLD."home_id", OLD."id", OLD."items_raised", OLD."mode", OLD."nominations_raised", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."same_day_raised", OLD."started_at", OLD."state", OLD."week", OLD."window_ends", OLD."window_starts"); RETURN NULL;',
                                    hash="4fb73c31445c14b4a7ff6870877552d493f53c8b",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_1a88f",
                                    table="checkins_checkin",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckInEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("week", models.DateField(help_text="The Monday of its ISO week")),
                        (
                            "due_on",
                            models.DateField(help_text="The home's weekday; a bank holiday moves it inside the week"),
                        ),
                        ("window_starts", models.TimeField()),
                        ("window_ends", models.TimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "Not started"),
                                    ("in_progress", "In progress"),
                                    ("no_answer", "No answer"),
                                    ("completed", "Done"),
                                    ("declined", "Declined by the home"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="scheduled",
                                max_length=12,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("phone", "Phone"),
                                    ("video", "Video"),
                                    ("visit", "Visit"),
                                    ("portal", "Portal"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("completed_at", models.DateTimeField(blank=True, null=True)),
                        ("caller_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("caller_name", models.CharField(blank=True, max_length=150)),
                        ("items_raised", models.PositiveSmallIntegerField(default=0)),
                        ("nominations_raised", models.PositiveSmallIntegerField(default=0)),
                        ("same_day_raised", models.PositiveSmallIntegerField(default=0)),
                        (
                            "caller_organisation",
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
                                to="checkins.checkin",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CheckInStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "Not started"),
                                    ("in_progress", "In progress"),
                                    ("no_answer", "No answer"),
                                    ("completed", "Done"),
                                    ("declined", "Declined by the home"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        ("reason", models.CharField(blank=True, max_length=60)),
                        (
                            "check_in",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statuses",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["check_in", "-at"], name="checkins_status_check_in"),
                            models.Index(fields=["home", "-at"], name="checkins_status_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("no_answer", "No answer"),
                                    ("engaged", "Engaged"),
                                    ("ring_back", "They ask to be rung back"),
                                    ("wrong_number", "Wrong number"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("ring_back_at", models.TimeField(blank=True, null=True)),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "key",
                            models.UUIDField(
                                help_text="The form that was sent: a double click is one attempt", unique=True
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "check_in",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="checkins.checkin",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["check_in", "at"], name="checkins_attempt_check_in"),
                            models.Index(fields=["home", "-at"], name="checkins_attempt_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckInDraft",
                    fields=[
                        (
                            "check_in",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="draft",
                                serialize=False,
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "fields",
                            models.JSONField(default=dict, help_text="Name of a field: the values it was sent with"),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("saved_by_user_id", models.BigIntegerField()),
                        ("saved_by_name", models.CharField(max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "changes",
                            models.JSONField(
                                default=dict,
                                help_text="Name of a field: who changed it last, in which revisions; see rules.merge",
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=0, help_text="Grows with every save; a stale form is told"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="checkins_draft_home")],
                    },
                ),
                migrations.CreateModel(
                    name="FormVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("sections", models.JSONField(help_text="In order; see check_in_form.schema")),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        ("edited_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "note",
                            models.CharField(
                                blank=True, help_text="What is new in it, for those who ring", max_length=300
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("published_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=0, help_text="Grows with every change of a draft; a stale page is told"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published")], default="draft", max_length=10
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "draft"), ("valid_from", None)),
                                    models.Q(("state", "published"), ("valid_from__isnull", False)),
                                    _connector="OR",
                                ),
                                name="checkins_formversion_dated",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("state",),
                                name="checkins_formversion_one_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conversation",
                    fields=[
                        (
                            "check_in",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="conversation",
                                serialize=False,
                                to="checkins.checkin",
                            ),
                        ),
                        ("spoke_to", models.CharField(max_length=200)),
                        ("note", models.TextField(blank=True, help_text="For whoever rings next week")),
                        (
                            "form_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="checkins.formversion"
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="checkins_conversation_home")],
                    },
                ),
                migrations.CreateModel(
                    name="SectionAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=40)),
                        ("something", models.BooleanField()),
                        ("text", models.TextField(blank=True)),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by_name", models.CharField(max_length=150)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("done_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "check_in",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "done_in",
                            models.ForeignKey(
                                blank=True,
                                help_text="The check-in in which the home said so",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "form_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="checkins.formversion"
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "details",
                            models.JSONField(
                                default=dict,
                                help_text="Key of a question of the section: its answer; see check_in_form.schema",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None), ("something", True)),
                                fields=["home", "raised_at"],
                                name="checkins_answer_open",
                            ),
                            models.Index(fields=["home"], name="checkins_answer_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("check_in", "section"), name="checkins_answer_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("something", False), ("text", "")),
                                    models.Q(("something", True), models.Q(("text", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="checkins_answer_text",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SectionAnswerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("section", models.CharField(max_length=40)),
                        ("something", models.BooleanField()),
                        ("text", models.TextField(blank=True)),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by_name", models.CharField(max_length=150)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("done_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "check_in",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "done_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The check-in in which the home said so",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "form_version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.formversion",
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
                                to="checkins.sectionanswer",
                            ),
                        ),
                        (
                            "details",
                            models.JSONField(
                                default=dict,
                                help_text="Key of a question of the section: its answer; see check_in_form.schema",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
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
                            models.JSONField(
                                default=dict, help_text="As in CheckInDraft: also who said what, and when"
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, help_text="The home says that it is whole", null=True),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("saved_by_user_id", models.BigIntegerField()),
                        ("saved_by_name", models.CharField(max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="checkins_beforehand_home")],
                    },
                ),
                migrations.CreateModel(
                    name="Addition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=40)),
                        ("text", models.TextField()),
                        ("spoke_to", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "key",
                            models.UUIDField(help_text="The form that was sent: a double click adds once", unique=True),
                        ),
                        (
                            "check_in",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="additions",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["check_in", "at"], name="checkins_addition_check_in"),
                            models.Index(fields=["home"], name="checkins_addition_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=40)),
                        (
                            "version",
                            models.PositiveSmallIntegerField(help_text="Of the check-in: 2 is the first correction"),
                        ),
                        ("before", models.JSONField(help_text="something, text and answers as they stood")),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "check_in",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="checkins.checkin",
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="checkins_correction_home")],
                        "constraints": [
                            models.UniqueConstraint(fields=("check_in", "version"), name="checkins_correction_version")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Nomination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_in_id",
                            models.BigIntegerField(
                                blank=True,
                                help_text="The check-in that raised it; it may lie in a home of before",
                                null=True,
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("same_day", "Same day"),
                                    ("within_48_hours", "Within 48 hours"),
                                    ("this_round", "This round"),
                                    ("routine", "Routine"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list, help_text="Values of Reason")),
                        ("sentence", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "Raised"),
                                    ("acknowledged", "Acknowledged"),
                                    ("triaged", "Triaged"),
                                    ("on_agenda", "On the agenda"),
                                    ("seen", "Seen"),
                                    ("deferred", "Deferred"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="raised",
                                max_length=12,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by_user_id", models.BigIntegerField()),
                        ("raised_by_name", models.CharField(max_length=150)),
                        ("raised_by_organisation_name", models.CharField(max_length=200)),
                        (
                            "acknowledge_by",
                            models.DateTimeField(
                                blank=True, help_text="Same day only: the policy's time after it was raised", null=True
                            ),
                        ),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        ("acknowledged_by_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("acknowledged_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Made when it was typed: a resend is the same nomination", unique=True
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "raised_at_home",
                            models.ForeignKey(
                                help_text="Where the resident lived then",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nominations",
                                to="residents.resident",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_by_name", models.CharField(blank=True, max_length=150)),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=200)),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("agreed_by_name", models.CharField(blank=True, max_length=150)),
                        ("agreed_by_user_id", models.BigIntegerField(blank=True, null=True)),
                        (
                            "agreed_urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("same_day", "Same day"),
                                    ("within_48_hours", "Within 48 hours"),
                                    ("this_round", "This round"),
                                    ("routine", "Routine"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("agreed_why", models.CharField(blank=True, max_length=300)),
                        (
                            "contact",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("video", "By video"),
                                    ("phone", "By phone"),
                                    ("discussed", "Discussed with the home"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("deferred_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "deferred_until",
                            models.DateField(blank=True, help_text="The day on which it is looked at again", null=True),
                        ),
                        (
                            "escalation_tier",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="The last step of the policy that was told"
                            ),
                        ),
                        (
                            "next_escalation_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the next step is told; empty once it is answered or nobody is left",
                                null=True,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, help_text="What was found and decided, in short")),
                        (
                            "seen_at",
                            models.DateTimeField(
                                blank=True, help_text="When a clinician dealt with the resident", null=True
                            ),
                        ),
                        ("seen_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "seen_by_user_id",
                            models.BigIntegerField(
                                blank=True, help_text="The clinician, who may have no account", null=True
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("raised", "acknowledged", "triaged", "on_agenda", "deferred"))
                                ),
                                fields=["home", "urgency", "raised_at"],
                                name="checkins_nomination_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("next_escalation_at__isnull", False), ("state", "raised")),
                                fields=["next_escalation_at"],
                                name="checkins_nomination_escalates",
                            ),
                            models.Index(fields=["home", "-raised_at"], name="checkins_nomination_home"),
                            models.Index(fields=["resident", "-raised_at"], name="checkins_nomination_person"),
                            models.Index(fields=["check_in_id"], name="checkins_nomination_check_in"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "home"), name="checkins_nomination_id_home"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "acknowledged"), _negated=True),
                                    models.Q(
                                        ("acknowledged_at__isnull", False), ("acknowledged_by_user_id__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_nomination_acknowledged_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdrawn_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_nomination_withdrawn_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("state", "triaged"), _negated=True),
                                        ("agreed_at", None),
                                        ("agreed_urgency", ""),
                                    ),
                                    models.Q(
                                        models.Q(("agreed_urgency", ""), _negated=True),
                                        ("agreed_at__isnull", False),
                                        ("agreed_by_user_id__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_nomination_agreed_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "deferred"), _negated=True),
                                    models.Q(
                                        ("deferred_until__isnull", False),
                                        models.Q(("deferred_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_nomination_deferred_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "seen"), _negated=True),
                                    models.Q(
                                        ("seen_at__isnull", False),
                                        models.Q(("seen_by_name", ""), _negated=True),
                                        models.Q(("contact", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_nomination_seen_by",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_nominationevent" ("acknowledge_by", "acknowledged_at", "acknowledged_by_name", "acknowledged_by_user_id", "agreed_at", "agreed_by_name", "agreed_by_user_id", "agreed_urgency", "agreed_why", "check_in_id", "contact", "deferred_reason", "deferred_until", "escalation_tier", "home_id", "id", "key", "next_escalation_at", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_at_home_id", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "reasons", "resident_id", "seen_at", "seen_by_name", "seen_by_user_id", "sentence", "state", "urgency", "withdrawn_at", "withdrawn_by_name", "withdrawn_reason") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."acknowledged_by_name", NEW."acknowledged_by_user_id", NEW."agreed_at", NEW."agreed_by_name", NEW."agreed_by_user_id", NEW."agreed_urgency", NEW."agreed_why", NEW."check_in_id", NEW."contact", NEW."deferred_reason", NEW."deferred_until", NEW."escalation_tier", NEW."home_id", NEW."id", NEW."key", NEW."next_escalation_at", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_at", NEW."raised_at_home_id", NEW."raised_by_name", NEW."raised_by_organisation_name", NEW."raised_by_user_id", NEW."reasons", NEW."resident_id", NEW."seen_at", NEW."seen_by_name", NEW."seen_by_user_id", NEW."sentence", NEW."state", NEW."urgency", NEW."withdrawn_at", NEW."withdrawn_by_name", NEW."withdrawn_reason"); RETURN NULL;',
                                    hash="20ce5108c10301de50f997204b264d59795a79e7",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_51050",
                                    table="checkins_nomination",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_nominationevent" ("acknowledge_by", "acknowledged_at", "acknowledged_by_name", "acknowledged_by_user_id", "agreed_at", "agreed_by_name", "agreed_by_user_id", "agreed_urgency", "agreed_why", "check_in_id", "contact", "deferred_reason", "deferred_until", "escalation_tier", "home_id", "id", "key", "next_escalation_at", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_at_home_id", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "reasons", "resident_id", "seen_at", "seen_by_name", "seen_by_user_id", "sentence", "state", "urgency", "withdrawn_at", "withdrawn_by_name", "withdrawn_reason") VALUES (OLD."acknowledge_by", OLD."acknowledged_at", OLD."acknowledged_by_name", OLD."acknowledged_by_user_id", OLD."agreed_at", OLD."agreed_by_name", OLD."agreed_by_user_id", OLD."agreed_urgency", OLD."agreed_why", OLD."check_in_id", OLD."contact", OLD."deferred_reason", OLD."deferred_until", OLD."escalation_tier", OLD."home_id", OLD."id", OLD."key", OLD."next_escalation_at", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_at_home_id", OLD."raised_by_name", OLD."raised_by_organisation_name", OLD."raised_by_user_id", OLD."reasons", OLD."resident_id", OLD."seen_at", OLD."seen_by_name", OLD."seen_by_user_id", OLD."sentence", OLD."state", OLD."urgency", OLD."withdrawn_at", OLD."withdrawn_by_name", OLD."withdrawn_reason"); RETURN NULL;',
                                    hash="dbd7d09be5e352216a209c30dd75fce03c0ac67f",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2f343",
                                    table="checkins_nomination",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_nominationevent" ("acknowledge_by", "acknowledged_at", "acknowledged_by_name", "acknowledged_by_user_id", "agreed_at", "agreed_by_name", "agreed_by_user_id", "agreed_urgency", "agreed_why", "check_in_id", "contact", "deferred_reason", "deferred_until", "escalation_tier", "home_id", "id", "key", "next_escalation_at", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_at_home_id", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "reasons", "resident_id", "seen_at", "seen_by_name", "seen_by_user_id", "sentence", "state", "urgency", "withdrawn_at", "withdrawn_by_name", "withdrawn_reason") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."acknowledged_by_name", NEW."acknowledged_by_user_id", NEW."agreed_at", NEW."agreed_by_name", NEW."agreed_by_user_id", NEW."agreed_urgency", NEW."agreed_why", NEW."check_in_id", NEW."contact", NEW."deferred_reason", NEW."deferred_until", NEW."escalation_tier", NEW."home_id", NEW."id", NEW."key", NEW."next_escalation_at", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."raised_at_home_id", NEW."raised_by_name", NEW."raised_by_organisation_name", NEW."raised_by_user_id", NEW."reasons", NEW."resident_id", NEW."seen_at", NEW."seen_by_name", NEW."seen_by_user_id", NEW."sentence", NEW."state", NEW."urgency", NEW."withdrawn_at", NEW."withdrawn_by_name", NEW."withdrawn_reason"); RETURN NULL;',
                                    hash="6bce39e1eb8950d231b54a0f9bb25720071cd8b9",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f833b",
                                    table="checkins_nomination",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NominationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "check_in_id",
                            models.BigIntegerField(
                                blank=True,
                                help_text="The check-in that raised it; it may lie in a home of before",
                                null=True,
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("same_day", "Same day"),
                                    ("within_48_hours", "Within 48 hours"),
                                    ("this_round", "This round"),
                                    ("routine", "Routine"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list, help_text="Values of Reason")),
                        ("sentence", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "Raised"),
                                    ("acknowledged", "Acknowledged"),
                                    ("triaged", "Triaged"),
                                    ("on_agenda", "On the agenda"),
                                    ("seen", "Seen"),
                                    ("deferred", "Deferred"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="raised",
                                max_length=12,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by_user_id", models.BigIntegerField()),
                        ("raised_by_name", models.CharField(max_length=150)),
                        ("raised_by_organisation_name", models.CharField(max_length=200)),
                        (
                            "acknowledge_by",
                            models.DateTimeField(
                                blank=True, help_text="Same day only: the policy's time after it was raised", null=True
                            ),
                        ),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        ("acknowledged_by_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("acknowledged_by_name", models.CharField(blank=True, max_length=150)),
                        ("key", models.UUIDField(help_text="Made when it was typed: a resend is the same nomination")),
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
                                to="checkins.nomination",
                            ),
                        ),
                        (
                            "raised_at_home",
                            models.ForeignKey(
                                db_constraint=False,
                                help_text="Where the resident lived then",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="directory.carehome",
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
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_by_name", models.CharField(blank=True, max_length=150)),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=200)),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("agreed_by_name", models.CharField(blank=True, max_length=150)),
                        ("agreed_by_user_id", models.BigIntegerField(blank=True, null=True)),
                        (
                            "agreed_urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("same_day", "Same day"),
                                    ("within_48_hours", "Within 48 hours"),
                                    ("this_round", "This round"),
                                    ("routine", "Routine"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("agreed_why", models.CharField(blank=True, max_length=300)),
                        (
                            "contact",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("video", "By video"),
                                    ("phone", "By phone"),
                                    ("discussed", "Discussed with the home"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("deferred_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "deferred_until",
                            models.DateField(blank=True, help_text="The day on which it is looked at again", null=True),
                        ),
                        (
                            "escalation_tier",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="The last step of the policy that was told"
                            ),
                        ),
                        (
                            "next_escalation_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the next step is told; empty once it is answered or nobody is left",
                                null=True,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, help_text="What was found and decided, in short")),
                        (
                            "seen_at",
                            models.DateTimeField(
                                blank=True, help_text="When a clinician dealt with the resident", null=True
                            ),
                        ),
                        ("seen_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "seen_by_user_id",
                            models.BigIntegerField(
                                blank=True, help_text="The clinician, who may have no account", null=True
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NominationStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("raised", "Raised"),
                                    ("acknowledged", "Acknowledged"),
                                    ("triaged", "Triaged"),
                                    ("on_agenda", "On the agenda"),
                                    ("seen", "Seen"),
                                    ("deferred", "Deferred"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("same_day", "Same day"),
                                    ("within_48_hours", "Within 48 hours"),
                                    ("this_round", "This round"),
                                    ("routine", "Routine"),
                                ],
                                help_text="Agreed with this step",
                                max_length=16,
                            ),
                        ),
                        ("until", models.DateField(blank=True, help_text="Deferred to this day", null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "nomination",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s_rows",
                                to="checkins.nomination",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["nomination", "at"], name="checkins_nomstatus_nomination"),
                            models.Index(fields=["home", "-at"], name="checkins_nomstatus_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NominationEscalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("tier", models.PositiveSmallIntegerField()),
                        ("at", models.DateTimeField()),
                        ("told", models.CharField(help_text="Whom, by role: never a resident", max_length=200)),
                        ("people", models.PositiveSmallIntegerField(help_text="How many accounts were told")),
                        (
                            "policy",
                            models.CharField(blank=True, help_text="The policy and its version", max_length=200),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "nomination",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s_rows",
                                to="checkins.nomination",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home", "-at"], name="checkins_escalation_home")],
                        "constraints": [
                            models.UniqueConstraint(fields=("nomination", "tier"), name="checkins_escalation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("recorded_by_user_id", models.BigIntegerField()),
                        ("recorded_by_name", models.CharField(max_length=150)),
                        ("recorded_by_organisation_name", models.CharField(max_length=200)),
                        (
                            "respiration_rate",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="breaths a minute"),
                        ),
                        (
                            "spo2",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="oxygen saturation, %"
                            ),
                        ),
                        (
                            "spo2_scale",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Scale 1, for most people"), (2, "Scale 2, target 88 to 92%")], default=1
                            ),
                        ),
                        (
                            "scale_decided_by",
                            models.CharField(blank=True, help_text="Who decided on scale 2", max_length=150),
                        ),
                        ("scale_decided_on", models.DateField(blank=True, null=True)),
                        ("on_oxygen", models.BooleanField(blank=True, null=True)),
                        (
                            "systolic_bp",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="upper blood pressure, mmHg"
                            ),
                        ),
                        (
                            "diastolic_bp",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="lower blood pressure, mmHg"
                            ),
                        ),
                        (
                            "pulse",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pulse a minute"),
                        ),
                        (
                            "acvpu",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "Alert"),
                                    ("C", "New confusion"),
                                    ("V", "Responds to voice"),
                                    ("P", "Responds to pain"),
                                    ("U", "Unresponsive"),
                                ],
                                max_length=1,
                                verbose_name="alertness",
                            ),
                        ),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=3, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                        (
                            "news2_total",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Empty: could not be calculated", null=True
                            ),
                        ),
                        ("news2_band", models.CharField(blank=True, max_length=12)),
                        ("news2_version", models.CharField(help_text="The table that gave the points", max_length=60)),
                        ("note", models.TextField(blank=True)),
                        ("taken_at", models.DateTimeField()),
                        ("taken_by", models.CharField(help_text="Who measured", max_length=150)),
                        ("correction_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="checkins.observation",
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
                                related_name="%(class)s_rows",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "-taken_at"], name="checkins_observation_person"),
                            models.Index(fields=["home", "-taken_at"], name="checkins_observation_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "home"), name="checkins_observation_id_home"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("spo2_scale", 1),
                                    models.Q(
                                        ("scale_decided_on__isnull", False),
                                        ("spo2_scale", 2),
                                        models.Q(("scale_decided_by", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_observation_scale_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("corrects", None),
                                    models.Q(("correction_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="checkins_observation_corrected_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Baseline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("recorded_by_user_id", models.BigIntegerField()),
                        ("recorded_by_name", models.CharField(max_length=150)),
                        ("recorded_by_organisation_name", models.CharField(max_length=200)),
                        (
                            "respiration_rate",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="breaths a minute"),
                        ),
                        (
                            "spo2",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="oxygen saturation, %"
                            ),
                        ),
                        (
                            "spo2_scale",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Scale 1, for most people"), (2, "Scale 2, target 88 to 92%")], default=1
                            ),
                        ),
                        (
                            "scale_decided_by",
                            models.CharField(blank=True, help_text="Who decided on scale 2", max_length=150),
                        ),
                        ("scale_decided_on", models.DateField(blank=True, null=True)),
                        ("on_oxygen", models.BooleanField(blank=True, null=True)),
                        (
                            "systolic_bp",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="upper blood pressure, mmHg"
                            ),
                        ),
                        (
                            "diastolic_bp",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="lower blood pressure, mmHg"
                            ),
                        ),
                        (
                            "pulse",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pulse a minute"),
                        ),
                        (
                            "acvpu",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "Alert"),
                                    ("C", "New confusion"),
                                    ("V", "Responds to voice"),
                                    ("P", "Responds to pain"),
                                    ("U", "Unresponsive"),
                                ],
                                max_length=1,
                                verbose_name="alertness",
                            ),
                        ),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=3, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                        (
                            "news2_total",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Empty: could not be calculated", null=True
                            ),
                        ),
                        ("news2_band", models.CharField(blank=True, max_length=12)),
                        ("news2_version", models.CharField(help_text="The table that gave the points", max_length=60)),
                        ("note", models.TextField(blank=True)),
                        ("valid_from", models.DateField()),
                        (
                            "said_by",
                            models.CharField(help_text="Who says that this is usual, and from what", max_length=150),
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
                                related_name="%(class)s_rows",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "-valid_from"], name="checkins_baseline_person"),
                            models.Index(fields=["home"], name="checkins_baseline_home"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("spo2_scale", 1),
                                    models.Q(
                                        ("scale_decided_on__isnull", False),
                                        ("spo2_scale", 2),
                                        models.Q(("scale_decided_by", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_baseline_scale_decided",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SoftSigns",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("recorded_by_user_id", models.BigIntegerField()),
                        ("recorded_by_name", models.CharField(max_length=150)),
                        ("recorded_by_organisation_name", models.CharField(max_length=200)),
                        ("signs", models.JSONField(default=list, help_text="Values of SoftSign")),
                        ("different", models.TextField(help_text="What is different from their normal")),
                        ("noticed_at", models.DateTimeField()),
                        ("noticed_by", models.CharField(max_length=150)),
                        (
                            "nomination_id",
                            models.BigIntegerField(
                                blank=True, help_text="The nomination that it raised, if any", null=True
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
                                related_name="%(class)s_rows",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "-noticed_at"], name="checkins_softsigns_person"),
                            models.Index(fields=["home", "-noticed_at"], name="checkins_softsigns_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sbard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("recorded_by_user_id", models.BigIntegerField()),
                        ("recorded_by_name", models.CharField(max_length=150)),
                        ("recorded_by_organisation_name", models.CharField(max_length=200)),
                        ("situation", models.TextField()),
                        ("background", models.TextField(blank=True)),
                        ("assessment", models.TextField(blank=True)),
                        ("recommendation", models.TextField(blank=True)),
                        (
                            "handed_to",
                            models.CharField(
                                blank=True, help_text="Who was told, as 'the urgent line, Dr Betony'", max_length=150
                            ),
                        ),
                        ("decision", models.TextField(blank=True)),
                        ("decided_by_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("decided_by_name", models.CharField(blank=True, max_length=150)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "nomination_id",
                            models.BigIntegerField(
                                blank=True, help_text="The nomination that it is about, if any", null=True
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
                                related_name="%(class)s_rows",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident", "-recorded_at"], name="checkins_sbard_person"),
                            models.Index(fields=["home", "-recorded_at"], name="checkins_sbard_home"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decision", "")),
                                    models.Q(
                                        models.Q(("decision", ""), _negated=True),
                                        models.Q(("decided_by_name", ""), _negated=True),
                                        ("decided_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_sbard_decided_by",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_sbardevent" ("assessment", "background", "decided_at", "decided_by_name", "decided_by_user_id", "decision", "handed_to", "home_id", "id", "nomination_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recorded_at", "recorded_by_name", "recorded_by_organisation_name", "recorded_by_user_id", "resident_id", "situation") VALUES (NEW."assessment", NEW."background", NEW."decided_at", NEW."decided_by_name", NEW."decided_by_user_id", NEW."decision", NEW."handed_to", NEW."home_id", NEW."id", NEW."nomination_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recommendation", NEW."recorded_at", NEW."recorded_by_name", NEW."recorded_by_organisation_name", NEW."recorded_by_user_id", NEW."resident_id", NEW."situation"); RETURN NULL;',
                                    hash="7f6b8234f41522232fa054832b9fa081ad78e162",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5b5a2",
                                    table="checkins_sbard",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_sbardevent" ("assessment", "background", "decided_at", "decided_by_name", "decided_by_user_id", "decision", "handed_to", "home_id", "id", "nomination_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recorded_at", "recorded_by_name", "recorded_by_organisation_name", "recorded_by_user_id", "resident_id", "situation") VALUES (OLD."assessment", OLD."background", OLD."decided_at", OLD."decided_by_name", OLD."decided_by_user_id", OLD."decision", OLD."handed_to", OLD."home_id", OLD."id", OLD."nomination_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recommendation", OLD."recorded_at", OLD."recorded_by_name", OLD."recorded_by_organisation_name", OLD."recorded_by_user_id", OLD."resident_id", OLD."situation"); RETURN NULL;',
                                    hash="68de174d0deeaeca1a40675d04f57e4282ecc1d4",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_0c182",
                                    table="checkins_sbard",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_sbardevent" ("assessment", "background", "decided_at", "decided_by_name", "decided_by_user_id", "decision", "handed_to", "home_id", "id", "nomination_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recorded_at", "recorded_by_name", "recorded_by_organisation_name", "recorded_by_user_id", "resident_id", "situation") VALUES (NEW."assessment", NEW."background", NEW."decided_at", NEW."decided_by_name", NEW."decided_by_user_id", NEW."decision", NEW."handed_to", NEW."home_id", NEW."id", NEW."nomination_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recommendation", NEW."recorded_at", NEW."recorded_by_name", NEW."recorded_by_organisation_name", NEW."recorded_by_user_id", NEW."resident_id", NEW."situation"); RETURN NULL;',
                                    hash="7030b05d35d08eef4e82da28acb870e8896fc788",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_34d30",
                                    table="checkins_sbard",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SbardEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("recorded_at", models.DateTimeField()),
                        ("recorded_by_user_id", models.BigIntegerField()),
                        ("recorded_by_name", models.CharField(max_length=150)),
                        ("recorded_by_organisation_name", models.CharField(max_length=200)),
                        ("situation", models.TextField()),
                        ("background", models.TextField(blank=True)),
                        ("assessment", models.TextField(blank=True)),
                        ("recommendation", models.TextField(blank=True)),
                        (
                            "handed_to",
                            models.CharField(
                                blank=True, help_text="Who was told, as 'the urgent line, Dr Betony'", max_length=150
                            ),
                        ),
                        ("decision", models.TextField(blank=True)),
                        ("decided_by_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("decided_by_name", models.CharField(blank=True, max_length=150)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "nomination_id",
                            models.BigIntegerField(
                                blank=True, help_text="The nomination that it is about, if any", null=True
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
                                to="checkins.sbard",
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
                    name="Policy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("value", models.JSONField()),
                        ("valid_from", models.DateField()),
                        (
                            "valid_to",
                            models.DateField(blank=True, help_text="First day on which it no longer holds", null=True),
                        ),
                        ("source", models.CharField(max_length=200)),
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
                        "indexes": [
                            models.Index(fields=["name", "organisation", "valid_from"], name="checkins_policy_name")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriorityAgreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agreed_at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        ("with_whom", models.CharField(blank=True, help_text="Who else agreed", max_length=200)),
                        (
                            "why",
                            models.CharField(
                                blank=True, help_text="Why it differs from the computed order", max_length=500
                            ),
                        ),
                        (
                            "policy",
                            models.CharField(
                                help_text="The weights that the computed order was made with", max_length=200
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="priority_agreements",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home", "-agreed_at"], name="checkins_priority_home")],
                    },
                ),
                migrations.CreateModel(
                    name="PriorityPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agreement_id", models.BigIntegerField()),
                        ("place", models.PositiveSmallIntegerField()),
                        ("computed_place", models.PositiveSmallIntegerField()),
                        ("computed_weight", models.PositiveSmallIntegerField()),
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
                                related_name="+",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="checkins_priority_place_home")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement_id", "resident"), name="checkins_priority_place_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
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
                                choices=[("home_round", "Home round"), ("mdt", "MDT meeting")], max_length=10
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("starts_at", models.TimeField(help_text="On London's clocks")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=60, help_text="How long it is planned to take"),
                        ),
                        ("mode", models.CharField(choices=[("virtual", "By video"), ("visit", "Visit")], max_length=8)),
                        (
                            "link",
                            models.URLField(blank=True, help_text="Where a virtual one is joined", max_length=300),
                        ),
                        ("chair_user_id", models.BigIntegerField()),
                        ("chair_name", models.CharField(max_length=150)),
                        (
                            "check_in_id",
                            models.BigIntegerField(
                                blank=True, help_text="The check-in that it was convened from", null=True
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being prepared"),
                                    ("agenda_published", "Agenda published"),
                                    ("in_session", "In session"),
                                    ("written_up", "To sign off"),
                                    ("signed_off", "Signed off"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                max_length=16,
                            ),
                        ),
                        ("began_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_off_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "now_item_id",
                            models.BigIntegerField(
                                blank=True, help_text="Whose card is open in the meeting", null=True
                            ),
                        ),
                        ("now_since", models.DateTimeField(blank=True, null=True)),
                        ("on_agenda", models.PositiveSmallIntegerField(default=0, help_text="Residents on its agenda")),
                        ("seen", models.PositiveSmallIntegerField(default=0)),
                        ("discussed", models.PositiveSmallIntegerField(default=0)),
                        ("invited", models.PositiveSmallIntegerField(default=0)),
                        ("attended", models.PositiveSmallIntegerField(default=0)),
                        (
                            "calendar_sequence",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="SEQUENCE of its calendar entry (RFC 5545)"
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=1, help_text="Grows with every change; a stale form is told"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="The form that convened it; also the UID of its calendar entry", unique=True
                            ),
                        ),
                        (
                            "chair_organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="directory.carehome",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["home", "-held_on"], name="checkins_round_home"),
                            models.Index(fields=["held_on", "home"], name="checkins_round_day"),
                            models.Index(
                                condition=models.Q(("state__in", ("signed_off", "cancelled")), _negated=True),
                                fields=["home", "held_on"],
                                name="checkins_round_open",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "home"), name="checkins_round_id_home"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("in_session", "written_up", "signed_off")), _negated=True),
                                    ("began_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="checkins_round_began",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "signed_off"), _negated=True),
                                    models.Q(("ended_at__isnull", False), ("signed_off_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="checkins_round_signed_off",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_roundevent" ("attended", "began_at", "calendar_sequence", "chair_name", "chair_organisation_id", "chair_user_id", "check_in_id", "discussed", "ended_at", "held_on", "home_id", "id", "invited", "key", "kind", "link", "minutes", "mode", "now_item_id", "now_since", "on_agenda", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "seen", "signed_off_at", "starts_at", "state") VALUES (NEW."attended", NEW."began_at", NEW."calendar_sequence", NEW."chair_name", NEW."chair_organisation_id", NEW."chair_user_id", NEW."check_in_id", NEW."discussed", NEW."ended_at", NEW."held_on", NEW."home_id", NEW."id", NEW."invited", NEW."key", NEW."kind", NEW."link", NEW."minutes", NEW."mode", NEW."now_item_id", NEW."now_since", NEW."on_agenda", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."seen", NEW."signed_off_at", NEW."starts_at", NEW."state"); RETURN NULL;',
                                    hash="034a7cfee324f52395171170258ad370fdc2377f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a345e",
                                    table="checkins_round",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundevent" ("attended", "began_at", "calendar_sequence", "chair_name", "chair_organisation_id", "chair_user_id", "check_in_id", "discussed", "ended_at", "held_on", "home_id", "id", "invited", "key", "kind", "link", "minutes", "mode", "now_item_id", "now_since", "on_agenda", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "seen", "signed_off_at", "starts_at", "state") VALUES (OLD."attended", OLD."began_at", OLD."calendar_sequence", OLD."chair_name", OLD."chair_organisation_id", OLD."chair_user_id", OLD."check_in_id", OLD."discussed", OLD."ended_at", OLD."held_on", OLD."home_id", OLD."id", OLD."invited", OLD."key", OLD."kind", OLD."link", OLD."minutes", OLD."mode", OLD."now_item_id", OLD."now_since", OLD."on_agenda", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revision", OLD."seen", OLD."signed_off_at", OLD."starts_at", OLD."state"); RETURN NULL;',
                                    hash="c97ee0bc74056dba982747300df6c9003f94148a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2e93a",
                                    table="checkins_round",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundEvent",
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
                                choices=[("home_round", "Home round"), ("mdt", "MDT meeting")], max_length=10
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("starts_at", models.TimeField(help_text="On London's clocks")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=60, help_text="How long it is planned to take"),
                        ),
                        ("mode", models.CharField(choices=[("virtual", "By video"), ("visit", "Visit")], max_length=8)),
                        (
                            "link",
                            models.URLField(blank=True, help_text="Where a virtual one is joined", max_length=300),
                        ),
                        ("chair_user_id", models.BigIntegerField()),
                        ("chair_name", models.CharField(max_length=150)),
                        (
                            "check_in_id",
                            models.BigIntegerField(
                                blank=True, help_text="The check-in that it was convened from", null=True
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being prepared"),
                                    ("agenda_published", "Agenda published"),
                                    ("in_session", "In session"),
                                    ("written_up", "To sign off"),
                                    ("signed_off", "Signed off"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                max_length=16,
                            ),
                        ),
                        ("began_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_off_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "now_item_id",
                            models.BigIntegerField(
                                blank=True, help_text="Whose card is open in the meeting", null=True
                            ),
                        ),
                        ("now_since", models.DateTimeField(blank=True, null=True)),
                        ("on_agenda", models.PositiveSmallIntegerField(default=0, help_text="Residents on its agenda")),
                        ("seen", models.PositiveSmallIntegerField(default=0)),
                        ("discussed", models.PositiveSmallIntegerField(default=0)),
                        ("invited", models.PositiveSmallIntegerField(default=0)),
                        ("attended", models.PositiveSmallIntegerField(default=0)),
                        (
                            "calendar_sequence",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="SEQUENCE of its calendar entry (RFC 5545)"
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=1, help_text="Grows with every change; a stale form is told"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(help_text="The form that convened it; also the UID of its calendar entry"),
                        ),
                        (
                            "chair_organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="access.organisation",
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
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being prepared"),
                                    ("agenda_published", "Agenda published"),
                                    ("in_session", "In session"),
                                    ("written_up", "To sign off"),
                                    ("signed_off", "Signed off"),
                                    ("cancelled", "Cancelled"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("nobody_to_see", "Nobody is on the agenda"),
                                    ("team_away", "The team cannot come"),
                                    ("home_cannot", "The home cannot take part"),
                                    ("held_elsewhere", "Held at another time"),
                                    ("by_mistake", "Made by mistake"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["round", "at"], name="checkins_roundstatus_round"),
                            models.Index(fields=["home", "-at"], name="checkins_roundstatus_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundInvitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "invited_as",
                            models.CharField(
                                choices=[
                                    ("gp", "GP"),
                                    ("geriatrician", "Geriatrician"),
                                    ("community_matron", "Community matron"),
                                    ("nurse", "Nurse"),
                                    ("pharmacist", "Pharmacist"),
                                    ("mental_health", "Mental health team"),
                                    ("palliative", "Palliative care team"),
                                    ("therapist", "Therapist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("home_staff", "Home staff"),
                                    ("care_coordinator", "Care coordinator"),
                                    ("social_worker", "Social worker"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("person_name", models.CharField(max_length=150)),
                        ("organisation_name", models.CharField(blank=True, max_length=200)),
                        (
                            "user_id",
                            models.BigIntegerField(
                                blank=True, help_text="Their account; null for somebody outside", null=True
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, help_text="Only of somebody outside: an account has its own", max_length=254
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("none", "No answer yet"), ("yes", "Comes"), ("no", "Cannot come")],
                                default="none",
                                max_length=4,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("attended", models.BooleanField(default=False)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
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
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["home"], name="checkins_invitation_home"),
                            models.Index(fields=["user_id", "round"], name="checkins_invitation_user"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("round", "user_id"),
                                name="checkins_invitation_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None), models.Q(("email", ""), _negated=True)),
                                fields=("round", "email"),
                                name="checkins_invitation_email",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_roundinvitationevent" ("answer", "answered_at", "attended", "email", "home_id", "id", "invited_as", "organisation_id", "organisation_name", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "round_id", "user_id") VALUES (NEW."answer", NEW."answered_at", NEW."attended", NEW."email", NEW."home_id", NEW."id", NEW."invited_as", NEW."organisation_id", NEW."organisation_name", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."removed_at", NEW."round_id", NEW."user_id"); RETURN NULL;',
                                    hash="cc6e44792d9765039952d7c5008e022002c814f4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a2d8f",
                                    table="checkins_roundinvitation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundinvitationevent" ("answer", "answered_at", "attended", "email", "home_id", "id", "invited_as", "organisation_id", "organisation_name", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "round_id", "user_id") VALUES (OLD."answer", OLD."answered_at", OLD."attended", OLD."email", OLD."home_id", OLD."id", OLD."invited_as", OLD."organisation_id", OLD."organisation_name", OLD."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."round_id", OLD."user_id"); RETURN NULL;',
                                    hash="9c7d3144a4c1de8267f13c34c06f59b878e179f0",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_21c37",
                                    table="checkins_roundinvitation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundinvitationevent" ("answer", "answered_at", "attended", "email", "home_id", "id", "invited_as", "organisation_id", "organisation_name", "person_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "round_id", "user_id") VALUES (NEW."answer", NEW."answered_at", NEW."attended", NEW."email", NEW."home_id", NEW."id", NEW."invited_as", NEW."organisation_id", NEW."organisation_name", NEW."person_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."round_id", NEW."user_id"); RETURN NULL;',
                                    hash="b5d06fd777f6bc9ae7be8457a3cc148ab6b884e9",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_573d2",
                                    table="checkins_roundinvitation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundInvitationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "invited_as",
                            models.CharField(
                                choices=[
                                    ("gp", "GP"),
                                    ("geriatrician", "Geriatrician"),
                                    ("community_matron", "Community matron"),
                                    ("nurse", "Nurse"),
                                    ("pharmacist", "Pharmacist"),
                                    ("mental_health", "Mental health team"),
                                    ("palliative", "Palliative care team"),
                                    ("therapist", "Therapist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("home_staff", "Home staff"),
                                    ("care_coordinator", "Care coordinator"),
                                    ("social_worker", "Social worker"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("person_name", models.CharField(max_length=150)),
                        ("organisation_name", models.CharField(blank=True, max_length=200)),
                        (
                            "user_id",
                            models.BigIntegerField(
                                blank=True, help_text="Their account; null for somebody outside", null=True
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, help_text="Only of somebody outside: an account has its own", max_length=254
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("none", "No answer yet"), ("yes", "Comes"), ("no", "Cannot come")],
                                default="none",
                                max_length=4,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("attended", models.BooleanField(default=False)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                                to="checkins.roundinvitation",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("secret_digest", models.CharField(help_text="SHA-256", max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)),
                                fields=("user_id",),
                                name="checkins_feed_one_each",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentCategory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "valid_from"), name="checkins_category_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                                ),
                                name="checkins_category_dates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(help_text="In the order that the team agreed")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("nomination", "Named by the home"),
                                    ("carried_over", "Carried over"),
                                    ("due_review", "Due"),
                                    ("by_hand", "Added"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list, help_text="Values of Reason")),
                        ("why", models.CharField(blank=True, max_length=300)),
                        ("added_at", models.DateTimeField()),
                        ("added_by_name", models.CharField(max_length=150)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "nomination",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_items",
                                to="checkins.nomination",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_items",
                                to="residents.resident",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["round", "place"], name="checkins_item_round"),
                            models.Index(fields=["resident", "-added_at"], name="checkins_item_person"),
                            models.Index(fields=["home"], name="checkins_item_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("id", "resident", "home"), name="checkins_item_id_resident_home"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("round", "resident"),
                                name="checkins_item_once",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_agendaitemevent" ("added_at", "added_by_name", "home_id", "id", "nomination_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reasons", "removed_at", "removed_by_name", "resident_id", "round_id", "source", "why") VALUES (NEW."added_at", NEW."added_by_name", NEW."home_id", NEW."id", NEW."nomination_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."reasons", NEW."removed_at", NEW."removed_by_name", NEW."resident_id", NEW."round_id", NEW."source", NEW."why"); RETURN NULL;',
                                    hash="9f5e8957b74fce74de7c64c5f1f5236e75461757",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d2d10",
                                    table="checkins_agendaitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_agendaitemevent" ("added_at", "added_by_name", "home_id", "id", "nomination_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reasons", "removed_at", "removed_by_name", "resident_id", "round_id", "source", "why") VALUES (OLD."added_at", OLD."added_by_name", OLD."home_id", OLD."id", OLD."nomination_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."reasons", OLD."removed_at", OLD."removed_by_name", OLD."resident_id", OLD."round_id", OLD."source", OLD."why"); RETURN NULL;',
                                    hash="ac95793f0e9f1c86c84258276343c69c381d6bc5",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_3eecf",
                                    table="checkins_agendaitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_agendaitemevent" ("added_at", "added_by_name", "home_id", "id", "nomination_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reasons", "removed_at", "removed_by_name", "resident_id", "round_id", "source", "why") VALUES (NEW."added_at", NEW."added_by_name", NEW."home_id", NEW."id", NEW."nomination_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."reasons", NEW."removed_at", NEW."removed_by_name", NEW."resident_id", NEW."round_id", NEW."source", NEW."why"); RETURN NULL;',
                                    hash="dc9cc6f6c87b9d31b717d390d2708280d70ba6d6",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_9569e",
                                    table="checkins_agendaitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("place", models.PositiveSmallIntegerField(help_text="In the order that the team agreed")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("nomination", "Named by the home"),
                                    ("carried_over", "Carried over"),
                                    ("due_review", "Due"),
                                    ("by_hand", "Added"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list, help_text="Values of Reason")),
                        ("why", models.CharField(blank=True, max_length=300)),
                        ("added_at", models.DateTimeField()),
                        ("added_by_name", models.CharField(max_length=150)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_by_name", models.CharField(blank=True, max_length=150)),
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
                            "nomination",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.nomination",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="checkins.agendaitem",
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
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundCard",
                    fields=[
                        ("resident_id", models.BigIntegerField()),
                        (
                            "item",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="checkins.agendaitem",
                            ),
                        ),
                        ("fields", models.JSONField(default=dict)),
                        ("changes", models.JSONField(default=dict)),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=0, help_text="Grows with every save; a stale form is told"
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("saved_by_user_id", models.BigIntegerField()),
                        ("saved_by_name", models.CharField(max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="checkins_card_home")],
                    },
                ),
                migrations.CreateModel(
                    name="RoundContact",
                    fields=[
                        ("resident_id", models.BigIntegerField()),
                        (
                            "item",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="checkins.agendaitem",
                            ),
                        ),
                        (
                            "held_on",
                            models.DateField(
                                help_text="The day of the round: it can be asked after the resident has moved"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("seen", "Seen"),
                                    ("discussed", "Discussed"),
                                    ("not_reached", "Not reached"),
                                    ("put_off", "Put off"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("video", "By video"),
                                    ("phone", "By phone"),
                                    ("discussed", "Discussed with the home"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("clinician_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("clinician_name", models.CharField(blank=True, max_length=150)),
                        (
                            "clinician_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gp", "GP"),
                                    ("geriatrician", "Geriatrician"),
                                    ("community_matron", "Community matron"),
                                    ("nurse", "Nurse"),
                                    ("pharmacist", "Pharmacist"),
                                    ("mental_health", "Mental health team"),
                                    ("palliative", "Palliative care team"),
                                    ("therapist", "Therapist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("home_staff", "Home staff"),
                                    ("care_coordinator", "Care coordinator"),
                                    ("social_worker", "Social worker"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("decided", models.TextField(blank=True)),
                        (
                            "put_off_until",
                            models.DateField(
                                blank=True, help_text="The day from which it comes onto an agenda again", null=True
                            ),
                        ),
                        ("put_off_reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "settled_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Not reached or put off: when it came onto another agenda",
                                null=True,
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                help_text="Of whoever was seen. A discussion without the resident need not be an appointment (GPAD guidance)",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="checkins.appointmentcategory",
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["resident_id", "-at"], name="checkins_contact_person"),
                            models.Index(fields=["home", "-at"], name="checkins_contact_home"),
                            models.Index(fields=["round"], name="checkins_contact_round"),
                            models.Index(
                                condition=models.Q(("outcome__in", ("not_reached", "put_off")), ("settled_at", None)),
                                fields=["home", "put_off_until"],
                                name="checkins_contact_owed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome__in", ("seen", "discussed")), _negated=True),
                                    models.Q(
                                        (
                                            "clinician_as__in",
                                            (
                                                "gp",
                                                "geriatrician",
                                                "community_matron",
                                                "nurse",
                                                "pharmacist",
                                                "mental_health",
                                                "palliative",
                                                "therapist",
                                            ),
                                        ),
                                        models.Q(("clinician_name", ""), _negated=True),
                                        models.Q(("mode", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_contact_by_clinician",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "seen"), _negated=True),
                                    ("category__isnull", False),
                                    _connector="OR",
                                ),
                                name="checkins_contact_seen_has_category",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "discussed"), _negated=True),
                                    models.Q(("decided", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="checkins_contact_discussion_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ("seen", "discussed")),
                                    models.Q(("category", None), ("mode", "")),
                                    _connector="OR",
                                ),
                                name="checkins_contact_none_without_category",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "put_off"), _negated=True),
                                    models.Q(
                                        ("put_off_until__isnull", False),
                                        models.Q(("put_off_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkins_contact_put_off_why",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_roundcontactevent" ("at", "by_name", "by_organisation_name", "by_user_id", "category_id", "clinician_as", "clinician_name", "clinician_user_id", "decided", "held_on", "home_id", "item_id", "mode", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_off_reason", "put_off_until", "resident_id", "round_id", "settled_at") VALUES (NEW."at", NEW."by_name", NEW."by_organisation_name", NEW."by_user_id", NEW."category_id", NEW."clinician_as", NEW."clinician_name", NEW."clinician_user_id", NEW."decided", NEW."held_on", NEW."home_id", NEW."item_id", NEW."mode", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."item_id", NEW."put_off_reason", NEW."put_off_until", NEW."resident_id", NEW."round_id", NEW."settled_at"); RETURN NULL;',
                                    hash="20a2466b2e49b7fa373387a1689f79cd2414f9b3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b5d1d",
                                    table="checkins_roundcontact",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundcontactevent" ("at", "by_name", "by_organisation_name", "by_user_id", "category_id", "clinician_as", "clinician_name", "clinician_user_id", "decided", "held_on", "home_id", "item_id", "mode", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_off_reason", "put_off_until", "resident_id", "round_id", "settled_at") VALUES (OLD."at", OLD."by_name", OLD."by_organisation_name", OLD."by_user_id", OLD."category_id", OLD."clinician_as", OLD."clinician_name", OLD."clinician_user_id", OLD."decided", OLD."held_on", OLD."home_id", OLD."item_id", OLD."mode", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."item_id", OLD."put_off_reason", OLD."put_off_until", OLD."resident_id", OLD."round_id", OLD."settled_at"); RETURN NULL;',
                                    hash="b664dce80dcafdfdee1e888a099d16669d410b55",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_49a84",
                                    table="checkins_roundcontact",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundcontactevent" ("at", "by_name", "by_organisation_name", "by_user_id", "category_id", "clinician_as", "clinician_name", "clinician_user_id", "decided", "held_on", "home_id", "item_id", "mode", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_off_reason", "put_off_until", "resident_id", "round_id", "settled_at") VALUES (NEW."at", NEW."by_name", NEW."by_organisation_name", NEW."by_user_id", NEW."category_id", NEW."clinician_as", NEW."clinician_name", NEW."clinician_user_id", NEW."decided", NEW."held_on", NEW."home_id", NEW."item_id", NEW."mode", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."item_id", NEW."put_off_reason", NEW."put_off_until", NEW."resident_id", NEW."round_id", NEW."settled_at"); RETURN NULL;',
                                    hash="b826f7fdf02b4f57f45eff7263df96798f40a096",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_655fa",
                                    table="checkins_roundcontact",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundContactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("resident_id", models.BigIntegerField()),
                        (
                            "held_on",
                            models.DateField(
                                help_text="The day of the round: it can be asked after the resident has moved"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("seen", "Seen"),
                                    ("discussed", "Discussed"),
                                    ("not_reached", "Not reached"),
                                    ("put_off", "Put off"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("face_to_face", "Face to face"),
                                    ("video", "By video"),
                                    ("phone", "By phone"),
                                    ("discussed", "Discussed with the home"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("clinician_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("clinician_name", models.CharField(blank=True, max_length=150)),
                        (
                            "clinician_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("gp", "GP"),
                                    ("geriatrician", "Geriatrician"),
                                    ("community_matron", "Community matron"),
                                    ("nurse", "Nurse"),
                                    ("pharmacist", "Pharmacist"),
                                    ("mental_health", "Mental health team"),
                                    ("palliative", "Palliative care team"),
                                    ("therapist", "Therapist"),
                                    ("pharmacy_technician", "Pharmacy technician"),
                                    ("home_staff", "Home staff"),
                                    ("care_coordinator", "Care coordinator"),
                                    ("social_worker", "Social worker"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("decided", models.TextField(blank=True)),
                        (
                            "put_off_until",
                            models.DateField(
                                blank=True, help_text="The day from which it comes onto an agenda again", null=True
                            ),
                        ),
                        ("put_off_reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        (
                            "settled_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Not reached or put off: when it came onto another agenda",
                                null=True,
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Of whoever was seen. A discussion without the resident need not be an appointment (GPAD guidance)",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.appointmentcategory",
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
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                serialize=False,
                                to="checkins.agendaitem",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.round",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="checkins.roundcontact",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("resident_id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=300)),
                        ("owner_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("owner_name", models.CharField(max_length=150)),
                        ("due_on", models.DateField()),
                        ("issue_id", models.BigIntegerField(blank=True, null=True)),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="checkins.agendaitem",
                            ),
                        ),
                        (
                            "owner_organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["item", "number"], name="checkins_roundaction_item"),
                            models.Index(fields=["home"], name="checkins_roundaction_home"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "checkins_roundactionevent" ("due_on", "home_id", "id", "issue_id", "item_id", "key", "number", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "words") VALUES (NEW."due_on", NEW."home_id", NEW."id", NEW."issue_id", NEW."item_id", NEW."key", NEW."number", NEW."owner_name", NEW."owner_organisation_id", NEW."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."resident_id", NEW."words"); RETURN NULL;',
                                    hash="09ed4eaeef2142d59e6bf10304a87be31981459a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3a5e8",
                                    table="checkins_roundaction",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundactionevent" ("due_on", "home_id", "id", "issue_id", "item_id", "key", "number", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "words") VALUES (OLD."due_on", OLD."home_id", OLD."id", OLD."issue_id", OLD."item_id", OLD."key", OLD."number", OLD."owner_name", OLD."owner_organisation_id", OLD."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."resident_id", OLD."words"); RETURN NULL;',
                                    hash="d2e394fc05a05817cc4f5ff71a7ad381a365c1b9",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ceaf5",
                                    table="checkins_roundaction",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "checkins_roundactionevent" ("due_on", "home_id", "id", "issue_id", "item_id", "key", "number", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resident_id", "words") VALUES (NEW."due_on", NEW."home_id", NEW."id", NEW."issue_id", NEW."item_id", NEW."key", NEW."number", NEW."owner_name", NEW."owner_organisation_id", NEW."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."resident_id", NEW."words"); RETURN NULL;',
                                    hash="c8bfacfb39f568862f71295446e5d4bb2fb9ae86",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0f9a6",
                                    table="checkins_roundaction",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoundActionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("resident_id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(max_length=300)),
                        ("owner_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("owner_name", models.CharField(max_length=150)),
                        ("due_on", models.DateField()),
                        ("issue_id", models.BigIntegerField(blank=True, null=True)),
                        ("key", models.UUIDField()),
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
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="checkins.agendaitem",
                            ),
                        ),
                        (
                            "owner_organisation",
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
                                to="checkins.roundaction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoundAddendum",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("by_user_id", models.BigIntegerField()),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(max_length=200)),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="checkins.round",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["round", "at"], name="checkins_addendum_round"),
                            models.Index(fields=["home"], name="checkins_addendum_home"),
                        ],
                    },
                ),
            ]
        ),
    ]
