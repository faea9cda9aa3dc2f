"""An organisation's working hours and due times become versions; issues know a day that was agreed; the last step of a policy repeats."""

import datetime

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def only_the_general_ones(apps, schema_editor):
    """Until now no page wrote rows of an organisation, and the general ones are written anew. Somebody's own are not thrown away."""
    rows = apps.get_model("issues", "DuePolicy").objects.using(schema_editor.connection.alias)
    if rows.exclude(organisation=None).exists():
        raise RuntimeError("Write down the due policies of organisations, delete them, migrate, and publish them anew.")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_row_security"),
        ("issues", "0003_homes_that_do_not_answer"),
    ]

    operations = [
        migrations.RunPython(only_the_general_ones, migrations.RunPython.noop),
        migrations.DeleteModel("DuePolicy"),
        migrations.CreateModel(
            name="DuePolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("succeeded", "Succeeded")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("opens", models.TimeField(default=datetime.time(9, 0), help_text="On working days, by London clocks")),
                ("closes", models.TimeField(default=datetime.time(17, 0))),
                (
                    "source",
                    models.CharField(blank=True, help_text="Who agreed it, or where it comes from", max_length=200),
                ),
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
                        fields=("organisation", "version"), name="issues_duepolicy_version", nulls_distinct=False
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("organisation",),
                        name="issues_duepolicy_one_draft",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft"), _negated=True),
                        fields=("organisation", "valid_from"),
                        name="issues_duepolicy_from_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("published_at__isnull", False), ("valid_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="issues_duepolicy_published_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="issues_duepolicy_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))), name="issues_duepolicy_hours"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="DueTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
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
                            ("no_answer", "Home does not answer"),
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
                ("working_hours", models.PositiveSmallIntegerField()),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="times", to="issues.duepolicy"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "working_hours", "priority"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "kind", "priority"), name="issues_duetime_once")
                ],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="issue",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="issue",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="escalationpolicy",
            name="repeat_minutes",
            field=models.PositiveIntegerField(
                default=480,
                help_text="The last step comes again after so long, on the policy's clock, until somebody takes it up",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="due_on",
            field=models.DateField(
                blank=True, help_text="A day that was agreed, on a round: it goes before the policy", null=True
            ),
        ),
        migrations.AddField(
            model_name="issueevent",
            name="due_on",
            field=models.DateField(
                blank=True, help_text="A day that was agreed, on a round: it goes before the policy", null=True
            ),
        ),
        migrations.AlterField(
            model_name="issue",
            name="due_at",
            field=models.DateTimeField(
                help_text="Derived: the end of the agreed day, else when it was raised or reopened plus the policy's working hours"
            ),
        ),
        migrations.AlterField(
            model_name="issueevent",
            name="due_at",
            field=models.DateTimeField(
                help_text="Derived: the end of the agreed day, else when it was raised or reopened plus the policy's working hours"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issue",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "issues_issueevent" ("accepted_at", "ask_again_on", "closed_at", "confirmed_at", "due_at", "due_on", "escalates_at", "escalation_policy_id", "escalation_tier", "home_id", "id", "key", "kind", "next_escalation_at", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "raised_at", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "resident_id", "resolved_at", "revision", "state") VALUES (NEW."accepted_at", NEW."ask_again_on", NEW."closed_at", NEW."confirmed_at", NEW."due_at", NEW."due_on", NEW."escalates_at", NEW."escalation_policy_id", NEW."escalation_tier", NEW."home_id", NEW."id", NEW."key", NEW."kind", NEW."next_escalation_at", NEW."owner_name", NEW."owner_organisation_id", NEW."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."priority", NEW."raised_at", NEW."raised_by_name", NEW."raised_by_organisation_name", NEW."raised_by_user_id", NEW."resident_id", NEW."resolved_at", NEW."revision", NEW."state"); RETURN NULL;',
                    hash="71d056307607f3e4517525764671caaf6e4f99d8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c95b6",
                    table="issues_issue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issue",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "issues_issueevent" ("accepted_at", "ask_again_on", "closed_at", "confirmed_at", "due_at", "due_on", "escalates_at", "escalation_policy_id", "escalation_tier", "home_id", "id", "key", "kind", "next_escalation_at", "owner_name", "owner_organisation_id", "owner_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "raised_at", "raised_by_name", "raised_by_organisation_name", "raised_by_user_id", "resident_id", "resolved_at", "revision", "state") VALUES (OLD."accepted_at", OLD."ask_again_on", OLD."closed_at", OLD."confirmed_at", OLD."due_at", OLD."due_on", OLD."escalates_at", OLD."escalation_policy_id", OLD."escalation_tier", OLD."home_id", OLD."id", OLD."key", OLD."kind", OLD."next_escalation_at", OLD."owner_name", OLD."owner_organisation_id", OLD."owner_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."priority", OLD."raised_at", OLD."raised_by_name", OLD."raised_by_organisation_name", OLD."raised_by_user_id", OLD."resident_id", OLD."resolved_at", OLD."revision", OLD."state"); RETURN NULL;',
                    hash="42deff2ca55ebeb8d483ea99bc9fa20d736e7711",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_04ec9",
                    table="issues_issue",
                    when="AFTER",
                ),
            ),
        ),
    ]
