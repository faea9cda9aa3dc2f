"""The classes of this app's tables, the keys that carry the tenant, and the move between homes."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

OF_RESIDENT = ("residents_stay", "residents_absence", "residents_allergy", "residents_legaldocument")
HISTORY = ("residents_residentevent", *(f"{table}event" for table in OF_RESIDENT))


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial"), ("directory", "0002_row_security")]

    operations = [
        protect("residents_resident", DataClass.RESIDENT),
        *(protect(table, DataClass.RESIDENT) for table in OF_RESIDENT),
        *(protect(table, DataClass.RESIDENT, append_only=True) for table in HISTORY),
        *(
            composite_key(table, ("resident_id", "home_id"), "residents_resident", ("id", "home_id"))
            for table in OF_RESIDENT
        ),
    ]
