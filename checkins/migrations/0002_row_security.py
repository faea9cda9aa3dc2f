"""The classes of this app's tables and the keys that carry the tenant. National readers count check-ins; they read no words."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

OF_CHECK_IN = ("checkins_checkinstatus", "checkins_attempt", "checkins_checkindraft", "checkins_sectionanswer")


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_initial"), ("residents", "0002_row_security")]

    operations = [
        protect("checkins_checkin", DataClass.HOME, national=True, writes=["UPDATE"]),
        protect("checkins_checkinevent", DataClass.HOME, append_only=True),
        protect("checkins_checkinstatus", DataClass.HOME, append_only=True),
        protect("checkins_attempt", DataClass.HOME, append_only=True),
        protect("checkins_checkindraft", DataClass.RESIDENT, writes=["INSERT", "UPDATE", "DELETE"]),
        protect("checkins_sectionanswer", DataClass.RESIDENT),
        protect("checkins_sectionanswerevent", DataClass.RESIDENT, append_only=True),
        protect("checkins_nomination", DataClass.RESIDENT),
        protect("checkins_nominationevent", DataClass.RESIDENT, append_only=True),
        protect("checkins_formversion", DataClass.REFERENCE),
        protect("checkins_policy", DataClass.REGISTER),
        *(
            composite_key(table, ("check_in_id", "home_id"), "checkins_checkin", ("id", "home_id"))
            for table in OF_CHECK_IN
        ),
        composite_key("checkins_nomination", ("resident_id", "home_id"), "residents_resident", ("id", "home_id")),
    ]
