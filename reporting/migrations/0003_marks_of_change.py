"""The classes of the tables of kept counts, and the triggers that mark weeks as changed in the transaction that changes their facts.

Triggers, so that no statement can forget it: imports and the scheduler write sets of rows. Only weeks that are over are marked (by the
calendar of the database, a day too many rather than one too few): the present week is counted anew with every tick, so the calls of
the day write nothing more. A check-in marks its week and the next one, which asks whether it is the second in a row.
"""

from django.db import migrations

from carehomes.access.tenancy import DataClass, protect

MARK = """
CREATE FUNCTION mark_changed_weeks(first_day date, last_day date) RETURNS void
LANGUAGE sql VOLATILE SET search_path = public, pg_temp
AS $$
    INSERT INTO reporting_changedweeks (first_week, last_week)
    SELECT date_trunc('week', $1)::date, greatest(date_trunc('week', $1)::date, least($2, current_date) + 7)
    WHERE date_trunc('week', $1)::date + 6 <= current_date
$$;
REVOKE EXECUTE ON FUNCTION mark_changed_weeks(date, date) FROM PUBLIC;
"""
CHECK_INS = """
CREATE FUNCTION mark_weeks_of_check_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN
    PERFORM mark_changed_weeks(least(OLD.week, NEW.week), greatest(OLD.week, NEW.week));
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION mark_weeks_of_check_in() FROM PUBLIC;
CREATE TRIGGER reporting_made AFTER INSERT ON checkins_checkin FOR EACH ROW
    WHEN (NEW.week + 6 <= current_date) EXECUTE FUNCTION mark_weeks_of_check_in();
CREATE TRIGGER reporting_changed AFTER UPDATE ON checkins_checkin FOR EACH ROW
    WHEN (least(OLD.week, NEW.week) + 6 <= current_date
          AND (OLD.home_id, OLD.week, OLD.state, OLD.due_on, OLD.started_at)
              IS DISTINCT FROM (NEW.home_id, NEW.week, NEW.state, NEW.due_on, NEW.started_at))
    EXECUTE FUNCTION mark_weeks_of_check_in();
CREATE TRIGGER reporting_deleted AFTER DELETE ON checkins_checkin FOR EACH ROW
    WHEN (OLD.week + 6 <= current_date) EXECUTE FUNCTION mark_weeks_of_check_in();
"""
# A relationship changes what counts where from the first day on which it said something else. NULL: a home that was always registered.
RELATIONSHIPS = """
CREATE FUNCTION mark_weeks_of_relationships() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE first_day date; last_day date;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT min(CASE WHEN (o.home_id, o.organisation_id, o.kind, o.status, o.starts_on)
                             IS DISTINCT FROM (n.home_id, n.organisation_id, n.kind, n.status, n.starts_on)
                        THEN least(o.starts_on, n.starts_on) ELSE least(o.ends_on, n.ends_on) END), current_date
        INTO first_day, last_day FROM was o JOIN now_is n ON n.id = o.id
        WHERE (o.home_id, o.organisation_id, o.kind, o.status, o.starts_on, o.ends_on)
              IS DISTINCT FROM (n.home_id, n.organisation_id, n.kind, n.status, n.starts_on, n.ends_on)
          AND (o.kind IN ('commissioner', 'local_authority', 'pcn') OR n.kind IN ('commissioner', 'local_authority', 'pcn'));
    ELSIF TG_OP = 'INSERT' THEN
        SELECT min(starts_on), max(coalesce(ends_on, current_date)) INTO first_day, last_day
        FROM now_is WHERE kind IN ('commissioner', 'local_authority', 'pcn');
    ELSE
        SELECT min(starts_on), max(coalesce(ends_on, current_date)) INTO first_day, last_day
        FROM was WHERE kind IN ('commissioner', 'local_authority', 'pcn');
    END IF;
    PERFORM mark_changed_weeks(first_day, last_day);
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION mark_weeks_of_relationships() FROM PUBLIC;
CREATE TRIGGER reporting_made AFTER INSERT ON directory_homerelationship REFERENCING NEW TABLE AS now_is
    FOR EACH STATEMENT EXECUTE FUNCTION mark_weeks_of_relationships();
CREATE TRIGGER reporting_changed AFTER UPDATE ON directory_homerelationship REFERENCING OLD TABLE AS was NEW TABLE AS now_is
    FOR EACH STATEMENT EXECUTE FUNCTION mark_weeks_of_relationships();
CREATE TRIGGER reporting_deleted AFTER DELETE ON directory_homerelationship REFERENCING OLD TABLE AS was
    FOR EACH STATEMENT EXECUTE FUNCTION mark_weeks_of_relationships();
"""
HOMES = """
CREATE FUNCTION mark_weeks_of_homes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE first_day date;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT min(CASE WHEN (o.region, o.in_scope, o.registration_date) IS DISTINCT FROM (n.region, n.in_scope, n.registration_date)
                        THEN date '1900-01-01' ELSE least(o.deregistered_on, n.deregistered_on) END)
        INTO first_day FROM was o JOIN now_is n ON n.id = o.id
        WHERE (o.region, o.in_scope, o.registration_date, o.deregistered_on)
              IS DISTINCT FROM (n.region, n.in_scope, n.registration_date, n.deregistered_on);
    ELSIF TG_OP = 'INSERT' THEN
        SELECT min(coalesce(registration_date, date '1900-01-01')) INTO first_day FROM now_is;
    ELSE
        SELECT min(coalesce(registration_date, date '1900-01-01')) INTO first_day FROM was;
    END IF;
    PERFORM mark_changed_weeks(first_day, current_date);
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION mark_weeks_of_homes() FROM PUBLIC;
CREATE TRIGGER reporting_made AFTER INSERT ON directory_carehome REFERENCING NEW TABLE AS now_is
    FOR EACH STATEMENT EXECUTE FUNCTION mark_weeks_of_homes();
CREATE TRIGGER reporting_changed AFTER UPDATE ON directory_carehome REFERENCING OLD TABLE AS was NEW TABLE AS now_is
    FOR EACH STATEMENT EXECUTE FUNCTION mark_weeks_of_homes();
CREATE TRIGGER reporting_deleted AFTER DELETE ON directory_carehome REFERENCING OLD TABLE AS was
    FOR EACH STATEMENT EXECUTE FUNCTION mark_weeks_of_homes();
"""
FUNCTIONS = {
    "checkins_checkin": "mark_weeks_of_check_in",
    "directory_homerelationship": "mark_weeks_of_relationships",
    "directory_carehome": "mark_weeks_of_homes",
}
UNDO = "".join(
    f"DROP TRIGGER reporting_made ON {table}; DROP TRIGGER reporting_changed ON {table}; DROP TRIGGER reporting_deleted ON {table};\n"
    f"DROP FUNCTION {function}();\n"
    for table, function in FUNCTIONS.items()
)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_kept_counts"),
        ("checkins", "0002_row_security"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        protect("reporting_englandweek", DataClass.NATIONAL),
        protect("reporting_commissionerweek", DataClass.ORGANISATION, writes=[], national=True),
        protect("reporting_countedweek", DataClass.REFERENCE),
        protect("reporting_changedweeks", DataClass.REFERENCE),
        protect("reporting_comparison", DataClass.REFERENCE),
        migrations.RunSQL(
            MARK + CHECK_INS + RELATIONSHIPS + HOMES, UNDO + "DROP FUNCTION mark_changed_weeks(date, date)"
        ),
    ]
