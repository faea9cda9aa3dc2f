"""The classes of the tables of 0005, the keys that carry the tenant, and the first weights of a home's priority list."""

from datetime import date

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

WRITTEN_ONCE = (
    "nominationstatus",
    "nominationescalation",
    "observation",
    "baseline",
    "softsigns",
    "priorityagreement",
    "priorityplace",
)
OF_NOMINATION = ("nominationstatus", "nominationescalation")
OF_RESIDENT = ("observation", "baseline", "softsigns", "sbard", "priorityplace")

SINCE = date(2020, 5, 1)
# What makes a resident come sooner. Visible on the page beside each reason; an area succeeds them by a row of its own.
WEIGHTS = {
    "same_day": 100,
    "within_48_hours": 60,
    "this_round": 30,
    "routine": 10,
    "news2_high": 70,
    "news2_medium": 40,
    "news2_low_medium": 30,
    "news2_above_baseline": 15,
    "soft_signs": 35,
    "deferred_due": 20,
    "back_from_hospital": 15,
    "new_resident": 10,
    "not_seen": 5,
}


def fill(apps, schema_editor):
    apps.get_model("checkins", "Policy").objects.using(schema_editor.connection.alias).create(
        name="priority_weights",
        value=WEIGHTS,
        valid_from=SINCE,
        source="Homeround's default until an area agrees its own; not a national standard",
    )


def empty(apps, schema_editor):
    rows = apps.get_model("checkins", "Policy").objects.using(schema_editor.connection.alias)
    rows.filter(name="priority_weights", organisation=None).delete()


class Migration(migrations.Migration):
    dependencies = [("checkins", "0005_residents_to_see"), ("residents", "0004_moving_between_homes")]

    operations = [
        *(protect(f"checkins_{table}", DataClass.RESIDENT, append_only=True) for table in WRITTEN_ONCE),
        protect("checkins_sbard", DataClass.RESIDENT),
        protect("checkins_sbardevent", DataClass.RESIDENT, append_only=True),
        *(
            composite_key(f"checkins_{table}", ("nomination_id", "home_id"), "checkins_nomination", ("id", "home_id"))
            for table in OF_NOMINATION
        ),
        *(
            composite_key(f"checkins_{table}", ("resident_id", "home_id"), "residents_resident", ("id", "home_id"))
            for table in OF_RESIDENT
        ),
        composite_key("checkins_observation", ("corrects_id", "home_id"), "checkins_observation", ("id", "home_id")),
        migrations.RunPython(fill, empty),
    ]
