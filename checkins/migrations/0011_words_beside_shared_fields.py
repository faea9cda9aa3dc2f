"""What several tables shared with other words beside their fields says the same everywhere. No statement for the database."""

from django.db import migrations, models

CHANGES = "Name of a field: who changed it last, in which revisions"
FIELDS = "Name of a field: the values it was sent with"
REVISION = "Grows with every save; a stale form is told"


class Migration(migrations.Migration):
    dependencies = [("checkins", "0010_forms_of_organisations")]

    operations = [
        *(
            migrations.AlterField(model, "changes", models.JSONField(default=dict, help_text=CHANGES))
            for model in ("beforehand", "checkindraft", "roundcard")
        ),
        *(
            migrations.AlterField(model, "fields", models.JSONField(default=dict, help_text=FIELDS))
            for model in ("beforehand", "roundcard")
        ),
        migrations.AlterField("beforehand", "revision", models.PositiveIntegerField(default=0, help_text=REVISION)),
        *(
            migrations.AlterField(
                model,
                "by_user_id",
                models.BigIntegerField(blank=True, help_text="Null: Homeround itself", null=True),
            )
            for model in ("checkinstatus", "nominationstatus")
        ),
    ]
