"""The class of retry policies and the lock on published ones; what was agreed about tries so far becomes published versions."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, protect

NAME = "no_answer_retry_minutes"

# What is published is a promise: only its end may be set, once, and its state moves on.
LOCK = """
CREATE FUNCTION checkins_retry_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state IN ('published', 'succeeded')
        AND (NEW.id, NEW.organisation_id, NEW.version, NEW.waits, NEW.source,
             NEW.valid_from, NEW.published_at, NEW.published_by_name)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.organisation_id, OLD.version, OLD.waits, OLD.source,
             OLD.valid_from, OLD.published_at, OLD.published_by_name)
        AND (OLD.valid_to IS NULL OR NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published policy is succeeded, not changed' USING ERRCODE = '23514';
END
$$;
CREATE TRIGGER checkins_retry_is_kept BEFORE UPDATE OR DELETE ON checkins_retrypolicy
    FOR EACH ROW EXECUTE FUNCTION checkins_retry_is_kept();
"""
UNLOCK = """
DROP TRIGGER checkins_retry_is_kept ON checkins_retrypolicy;
DROP FUNCTION checkins_retry_is_kept();
"""


def _both(apps, schema_editor):
    alias = schema_editor.connection.alias
    return (apps.get_model("checkins", name).objects.using(alias) for name in ("Policy", "RetryPolicy"))


def fill(apps, schema_editor):
    """Each organisation's settings, in the order in which they held, are its versions 1, 2, 3."""
    settings, versions = _both(apps, schema_editor)
    number = {}
    for each in settings.filter(name=NAME).order_by("valid_from", "pk"):
        number[each.organisation_id] = number.get(each.organisation_id, 0) + 1
        versions.create(
            organisation_id=each.organisation_id,
            version=number[each.organisation_id],
            state="succeeded" if each.valid_to else "published",
            waits=each.value,
            source=each.source,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            published_at=f"{each.valid_from:%Y-%m-%d}T00:00:00Z",
            published_by_name="Homeround",
        )
    settings.filter(name=NAME).delete()


def empty(apps, schema_editor):
    """Published versions become settings again; drafts held nowhere."""
    settings, versions = _both(apps, schema_editor)
    for each in versions.exclude(state="draft").order_by("pk"):
        settings.create(
            organisation_id=each.organisation_id,
            name=NAME,
            value=each.waits,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            source=each.source,
        )


class Migration(migrations.Migration):
    dependencies = [("checkins", "0006_order_agreed_and_tries")]

    operations = [
        protect("checkins_retrypolicy", DataClass.REGISTER),
        migrations.RunPython(fill, empty),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
