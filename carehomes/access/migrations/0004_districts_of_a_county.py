"""A district council's county: whose adult social care its care homes come under."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sign_in_tables")]

    operations = [
        migrations.AlterField(
            model_name="organisationparent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("partnership", "Member practice of a partnership"),
                    ("group", "Part of a provider group"),
                    ("network", "Member practice of a primary care network"),
                    ("commissioner", "Commissioned by"),
                    ("region", "In the region of"),
                    ("county", "District of the county"),
                ],
                max_length=20,
            ),
        ),
    ]
