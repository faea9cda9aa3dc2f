"""How each person wants to be told, the one e-mail of a day, and what became of each e-mail."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_unread"),
    ]

    operations = [
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
                        base_field=models.PositiveSmallIntegerField(), help_text="1 is Monday, 7 is Sunday", size=None
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
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        ),
        migrations.CreateModel(
            name="NotificationSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.PositiveSmallIntegerField(blank=True, help_text="Days before it falls due", null=True),
                ),
            ],
        ),
        migrations.AddField(
            model_name="notification",
            name="cause",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The same cause is told each person once",
                max_length=80,
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="channel",
            field=models.CharField(
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
        migrations.AddField(
            model_name="outboxmessage",
            name="recipient_user_id",
            field=models.BigIntegerField(blank=True, help_text="Null: nobody's account yet", null=True),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="last_error",
            field=models.CharField(
                blank=True, help_text="A code or the kind of failure, never an address", max_length=200
            ),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="state",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["recipient_user_id"], name="notifications_outbox_held"
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["created_at"], name="notifications_outbox_day"),
        ),
        migrations.AddConstraint(
            model_name="deliverytimes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_to", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_to__isnull", False)),
                    _connector="OR",
                ),
                name="notifications_quiet_from_and_to",
            ),
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(
                condition=models.Q(("state", "due")), fields=["for_date"], name="notifications_digest_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("user_id", "for_date"), name="notifications_digest_once_a_day"),
        ),
        migrations.AddField(
            model_name="notification",
            name="digest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="told",
                to="notifications.digest",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("channel", "digest"), ("digest", None)),
                fields=["user_id"],
                name="notifications_for_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True),
                fields=("user_id", "cause"),
                name="notifications_once_a_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationsetting",
            constraint=models.UniqueConstraint(fields=("user_id", "kind"), name="notifications_setting_once"),
        ),
    ]
