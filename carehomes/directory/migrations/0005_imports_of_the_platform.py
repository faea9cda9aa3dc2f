"""Uploads of register files belong to the platform's organisation: each of its administrators sees and confirms them."""

import django.db.models.deletion
from django.db import migrations, models

from carehomes.access.tenancy import DataClass, read_condition

# Nothing is written by an organisation's scope: the actions check who asks, and write on its behalf.
POLICIES = f"""
    DROP POLICY organisation_read ON directory_registerimport;
    DROP POLICY organisation_insert ON directory_registerimport;
    DROP POLICY organisation_update ON directory_registerimport;
    REVOKE INSERT, UPDATE ON directory_registerimport FROM homeround_organisation;
    CREATE POLICY organisation_read ON directory_registerimport FOR SELECT TO homeround_organisation
        USING ({read_condition(DataClass.ORGANISATION)});
"""
BACK = """
    DROP POLICY organisation_read ON directory_registerimport;
    CREATE POLICY organisation_read ON directory_registerimport FOR SELECT TO homeround_organisation
        USING (user_id = (SELECT current_person()));
    CREATE POLICY organisation_insert ON directory_registerimport FOR INSERT TO homeround_organisation
        WITH CHECK (user_id = (SELECT current_person()));
    CREATE POLICY organisation_update ON directory_registerimport FOR UPDATE TO homeround_organisation
        USING (user_id = (SELECT current_person())) WITH CHECK (user_id = (SELECT current_person()));
    GRANT INSERT, UPDATE ON directory_registerimport TO homeround_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_visible_homes_asks_less")]

    operations = [
        migrations.RunSQL("DELETE FROM directory_registerimport", migrations.RunSQL.noop),
        migrations.RemoveField("registerimport", "step"),
        migrations.RemoveField("registerimport", "rows_done"),
        migrations.RemoveField("registerimport", "rows_total"),
        migrations.AddField(
            "registerimport",
            "organisation",
            models.ForeignKey(
                default=None,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.organisation",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "registerimport",
            "kind",
            models.CharField(blank=True, help_text="Layout of the file, once it is recognised", max_length=30),
        ),
        migrations.AddField(
            "registerimport",
            "partial",
            models.BooleanField(default=False, help_text="A part of the register: closes no home"),
        ),
        migrations.AddField(
            "registerimport",
            "as_of",
            models.DateField(blank=True, help_text="Date of the file, where the person gave one", null=True),
        ),
        migrations.AddField(
            "registerimport",
            "attempts",
            models.PositiveSmallIntegerField(default=0, help_text="How often the present state was begun"),
        ),
        migrations.AddField(
            "registerimport",
            "decided_by_name",
            models.CharField(blank=True, help_text="Who confirmed or withdrew it", max_length=150),
        ),
        migrations.AddIndex(
            "registerimport",
            models.Index(
                condition=models.Q(("state__in", ("checking", "applying"))),
                fields=["id"],
                name="directory_import_waiting",
            ),
        ),
        migrations.RunSQL(POLICIES, BACK),
    ]
