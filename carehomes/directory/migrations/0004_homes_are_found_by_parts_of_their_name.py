"""An index of the parts of names and towns: the search looked at all 15,000 homes for each that was typed."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_organisations_are_found_by_parts_of_their_name"),  # makes the extension
        ("directory", "0003_registered_homes_are_counted_by_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="carehome",
            index=GinIndex(
                fields=["name_key", "town_key"],
                name="directory_carehome_parts",
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
            ),
        ),
    ]
