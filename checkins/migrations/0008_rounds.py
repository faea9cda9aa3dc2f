"""Home rounds and MDT meetings: their tables, classes and keys, and the national appointment categories."""

from datetime import date

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from carehomes.access.tenancy import DataClass, composite_key, protect

OF_ROUND = ("roundstatus", "roundinvitation", "roundaddendum")
OF_ITEM = ("roundcard", "roundcontact", "roundaction")
HISTORY_OF_RESIDENTS = ("agendaitemevent", "roundcontactevent", "roundactionevent")

GPAD = date(2021, 4, 1)  # the categories were in all GP systems from the end of March 2021
SOURCE = "NHS England, Improving GP appointment data: national GP appointment categories"
CATEGORIES = (
    ("care_home_round", "Patient contact during Care Home Round"),
    ("care_home_visit", "Care Home Visit"),
    ("needs_assessment", "Care Home Needs Assessment & Personalised Care and Support Planning"),
    ("smr", "Structured Medication Review"),
)


def fill(apps, schema_editor):
    rows = apps.get_model("checkins", "AppointmentCategory").objects.using(schema_editor.connection.alias)
    model = apps.get_model("checkins", "AppointmentCategory")
    rows.bulk_create(
        model(key=key, label=label, place=place, valid_from=GPAD, source=SOURCE)
        for place, (key, label) in enumerate(CATEGORIES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_refused_addresses"),
        ("checkins", "0007_form_versions_and_portal"),
        ("directory", "0006_dated_schedules"),
        ("residents", "0004_moving_between_homes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
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
                    models.DateField(help_text="The day of the round: it can be asked after the resident has moved"),
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
                        blank=True, help_text="Not reached or put off: when it came onto another agenda", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AppointmentCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField()),
                ("secret_digest", models.CharField(help_text="SHA-256", max_length=64)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("user_id",), name="checkins_feed_one_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("home_round", "Home round"), ("mdt", "MDT meeting")], max_length=10),
                ),
                ("held_on", models.DateField()),
                ("starts_at", models.TimeField(help_text="On London's clocks")),
                ("minutes", models.PositiveSmallIntegerField(default=60, help_text="How long it is planned to take")),
                ("mode", models.CharField(choices=[("virtual", "By video"), ("visit", "Visit")], max_length=8)),
                ("link", models.URLField(blank=True, help_text="Where a virtual one is joined", max_length=300)),
                ("chair_user_id", models.BigIntegerField()),
                ("chair_name", models.CharField(max_length=150)),
                (
                    "check_in_id",
                    models.BigIntegerField(blank=True, help_text="The check-in that it was convened from", null=True),
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
                    models.BigIntegerField(blank=True, help_text="Whose card is open in the meeting", null=True),
                ),
                ("now_since", models.DateTimeField(blank=True, null=True)),
                ("on_agenda", models.PositiveSmallIntegerField(default=0, help_text="Residents on its agenda")),
                ("seen", models.PositiveSmallIntegerField(default=0)),
                ("discussed", models.PositiveSmallIntegerField(default=0)),
                ("invited", models.PositiveSmallIntegerField(default=0)),
                ("attended", models.PositiveSmallIntegerField(default=0)),
                (
                    "calendar_sequence",
                    models.PositiveSmallIntegerField(default=0, help_text="SEQUENCE of its calendar entry (RFC 5545)"),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(default=1, help_text="Grows with every change; a stale form is told"),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="directory.carehome"
                    ),
                ),
            ],
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
        migrations.AddField(
            model_name="agendaitem",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="checkins.round",
            ),
        ),
        migrations.CreateModel(
            name="RoundAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.CharField(choices=[("home_round", "Home round"), ("mdt", "MDT meeting")], max_length=10),
                ),
                ("held_on", models.DateField()),
                ("starts_at", models.TimeField(help_text="On London's clocks")),
                ("minutes", models.PositiveSmallIntegerField(default=60, help_text="How long it is planned to take")),
                ("mode", models.CharField(choices=[("virtual", "By video"), ("visit", "Visit")], max_length=8)),
                ("link", models.URLField(blank=True, help_text="Where a virtual one is joined", max_length=300)),
                ("chair_user_id", models.BigIntegerField()),
                ("chair_name", models.CharField(max_length=150)),
                (
                    "check_in_id",
                    models.BigIntegerField(blank=True, help_text="The check-in that it was convened from", null=True),
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
                    models.BigIntegerField(blank=True, help_text="Whose card is open in the meeting", null=True),
                ),
                ("now_since", models.DateTimeField(blank=True, null=True)),
                ("on_agenda", models.PositiveSmallIntegerField(default=0, help_text="Residents on its agenda")),
                ("seen", models.PositiveSmallIntegerField(default=0)),
                ("discussed", models.PositiveSmallIntegerField(default=0)),
                ("invited", models.PositiveSmallIntegerField(default=0)),
                ("attended", models.PositiveSmallIntegerField(default=0)),
                (
                    "calendar_sequence",
                    models.PositiveSmallIntegerField(default=0, help_text="SEQUENCE of its calendar entry (RFC 5545)"),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(default=1, help_text="Grows with every change; a stale form is told"),
                ),
                ("key", models.UUIDField(help_text="The form that convened it; also the UID of its calendar entry")),
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
            name="RoundInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.BigIntegerField(blank=True, help_text="Their account; null for somebody outside", null=True),
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
                    models.BigIntegerField(blank=True, help_text="Their account; null for somebody outside", null=True),
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
            name="RoundStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.PositiveIntegerField(default=0, help_text="Grows with every save; a stale form is told"),
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
                    models.DateField(help_text="The day of the round: it can be asked after the resident has moved"),
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
                        blank=True, help_text="Not reached or put off: when it came onto another agenda", null=True
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
        migrations.AddField(
            model_name="roundcontact",
            name="category",
            field=models.ForeignKey(
                blank=True,
                help_text="Of whoever was seen. A discussion without the resident need not be an appointment (GPAD guidance)",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="checkins.appointmentcategory",
            ),
        ),
        migrations.AddField(
            model_name="roundcontact",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.carehome"
            ),
        ),
        migrations.AddField(
            model_name="roundcontact",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="checkins.round",
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["home", "-held_on"], name="checkins_round_home"),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["held_on", "home"], name="checkins_round_day"),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("state__in", ("signed_off", "cancelled")), _negated=True),
                fields=["home", "held_on"],
                name="checkins_round_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("id", "home"), name="checkins_round_id_home"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("in_session", "written_up", "signed_off")), _negated=True),
                    ("began_at__isnull", False),
                    _connector="OR",
                ),
                name="checkins_round_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed_off"), _negated=True),
                    models.Q(("ended_at__isnull", False), ("signed_off_at__isnull", False)),
                    _connector="OR",
                ),
                name="checkins_round_signed_off",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["round", "place"], name="checkins_item_round"),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["resident", "-added_at"], name="checkins_item_person"),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["home"], name="checkins_item_home"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("id", "resident", "home"), name="checkins_item_id_resident_home"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("round", "resident"), name="checkins_item_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddIndex(
            model_name="roundaction",
            index=models.Index(fields=["item", "number"], name="checkins_roundaction_item"),
        ),
        migrations.AddIndex(
            model_name="roundaction",
            index=models.Index(fields=["home"], name="checkins_roundaction_home"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundaction",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundaction",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundaction",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddIndex(
            model_name="roundaddendum",
            index=models.Index(fields=["round", "at"], name="checkins_addendum_round"),
        ),
        migrations.AddIndex(
            model_name="roundaddendum",
            index=models.Index(fields=["home"], name="checkins_addendum_home"),
        ),
        migrations.AddIndex(
            model_name="roundinvitation",
            index=models.Index(fields=["home"], name="checkins_invitation_home"),
        ),
        migrations.AddIndex(
            model_name="roundinvitation",
            index=models.Index(fields=["user_id", "round"], name="checkins_invitation_user"),
        ),
        migrations.AddConstraint(
            model_name="roundinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("round", "user_id"), name="checkins_invitation_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), models.Q(("email", ""), _negated=True)),
                fields=("round", "email"),
                name="checkins_invitation_email",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundinvitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundinvitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundinvitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddIndex(
            model_name="roundstatus",
            index=models.Index(fields=["round", "at"], name="checkins_roundstatus_round"),
        ),
        migrations.AddIndex(
            model_name="roundstatus",
            index=models.Index(fields=["home", "-at"], name="checkins_roundstatus_home"),
        ),
        migrations.AddIndex(
            model_name="roundcard",
            index=models.Index(fields=["home"], name="checkins_card_home"),
        ),
        migrations.AddIndex(
            model_name="roundcontact",
            index=models.Index(fields=["resident_id", "-at"], name="checkins_contact_person"),
        ),
        migrations.AddIndex(
            model_name="roundcontact",
            index=models.Index(fields=["home", "-at"], name="checkins_contact_home"),
        ),
        migrations.AddIndex(
            model_name="roundcontact",
            index=models.Index(fields=["round"], name="checkins_contact_round"),
        ),
        migrations.AddIndex(
            model_name="roundcontact",
            index=models.Index(
                condition=models.Q(("outcome__in", ("not_reached", "put_off")), ("settled_at", None)),
                fields=["home", "put_off_until"],
                name="checkins_contact_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundcontact",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="roundcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "seen"), _negated=True), ("category__isnull", False), _connector="OR"
                ),
                name="checkins_contact_seen_has_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "discussed"), _negated=True),
                    models.Q(("decided", ""), _negated=True),
                    _connector="OR",
                ),
                name="checkins_contact_discussion_written",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ("seen", "discussed")), models.Q(("category", None), ("mode", "")), _connector="OR"
                ),
                name="checkins_contact_none_without_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "put_off"), _negated=True),
                    models.Q(("put_off_until__isnull", False), models.Q(("put_off_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="checkins_contact_put_off_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundcontact",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundcontact",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundcontact",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        protect("checkins_round", DataClass.HOME, national=True),
        protect("checkins_roundevent", DataClass.HOME, append_only=True),
        protect("checkins_roundstatus", DataClass.HOME, append_only=True),
        protect("checkins_roundinvitation", DataClass.HOME),
        protect("checkins_roundinvitationevent", DataClass.HOME, append_only=True),
        protect("checkins_calendarfeed", DataClass.PERSONAL),
        protect("checkins_appointmentcategory", DataClass.REFERENCE),
        protect("checkins_agendaitem", DataClass.RESIDENT),
        protect("checkins_roundcontact", DataClass.RESIDENT),
        protect("checkins_roundcard", DataClass.RESIDENT, writes=["INSERT", "UPDATE", "DELETE"]),
        protect("checkins_roundaction", DataClass.RESIDENT, writes=["INSERT", "UPDATE", "DELETE"]),
        protect("checkins_roundaddendum", DataClass.RESIDENT, append_only=True),
        *(protect(f"checkins_{table}", DataClass.RESIDENT, append_only=True) for table in HISTORY_OF_RESIDENTS),
        *(
            composite_key(f"checkins_{table}", ("round_id", "home_id"), "checkins_round", ("id", "home_id"))
            for table in OF_ROUND
        ),
        composite_key("checkins_agendaitem", ("resident_id", "home_id"), "residents_resident", ("id", "home_id")),
        *(
            composite_key(
                f"checkins_{table}",
                ("item_id", "resident_id", "home_id"),
                "checkins_agendaitem",
                ("id", "resident_id", "home_id"),
            )
            for table in OF_ITEM
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
