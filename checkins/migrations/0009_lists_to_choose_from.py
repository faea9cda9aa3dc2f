"""Appointment categories and kinds of service are both lists to choose from: their constraints are called alike. A handful of rows."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("checkins", "0008_clinicians_of_a_profession_that_nobody_has_said")]

    operations = [
        migrations.RemoveConstraint("appointmentcategory", "checkins_category_once"),
        migrations.RemoveConstraint("appointmentcategory", "checkins_category_dates"),
        migrations.AddConstraint(
            "appointmentcategory",
            models.UniqueConstraint(fields=["key", "valid_from"], name="checkins_appointmentcategory_once"),
        ),
        migrations.AddConstraint(
            "appointmentcategory",
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="checkins_appointmentcategory_dates"
            ),
        ),
    ]
