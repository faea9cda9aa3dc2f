"""Whom to tell of a same-day concern is among the people around the home; the function that asked for clinicians alone goes."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("checkins.migrations.0002_row_security").CLINICIANS_FOR


class Migration(migrations.Migration):
    dependencies = [("checkins", "0011_words_beside_shared_fields")]

    operations = [migrations.RunSQL("DROP FUNCTION clinicians_for(bigint)", BEFORE)]
