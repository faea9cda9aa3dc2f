"""The first form of the check-in, the first policy, whom a same-day concern is told to, and the class of the new table."""

from datetime import date

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

# Sections of the 2020 call (medicines, end of life, new COVID-19, urgent clinical) and of NHS England's framework since.
# A key, with its underscores as spaces, is also the section's short word in lists.
SECTIONS = [
    ("medicines", "Medicines", "Supply, charts that do not match, missed or stopped medicines"),
    ("end_of_life", "End of life", "Somebody nearing the end of life, or medicines for it that are missing"),
    ("infection", "Infection and new COVID-19", "New cases among residents and staff, with numbers; an outbreak"),
    ("urgent_clinical", "Urgent clinical", "Somebody who needs a clinician; add the resident here"),
    ("new_residents", "New and returned residents", "Who arrived or came back from hospital, and what they need"),
    ("falls", "Falls", "Who fell, and whether they were hurt"),
    ("nutrition", "Nutrition and hydration", "Weight loss, not eating or drinking"),
    ("mental_state", "Mental state and delirium", "New confusion, low mood, behaviour that has changed"),
    ("staffing", "Staffing", "Shortages, agency cover"),
    ("stock", "PPE and stock", "What runs out, and when"),
    ("equipment", "Equipment", "What is missing or broken"),
    ("training", "Training", "What staff would like to learn"),
    ("visiting", "Visiting and isolation beds", "Restrictions on visits, beds kept for isolation"),
    ("family", "Family", "What relatives have raised"),
    ("other", "Anything else", "Whatever else the home wants somebody to know"),
]
SINCE = date(2020, 5, 1)  # the letter that asked for weekly check-ins
ACKNOWLEDGE_MINUTES = 120

CLINICIANS_FOR = """
-- Whom to tell when a home has no clinical lead with an account: the clinicians of the organisations that serve it.
-- Memberships of other organisations are hidden from the caller; ids of people, no more, come out, and only for homes that it sees.
CREATE FUNCTION clinicians_for(home bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT m.user_id ORDER BY m.user_id), '{}')
    FROM directory_homerelationship r
    JOIN access_membership m ON m.organisation_id = r.organisation_id AND m.role = 'clinician'
    JOIN access_user u ON u.id = m.user_id AND u.is_active
    WHERE r.home_id = $1 AND $1 = ANY ((SELECT visible_homes('resident'))::bigint[])
      AND r.kind IN ('pcn', 'practice', 'community_services') AND r.status IN ('agreed', 'nearest')
      AND r.starts_on <= london_today() AND (r.ends_on IS NULL OR r.ends_on > london_today())
      AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
$$;
REVOKE EXECUTE ON FUNCTION clinicians_for(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clinicians_for(bigint) TO homeround_organisation;
"""


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    sections = [{"key": key, "title": title, "help": words} for key, title, words in SECTIONS]
    apps.get_model("checkins", "FormVersion").objects.using(alias).create(number=1, valid_from=SINCE, sections=sections)
    apps.get_model("checkins", "Policy").objects.using(alias).create(
        name="same_day_acknowledge_minutes",
        value=ACKNOWLEDGE_MINUTES,
        valid_from=SINCE,
        source="Homeround's default until an area agrees its own; not a national standard",
    )


def empty(apps, schema_editor):
    alias = schema_editor.connection.alias
    apps.get_model("checkins", "FormVersion").objects.using(alias).all().delete()
    apps.get_model("checkins", "Policy").objects.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_what_was_said"), ("directory", "0002_row_security")]

    operations = [
        protect("checkins_conversation", DataClass.RESIDENT, append_only=True),
        composite_key("checkins_conversation", ("check_in_id", "home_id"), "checkins_checkin", ("id", "home_id")),
        migrations.RunSQL(CLINICIANS_FOR, "DROP FUNCTION clinicians_for(bigint)"),
        migrations.RunPython(fill, empty),
    ]
