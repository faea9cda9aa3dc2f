"""An index of the parts of names: the search looked at all 35,000 organisations for each that was typed."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_prescribers"),
    ]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="organisation",
            index=GinIndex(fields=["name_key"], name="access_organisation_parts", opclasses=["gin_trgm_ops"]),
        ),
    ]
