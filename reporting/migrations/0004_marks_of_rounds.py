"""A round of a week that is over, changed late, marks its week as changed: as check-ins do."""

from django.db import migrations

_SEEN = "home_id, held_on, state, began_at, invited, attended"
_WAS, _IS = (", ".join(f"{row}.{name}" for name in _SEEN.split(", ")) for row in ("OLD", "NEW"))
ROUNDS = f"""
CREATE FUNCTION mark_weeks_of_round() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN
    PERFORM mark_changed_weeks(least(OLD.held_on, NEW.held_on), greatest(OLD.held_on, NEW.held_on));
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION mark_weeks_of_round() FROM PUBLIC;
CREATE TRIGGER reporting_made AFTER INSERT ON checkins_round FOR EACH ROW
    WHEN (date_trunc('week', NEW.held_on) + interval '6 days' <= current_date) EXECUTE FUNCTION mark_weeks_of_round();
CREATE TRIGGER reporting_changed AFTER UPDATE ON checkins_round FOR EACH ROW
    WHEN (date_trunc('week', least(OLD.held_on, NEW.held_on)) + interval '6 days' <= current_date
          AND ({_WAS}) IS DISTINCT FROM ({_IS}))
    EXECUTE FUNCTION mark_weeks_of_round();
CREATE TRIGGER reporting_deleted AFTER DELETE ON checkins_round FOR EACH ROW
    WHEN (date_trunc('week', OLD.held_on) + interval '6 days' <= current_date) EXECUTE FUNCTION mark_weeks_of_round();
"""
UNDO = """
DROP TRIGGER reporting_made ON checkins_round; DROP TRIGGER reporting_changed ON checkins_round;
DROP TRIGGER reporting_deleted ON checkins_round; DROP FUNCTION mark_weeks_of_round();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_marks_of_change"), ("checkins", "0002_row_security")]

    operations = [migrations.RunSQL(ROUNDS, UNDO)]
