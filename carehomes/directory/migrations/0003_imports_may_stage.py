"""Importers copy files into temporary tables, as the scheduler's login: the one privilege on the database that it needs."""

from django.db import migrations

_FOR_THIS_DATABASE = """
    DO $$ BEGIN EXECUTE format('{} homeround_system', current_database()); END $$
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            _FOR_THIS_DATABASE.format("GRANT TEMPORARY ON DATABASE %I TO"),
            _FOR_THIS_DATABASE.format("REVOKE TEMPORARY ON DATABASE %I FROM"),
        ),
    ]
