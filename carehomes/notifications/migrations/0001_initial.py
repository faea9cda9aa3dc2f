"""What people are told, how they want to be told, and the outbox of e-mails: the tables."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from carehomes.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Digest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("for_date", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("due", "Due"), ("queued", "In the outbox"), ("nothing", "Nothing to say")],
                                default="due",
                                max_length=8,
                            ),
                        ),
                        (
                            "sections",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                default=list,
                                help_text="Keys of what it said",
                                size=None,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "due")),
                                fields=["for_date"],
                                name="notifications_digest_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user_id", "for_date"), name="notifications_digest_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("kind", models.CharField(max_length=40)),
                        ("title", models.CharField(max_length=200)),
                        ("address", models.CharField(help_text="Path of the page that it leads to", max_length=200)),
                        ("urgent", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cause",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="The same cause is told each person once",
                                max_length=80,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("at_once", "In Homeround, and by email at once"),
                                    ("digest", "In Homeround, and in the daily email"),
                                    ("in_app", "In Homeround only"),
                                    ("off", "Not at all"),
                                ],
                                db_default="in_app",
                                default="in_app",
                                help_text="As the person had chosen when they were told",
                                max_length=8,
                            ),
                        ),
                        (
                            "digest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="told",
                                to="notifications.digest",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["user_id", "-created_at"], name="notifications_mine"),
                            models.Index(
                                condition=models.Q(("read_at", None)), fields=["user_id"], name="notifications_unread"
                            ),
                            models.Index(
                                condition=models.Q(("channel", "digest"), ("digest", None)),
                                fields=["user_id"],
                                name="notifications_for_digest",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cause", ""), _negated=True),
                                fields=("user_id", "cause"),
                                name="notifications_once_a_cause",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NotificationSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("kind", models.CharField(help_text="Key of a kind in kinds.py or a domain's", max_length=40)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("at_once", "In Homeround, and by email at once"),
                                    ("digest", "In Homeround, and in the daily email"),
                                    ("in_app", "In Homeround only"),
                                    ("off", "Not at all"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "lead_days",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Days before it falls due", null=True
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user_id", "kind"), name="notifications_setting_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryTimes",
                    fields=[
                        ("user_id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("quiet_from", models.TimeField(blank=True, help_text="Null: no quiet hours", null=True)),
                        ("quiet_to", models.TimeField(blank=True, null=True)),
                        ("digest_at", models.TimeField()),
                        (
                            "digest_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                help_text="1 is Monday, 7 is Sunday",
                                size=None,
                            ),
                        ),
                        ("on_bank_holidays", models.BooleanField(default=False)),
                        (
                            "before",
                            models.JSONField(
                                blank=True, help_text="All settings before the last change: it can be undone", null=True
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_to", None)),
                                    models.Q(("quiet_from__isnull", False), ("quiet_to__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notifications_quiet_from_and_to",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutboxMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("dedup_key", models.CharField(max_length=100, unique=True)),
                        ("recipient", models.EmailField(max_length=254)),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("held", "Held: the address was refused before"),
                                    ("sent", "Sent"),
                                    ("failed", "Failed"),
                                    ("bounced", "Bounced"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("due_at", models.DateTimeField(help_text="Not before; moved on after a failure")),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "last_error",
                            models.CharField(
                                blank=True, help_text="A code or the kind of failure, never an address", max_length=200
                            ),
                        ),
                        (
                            "recipient_user_id",
                            models.BigIntegerField(blank=True, help_text="Null: nobody's account yet", null=True),
                        ),
                        (
                            "calendar",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="A calendar file without its recipient; see calendars.py",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["due_at"],
                                name="notifications_outbox_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("state", "held")),
                                fields=["recipient_user_id"],
                                name="notifications_outbox_held",
                            ),
                            models.Index(fields=["created_at"], name="notifications_outbox_day"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tick",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ran_at", models.DateTimeField()),
                        ("singleton", models.BooleanField(default=True, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("singleton", True)), name="notifications_tick_one"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
