"""Issues, what was said and done about them, when they are due and whom they are told to: the tables."""

import django.contrib.postgres.fields
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
                    name="DuePolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[
                                    ("urgent", "Urgent"),
                                    ("two_days", "Within 2 days"),
                                    ("week", "Within the week"),
                                    ("routine", "Routine"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("working_hours", models.PositiveSmallIntegerField()),
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "priority", "valid_from"),
                                name="issues_duepolicy_once_a_day",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                                ),
                                name="issues_duepolicy_dates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "about",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "All kinds"),
                                    ("medicines", "Medicines"),
                                    ("end_of_life", "End of life"),
                                    ("infection", "Infection"),
                                    ("urgent_clinical", "Clinical"),
                                    ("new_residents", "New or returned resident"),
                                    ("falls", "Falls"),
                                    ("nutrition", "Nutrition and hydration"),
                                    ("mental_state", "Mental state"),
                                    ("staffing", "Staffing"),
                                    ("stock", "PPE and stock"),
                                    ("equipment", "Equipment"),
                                    ("training", "Training"),
                                    ("visiting", "Visiting and isolation"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                    ("supply", "Medicines supply"),
                                    ("same_day", "Resident to be seen today"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        ("version", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published"), ("succeeded", "Succeeded")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "clock",
                            models.CharField(
                                choices=[("working", "Working hours"), ("always", "Day and night")],
                                default="working",
                                max_length=8,
                            ),
                        ),
                        (
                            "out_of_hours",
                            models.CharField(blank=True, help_text="What to do when nobody works", max_length=300),
                        ),
                        ("out_of_hours_phone", models.CharField(blank=True, max_length=20)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        (
                            "valid_to",
                            models.DateField(blank=True, help_text="First day on which it no longer holds", null=True),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("published_by_name", models.CharField(blank=True, max_length=150)),
                        ("revision", models.PositiveIntegerField(default=1)),
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "about", "version"),
                                name="issues_policy_version",
                                nulls_distinct=False,
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("organisation", "about"),
                                name="issues_policy_one_draft",
                                nulls_distinct=False,
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft"), _negated=True),
                                fields=("organisation", "about", "valid_from"),
                                name="issues_policy_from_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(("published_at__isnull", False), ("valid_from__isnull", False)),
                                    _connector="OR",
                                ),
                                name="issues_policy_published_from",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="issues_policy_dates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationTier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "after_minutes",
                            models.PositiveIntegerField(help_text="After it was due, on the policy's clock"),
                        ),
                        (
                            "tells",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("owner", "The person who owns it"),
                                        ("owners", "Everybody of the organisation that owns it"),
                                        ("coordinator", "The home’s care coordinator and their cover"),
                                        ("clinical_lead", "The home’s clinical leads"),
                                        ("medicines_lead", "The home’s medicines lead"),
                                        ("registered_manager", "The home’s registered manager"),
                                        ("commissioner", "The commissioner’s care home leads"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tiers",
                                to="issues.escalationpolicy",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("policy", "number"), name="issues_tier_number"),
                            models.UniqueConstraint(fields=("policy", "after_minutes"), name="issues_tier_time"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Issue",
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
                                    ("medicines", "Medicines"),
                                    ("end_of_life", "End of life"),
                                    ("infection", "Infection"),
                                    ("urgent_clinical", "Clinical"),
                                    ("new_residents", "New or returned resident"),
                                    ("falls", "Falls"),
                                    ("nutrition", "Nutrition and hydration"),
                                    ("mental_state", "Mental state"),
                                    ("staffing", "Staffing"),
                                    ("stock", "PPE and stock"),
                                    ("equipment", "Equipment"),
                                    ("training", "Training"),
                                    ("visiting", "Visiting and isolation"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                    ("supply", "Medicines supply"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[
                                    ("urgent", "Urgent"),
                                    ("two_days", "Within 2 days"),
                                    ("week", "Within the week"),
                                    ("routine", "Routine"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("accepted", "Accepted"),
                                    ("in_progress", "In progress"),
                                    ("handed_off", "Handed off"),
                                    ("resolved", "Home to confirm"),
                                    ("reopened", "Reopened"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("owner_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("owner_name", models.CharField(blank=True, max_length=150)),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by_user_id", models.BigIntegerField()),
                        ("raised_by_name", models.CharField(max_length=150)),
                        ("raised_by_organisation_name", models.CharField(max_length=200)),
                        (
                            "due_at",
                            models.DateTimeField(
                                help_text="Derived: when it was raised or reopened, plus the policy's working hours"
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, help_text="When the home said yes", null=True),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ask_again_on",
                            models.DateField(
                                blank=True, help_text="The home could not say: not asked before this day", null=True
                            ),
                        ),
                        (
                            "escalation_tier",
                            models.PositiveSmallIntegerField(default=0, help_text="How many tiers have happened"),
                        ),
                        (
                            "escalates_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("next_escalation_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=1, help_text="Grows with every status row; a stale form is told"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="The form that raised it: a double click is one issue", unique=True
                            ),
                        ),
                        (
                            "escalation_policy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="issues.escalationpolicy",
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="directory.carehome",
                            ),
                        ),
                        (
                            "owner_organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="residents.resident",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["home", "due_at"],
                                name="issues_issue_home_open",
                            ),
                            models.Index(fields=["home", "-raised_at"], name="issues_issue_home"),
                            models.Index(fields=["resident", "-raised_at"], name="issues_issue_resident"),
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["owner_organisation", "due_at"],
                                name="issues_issue_owner_open",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["owner_organisation", "home"],
                                name="issues_issue_owner_homes",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", False)),
                                fields=["owner_organisation", "-closed_at"],
                                name="issues_issue_owner_closed",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["owner_user_id"],
                                name="issues_issue_owner_person",
                            ),
                            models.Index(
                                condition=models.Q(("next_escalation_at__isnull", False)),
                                fields=["next_escalation_at"],
                                name="issues_issue_escalates",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "home"), name="issues_issue_id_home"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("closed", "withdrawn")), ("closed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("state__in", ("closed", "withdrawn")), _negated=True),
                                        ("closed_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="issues_issue_over_when_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="issues_issue_closed_by_the_home",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("closed", "withdrawn", "resolved")), _negated=True),
                                    ("next_escalation_at", None),
                                    _connector="OR",
                                ),
                                name="issues_issue_escalates_while_worked",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "issues_issueevent" ("accepted_at", "ask_again_on", "closed_at", "confirmed_at", "due_at", "escalates_at", "escalation_policy_id", "escalation_tier", "home_id", "id", "key", "kind", "next_escalation_at", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "raised_at", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "resident_id", "resolved_at", "revision", "state") VALUES (NEW."accepted_at", NEW."ask_again_on", NEW."closed_at", NEW."confirmed_at", NEW."due_at", NEW."escalates_at", NEW."escalation_policy_id", NEW."escalation_tier", NEW."home_id", NEW."id", NEW."key", NEW."kind", NEW."next_escalation_at", NEW."owner_name", NEW."owner_organisation_id", NEW."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."priority", NEW."raised_at", NEW."raised_by_name", NEW."raised_by_organisation_name", NEW."raised_by_user_id", NEW."resident_id", NEW."resolved_at", NEW."revision", NEW."state"); RETURN NULL;',
                                    hash="c14033b892acb090e89f7b16344029c493cb56fe",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c95b6",
                                    table="issues_issue",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "issues_issueevent" ("accepted_at", "ask_again_on", "closed_at", "confirmed_at", "due_at", "escalates_at", "escalation_policy_id", "escalation_tier", "home_id", "id", "key", "kind", "next_escalation_at", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "raised_at", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "resident_id", "resolved_at", "revision", "state") VALUES (OLD."accepted_at", OLD."ask_again_on", OLD."closed_at", OLD."confirmed_at", OLD."due_at", OLD."escalates_at", OLD."escalation_policy_id", OLD."escalation_tier", OLD."home_id", OLD."id", OLD."key", OLD."kind", OLD."next_escalation_at", OLD."owner_name", OLD."owner_organisation_id", OLD."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."priority", OLD."raised_at", OLD."raised_by_name", OLD."raised_by_organisation_name", OLD."raised_by_user_id", OLD."resident_id", OLD."resolved_at", OLD."revision", OLD."state"); RETURN NULL;',
                                    hash="5551937fb32558113fac7594569485f5d01ea153",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_04ec9",
                                    table="issues_issue",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueEvent",
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
                                    ("medicines", "Medicines"),
                                    ("end_of_life", "End of life"),
                                    ("infection", "Infection"),
                                    ("urgent_clinical", "Clinical"),
                                    ("new_residents", "New or returned resident"),
                                    ("falls", "Falls"),
                                    ("nutrition", "Nutrition and hydration"),
                                    ("mental_state", "Mental state"),
                                    ("staffing", "Staffing"),
                                    ("stock", "PPE and stock"),
                                    ("equipment", "Equipment"),
                                    ("training", "Training"),
                                    ("visiting", "Visiting and isolation"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                    ("supply", "Medicines supply"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[
                                    ("urgent", "Urgent"),
                                    ("two_days", "Within 2 days"),
                                    ("week", "Within the week"),
                                    ("routine", "Routine"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("accepted", "Accepted"),
                                    ("in_progress", "In progress"),
                                    ("handed_off", "Handed off"),
                                    ("resolved", "Home to confirm"),
                                    ("reopened", "Reopened"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("owner_user_id", models.BigIntegerField(blank=True, null=True)),
                        ("owner_name", models.CharField(blank=True, max_length=150)),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by_user_id", models.BigIntegerField()),
                        ("raised_by_name", models.CharField(max_length=150)),
                        ("raised_by_organisation_name", models.CharField(max_length=200)),
                        (
                            "due_at",
                            models.DateTimeField(
                                help_text="Derived: when it was raised or reopened, plus the policy's working hours"
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, help_text="When the home said yes", null=True),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ask_again_on",
                            models.DateField(
                                blank=True, help_text="The home could not say: not asked before this day", null=True
                            ),
                        ),
                        (
                            "escalation_tier",
                            models.PositiveSmallIntegerField(default=0, help_text="How many tiers have happened"),
                        ),
                        (
                            "escalates_at",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("next_escalation_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revision",
                            models.PositiveIntegerField(
                                default=1, help_text="Grows with every status row; a stale form is told"
                            ),
                        ),
                        ("key", models.UUIDField(help_text="The form that raised it: a double click is one issue")),
                        (
                            "escalation_policy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="issues.escalationpolicy",
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
                                to="issues.issue",
                            ),
                        ),
                        (
                            "resident",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
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
                    name="IssueStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by_user_id",
                            models.BigIntegerField(blank=True, help_text="Null: Homeround itself", null=True),
                        ),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        (
                            "happened",
                            models.CharField(
                                choices=[
                                    ("raised", "Raised"),
                                    ("accepted", "Accepted"),
                                    ("assigned", "Given to"),
                                    ("started", "Started"),
                                    ("handed_off", "Handed off"),
                                    ("came_back", "Answer came back"),
                                    ("resolved", "Resolved"),
                                    ("confirmed", "Confirmed by the home and closed"),
                                    ("not_done", "Not done, says the home"),
                                    ("cannot_say", "The home cannot say yet"),
                                    ("reopened", "Reopened"),
                                    ("withdrawn", "Withdrawn"),
                                    ("priority", "Priority changed"),
                                    ("escalated", "Overdue"),
                                    ("moved", "Moved with the resident"),
                                    ("owner_left", "Owner no longer works with the home"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("accepted", "Accepted"),
                                    ("in_progress", "In progress"),
                                    ("handed_off", "Handed off"),
                                    ("resolved", "Home to confirm"),
                                    ("reopened", "Reopened"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[
                                    ("urgent", "Urgent"),
                                    ("two_days", "Within 2 days"),
                                    ("week", "Within the week"),
                                    ("routine", "Routine"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("owner_organisation_name", models.CharField(max_length=200)),
                        ("owner_name", models.CharField(blank=True, max_length=150)),
                        (
                            "tier",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Of an escalation: which tier", null=True
                            ),
                        ),
                        (
                            "told",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=150), blank=True, default=list, size=None
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(help_text="Of the issue, once this had happened")),
                        (
                            "key",
                            models.UUIDField(
                                blank=True, help_text="The form that was sent: once", null=True, unique=True
                            ),
                        ),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="issues.issue",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="issues.escalationpolicy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["issue", "-at"], name="issues_status_issue"),
                            models.Index(fields=["home", "-at"], name="issues_status_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("issue", "revision"), name="issues_status_one_a_revision")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueWords",
                    fields=[
                        (
                            "issue",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="issues.issue",
                            ),
                        ),
                        ("title", models.CharField(max_length=100)),
                        ("said", models.TextField(blank=True, help_text="What the home said, in its words")),
                        ("said_by", models.CharField(blank=True, max_length=150)),
                        (
                            "said_how",
                            models.CharField(
                                choices=[("phone", "by phone"), ("visit", "in person"), ("here", "in Homeround")],
                                default="here",
                                max_length=8,
                            ),
                        ),
                        ("answer", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_by_name", models.CharField(blank=True, max_length=150)),
                        ("answered_by_organisation_name", models.CharField(blank=True, max_length=200)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["home"], name="issues_words_home")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "issues_issuewordsevent" ("answer", "answered_at", "answered_by_name", "answered_by_organisation_name", "home_id", "issue_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "said_by", "said_how", "title") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_name", NEW."answered_by_organisation_name", NEW."home_id", NEW."issue_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."issue_id", NEW."said", NEW."said_by", NEW."said_how", NEW."title"); RETURN NULL;',
                                    hash="a04ef1aa29b6042b0d99f35669522feee3c55ca0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9fec8",
                                    table="issues_issuewords",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "issues_issuewordsevent" ("answer", "answered_at", "answered_by_name", "answered_by_organisation_name", "home_id", "issue_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "said_by", "said_how", "title") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_name", OLD."answered_by_organisation_name", OLD."home_id", OLD."issue_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."issue_id", OLD."said", OLD."said_by", OLD."said_how", OLD."title"); RETURN NULL;',
                                    hash="0212628def9522b81eb0de5e87bf7dd94cb17d21",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a55b6",
                                    table="issues_issuewords",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "issues_issuewordsevent" ("answer", "answered_at", "answered_by_name", "answered_by_organisation_name", "home_id", "issue_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said", "said_by", "said_how", "title") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_name", NEW."answered_by_organisation_name", NEW."home_id", NEW."issue_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."issue_id", NEW."said", NEW."said_by", NEW."said_how", NEW."title"); RETURN NULL;',
                                    hash="91616b6085b863742736c518680aaa757c70e42f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fd538",
                                    table="issues_issuewords",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueWordsEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("title", models.CharField(max_length=100)),
                        ("said", models.TextField(blank=True, help_text="What the home said, in its words")),
                        ("said_by", models.CharField(blank=True, max_length=150)),
                        (
                            "said_how",
                            models.CharField(
                                choices=[("phone", "by phone"), ("visit", "in person"), ("here", "in Homeround")],
                                default="here",
                                max_length=8,
                            ),
                        ),
                        ("answer", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_by_name", models.CharField(blank=True, max_length=150)),
                        ("answered_by_organisation_name", models.CharField(blank=True, max_length=200)),
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
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                serialize=False,
                                to="issues.issue",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="issues.issuewords",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="IssueNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by_user_id",
                            models.BigIntegerField(blank=True, help_text="Null: Homeround itself", null=True),
                        ),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField()),
                        (
                            "mentioned",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                help_text="Accounts named with @",
                                size=None,
                            ),
                        ),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="issues.issue",
                            ),
                        ),
                        (
                            "status",
                            models.OneToOneField(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="note",
                                to="issues.issuestatus",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["issue", "-at"], name="issues_note_issue"),
                            models.Index(fields=["home"], name="issues_note_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by_user_id",
                            models.BigIntegerField(blank=True, help_text="Null: Homeround itself", null=True),
                        ),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        ("system", models.CharField(max_length=150)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("answer_by", models.DateField(blank=True, null=True)),
                        ("outcome", models.TextField(blank=True)),
                        ("came_back_at", models.DateTimeField(blank=True, null=True)),
                        ("came_back_by_name", models.CharField(blank=True, max_length=150)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="issues.issue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["issue", "-at"], name="issues_handoff_issue"),
                            models.Index(fields=["home"], name="issues_handoff_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("came_back_at", None)),
                                fields=("issue",),
                                name="issues_handoff_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("came_back_at", None), models.Q(("outcome", ""), _negated=True), _connector="OR"
                                ),
                                name="issues_handoff_says_what_came_back",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "issues_handoffevent" ("answer_by", "at", "by_name", "by_organisation_name", "by_user_id", "came_back_at", "came_back_by_name", "home_id", "id", "issue_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "system") VALUES (NEW."answer_by", NEW."at", NEW."by_name", NEW."by_organisation_name", NEW."by_user_id", NEW."came_back_at", NEW."came_back_by_name", NEW."home_id", NEW."id", NEW."issue_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."system"); RETURN NULL;',
                                    hash="7d8549f7eb13137a116d8138ca1fda54a7a026c4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4cc55",
                                    table="issues_handoff",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "issues_handoffevent" ("answer_by", "at", "by_name", "by_organisation_name", "by_user_id", "came_back_at", "came_back_by_name", "home_id", "id", "issue_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "system") VALUES (OLD."answer_by", OLD."at", OLD."by_name", OLD."by_organisation_name", OLD."by_user_id", OLD."came_back_at", OLD."came_back_by_name", OLD."home_id", OLD."id", OLD."issue_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."system"); RETURN NULL;',
                                    hash="5ad555efbb5441c5a56d0920d834cdda64fd595a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_10072",
                                    table="issues_handoff",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "issues_handoffevent" ("answer_by", "at", "by_name", "by_organisation_name", "by_user_id", "came_back_at", "came_back_by_name", "home_id", "id", "issue_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "system") VALUES (NEW."answer_by", NEW."at", NEW."by_name", NEW."by_organisation_name", NEW."by_user_id", NEW."came_back_at", NEW."came_back_by_name", NEW."home_id", NEW."id", NEW."issue_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."system"); RETURN NULL;',
                                    hash="fbf86247a39f9f48ed77c41918b5578fb8e0111e",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_7c464",
                                    table="issues_handoff",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOffEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "by_user_id",
                            models.BigIntegerField(blank=True, help_text="Null: Homeround itself", null=True),
                        ),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        ("system", models.CharField(max_length=150)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("answer_by", models.DateField(blank=True, null=True)),
                        ("outcome", models.TextField(blank=True)),
                        ("came_back_at", models.DateTimeField(blank=True, null=True)),
                        ("came_back_by_name", models.CharField(blank=True, max_length=150)),
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
                                to="issues.handoff",
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="issues.issue",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="IssueFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by_user_id",
                            models.BigIntegerField(blank=True, help_text="Null: Homeround itself", null=True),
                        ),
                        ("by_name", models.CharField(max_length=150)),
                        ("by_organisation_name", models.CharField(blank=True, max_length=200)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "content_type",
                            models.CharField(help_text="As its first bytes say, not its name", max_length=100),
                        ),
                        ("size", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        ("key", models.UUIDField(unique=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="issues.issue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["issue", "-at"], name="issues_file_issue"),
                            models.Index(fields=["home"], name="issues_file_home"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueWatcher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=150)),
                        ("since", models.DateTimeField()),
                        ("stopped_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="issues.issue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stopped_at", None)),
                                fields=["user_id", "issue"],
                                name="issues_watcher_person",
                            ),
                            models.Index(fields=["home"], name="issues_watcher_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("issue", "user_id"), name="issues_watcher_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(help_text="As registered in carehomes.issues.links", max_length=30)),
                        ("target_id", models.BigIntegerField()),
                        (
                            "home",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="issues.issue",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["kind", "target_id"], name="issues_link_target"),
                            models.Index(fields=["home"], name="issues_link_home"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("issue", "kind", "target_id"), name="issues_link_once")
                        ],
                    },
                ),
            ]
        ),
    ]
