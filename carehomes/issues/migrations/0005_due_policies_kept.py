"""The class of due policies, the lock on published ones, the general one; how often the last step of a general policy repeats."""

from datetime import date

from django.db import migrations

from carehomes.access.tenancy import DataClass, protect

# What is published is a promise: only its end may be set, once, and its state moves on. Its times never change.
LOCK = """
CREATE FUNCTION issues_due_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state IN ('published', 'succeeded')
        AND (NEW.id, NEW.organisation_id, NEW.version, NEW.opens, NEW.closes, NEW.source,
             NEW.valid_from, NEW.published_at, NEW.published_by_name)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.organisation_id, OLD.version, OLD.opens, OLD.closes, OLD.source,
             OLD.valid_from, OLD.published_at, OLD.published_by_name)
        AND (OLD.valid_to IS NULL OR NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published policy is succeeded, not changed' USING ERRCODE = '23514';
END
$$;
CREATE TRIGGER issues_due_is_kept BEFORE UPDATE OR DELETE ON issues_duepolicy
    FOR EACH ROW EXECUTE FUNCTION issues_due_is_kept();

CREATE FUNCTION issues_duetime_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM issues_duepolicy p
        WHERE p.state <> 'draft' AND p.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.policy_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.policy_id END)
    ) THEN
        RAISE EXCEPTION 'the times of a published policy do not change' USING ERRCODE = '23514';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER issues_duetime_is_kept BEFORE INSERT OR UPDATE OR DELETE ON issues_duetime
    FOR EACH ROW EXECUTE FUNCTION issues_duetime_is_kept();
"""
UNLOCK = """
DROP TRIGGER issues_duetime_is_kept ON issues_duetime;
DROP TRIGGER issues_due_is_kept ON issues_duepolicy;
DROP FUNCTION issues_duetime_is_kept(), issues_due_is_kept();
"""

# The lock on escalation policies, with how often the last step repeats among what is kept.
_KEPT = """
CREATE OR REPLACE FUNCTION issues_policy_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state IN ('published', 'succeeded')
        AND (NEW.id, NEW.organisation_id, NEW.about, NEW.name, NEW.version, NEW.clock, NEW.out_of_hours, NEW.out_of_hours_phone,
             {new} NEW.valid_from, NEW.published_at, NEW.published_by_name)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.organisation_id, OLD.about, OLD.name, OLD.version, OLD.clock, OLD.out_of_hours, OLD.out_of_hours_phone,
             {old} OLD.valid_from, OLD.published_at, OLD.published_by_name)
        AND (OLD.valid_to IS NULL OR NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published policy is succeeded, not changed' USING ERRCODE = '23514';
END
$$;
"""
KEPT = _KEPT.format(new="NEW.repeat_minutes,", old="OLD.repeat_minutes,")
KEPT_BEFORE = _KEPT.format(new="", old="")

SINCE = date(2020, 5, 1)  # the letter that asked for weekly check-ins
SOURCE = "Homeround's default until an area agrees its own; not a national standard"
WORKING_HOURS = {"urgent": 4, "two_days": 16, "week": 24, "routine": 80}
HOURLY = 60  # minutes; a resident who must be seen today does not wait a day for the next word


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    due, time, policy = (apps.get_model("issues", name) for name in ("DuePolicy", "DueTime", "EscalationPolicy"))
    made = due.objects.using(alias).create(version=1, source=SOURCE)
    time.objects.using(alias).bulk_create(
        time(policy=made, priority=priority, working_hours=hours) for priority, hours in WORKING_HOURS.items()
    )
    made.state, made.valid_from, made.published_by_name = "published", SINCE, "Homeround"
    made.published_at = f"{SINCE}T00:00:00Z"
    made.save(using=alias)
    policy.objects.using(alias).filter(about="same_day").update(repeat_minutes=HOURLY)


class Migration(migrations.Migration):
    dependencies = [("issues", "0004_due_policies")]

    operations = [
        protect("issues_duepolicy", DataClass.REGISTER),
        protect("issues_duetime", DataClass.REGISTER),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(LOCK, UNLOCK),
        migrations.RunSQL(KEPT, KEPT_BEFORE),
    ]
