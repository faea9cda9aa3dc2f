"""An organisation may keep a form of its own: whose a version is, until when it holds, and who may read a draft.

The lock on what is published stays; besides, it lets the end of a version be set, once.
"""

import django.db.models.deletion
from django.db import migrations, models

_LOCK = """
CREATE OR REPLACE FUNCTION checkins_published_form_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    {end_once}
    RAISE EXCEPTION 'Form % is published: answers were given to it. Publish its successor.', OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
_END_ONCE = """
    IF TG_OP = 'UPDATE' AND OLD.valid_to IS NULL AND to_jsonb(NEW) - 'valid_to' = to_jsonb(OLD) - 'valid_to' THEN
        RETURN NEW;
    END IF;
"""
LOCK, LOCK_BEFORE = _LOCK.format(end_once=_END_ONCE), _LOCK.format(end_once="")

# One version of the general form follows on the other: each ends on the first day of the next.
ENDS = """
UPDATE checkins_formversion v SET valid_to = following.valid_from
FROM (SELECT id, lead(valid_from) OVER (ORDER BY valid_from, number) AS valid_from FROM checkins_formversion WHERE state = 'published') following
WHERE following.id = v.id AND following.valid_from IS NOT NULL;
"""

# Restrictive: besides the policy of the class, by which everybody may read what is published. A draft is read by administrators of its
# organisation; one of the general form is nobody's secret.
DRAFTS = """
CREATE POLICY organisation_drafts ON checkins_formversion AS RESTRICTIVE FOR SELECT TO homeround_organisation
    USING (state <> 'draft' OR organisation_id IS NULL OR organisation_id = ANY ((SELECT administered_organisations())::bigint[]));
CREATE POLICY national_drafts ON checkins_formversion AS RESTRICTIVE FOR SELECT TO homeround_national USING (state <> 'draft');
"""
NO_DRAFTS = """
DROP POLICY organisation_drafts ON checkins_formversion;
DROP POLICY national_drafts ON checkins_formversion;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_prescribers"),
        ("checkins", "0009_lists_to_choose_from"),
    ]

    operations = [
        migrations.AddField(
            model_name="formversion",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.organisation",
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="valid_to",
            field=models.DateField(blank=True, help_text="First day on which it no longer holds", null=True),
        ),
        migrations.AlterField(
            model_name="formversion",
            name="number",
            field=models.PositiveIntegerField(help_text="Of the organisation's own versions, or of the general ones"),
        ),
        migrations.RemoveConstraint(model_name="formversion", name="checkins_formversion_one_draft"),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="checkins_formversion_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="checkins_formversion_number", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("organisation",),
                name="checkins_formversion_one_draft",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(DRAFTS, NO_DRAFTS),
        migrations.RunSQL(LOCK, LOCK_BEFORE),
        migrations.RunSQL(ENDS, migrations.RunSQL.noop),
    ]
