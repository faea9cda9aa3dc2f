"""The classes of this app's tables, the keys that carry the tenant, and the rows that it begins with: forms, policies, categories.

National readers count check-ins and rounds; they read no words.
"""

from datetime import UTC, date, datetime

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

OF_CHECK_IN = (
    "checkinstatus",
    "attempt",
    "checkindraft",
    "sectionanswer",
    "conversation",
    "addition",
    "beforehand",
    "correction",
)
OF_NOMINATION = ("nominationstatus", "nominationescalation")
OF_ROUND = ("roundstatus", "roundinvitation", "roundaddendum")
OF_ITEM = ("roundcard", "roundcontact", "roundaction")
OF_RESIDENT = ("nomination", "observation", "baseline", "softsigns", "sbard", "priorityplace", "agendaitem")

HOME_HISTORY = ("checkinevent", "checkinstatus", "attempt", "roundevent", "roundstatus", "roundinvitationevent")
RESIDENT_HISTORY = (
    "sectionanswerevent",
    "nominationevent",
    "sbardevent",
    "agendaitemevent",
    "roundcontactevent",
    "roundactionevent",
)
WRITTEN_ONCE = (
    "conversation",
    "addition",
    "correction",
    "nominationstatus",
    "nominationescalation",
    "observation",
    "baseline",
    "softsigns",
    "priorityagreement",
    "priorityplace",
    "roundaddendum",
)
MAY_BE_DELETED = ("checkindraft", "roundcard", "roundaction")  # what somebody is still writing

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

# How long residents wait for a clinician's contact, in numbers, for those who answer for homes and see no resident.
WAITS = """
CREATE FUNCTION nomination_waits(first timestamptz, until timestamptz)
RETURNS TABLE (urgency text, named bigint, seen bigint, median interval)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT n.urgency, count(*), count(n.seen_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY n.seen_at - n.raised_at) FILTER (WHERE n.seen_at IS NOT NULL)
    FROM checkins_nomination n
    WHERE n.home_id = ANY ((SELECT visible_homes('home'))::bigint[])
      AND n.raised_at >= $1 AND n.raised_at < $2 AND n.state <> 'withdrawn'
    GROUP BY n.urgency
$$;
REVOKE EXECUTE ON FUNCTION nomination_waits(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION nomination_waits(timestamptz, timestamptz) TO homeround_organisation;
"""

STAYS = """
CREATE FUNCTION checkins_published_form_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'Form % is published: answers were given to it. Publish its successor.', OLD.number
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER checkins_published_form_stays BEFORE UPDATE OR DELETE ON checkins_formversion
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION checkins_published_form_stays();
"""
MAY_CHANGE = """
DROP TRIGGER checkins_published_form_stays ON checkins_formversion;
DROP FUNCTION checkins_published_form_stays();
"""

SINCE = date(2020, 5, 1)  # the letter that asked for weekly check-ins
DEFAULT = "Homeround's default until an area agrees its own; not a national standard"
ACKNOWLEDGE_MINUTES = 120

# What makes a resident come sooner. Visible on the page beside each reason; an area succeeds them by a row of its own.
WEIGHTS = {
    "same_day": 100,
    "within_48_hours": 60,
    "this_round": 30,
    "routine": 10,
    "news2_high": 70,
    "news2_medium": 40,
    "news2_low_medium": 30,
    "news2_above_baseline": 15,
    "soft_signs": 35,
    "deferred_due": 20,
    "back_from_hospital": 15,
    "new_resident": 10,
    "not_seen": 5,
}

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

# What the second version asks besides, where there is something: section, then key, kind, label, help, choices, conditions.
QUESTIONS = {
    "infection": [
        {
            "key": "residents",
            "kind": "number",
            "label": "Residents with new COVID-19",
            "help": "None is 0",
            "fact": True,
        },
        {"key": "staff", "kind": "number", "label": "Staff with new COVID-19", "help": "None is 0", "fact": True},
        {
            "key": "outbreak",
            "kind": "yes_no",
            "label": "Has the health protection team been told?",
            "help": "Two or more cases within 14 days are an outbreak",
            "required_when": "infection.residents at least 2 or infection.staff at least 2",
        },
    ],
    "new_residents": [
        {"key": "who", "kind": "residents", "label": "Who arrived or came back"},
    ],
    "falls": [
        {"key": "hurt", "kind": "yes_no", "label": "Was anybody hurt?"},
    ],
    "staffing": [
        {
            "key": "cover",
            "kind": "choice",
            "label": "Can everybody be cared for today?",
            "choices": [
                {"key": "covered", "label": "Yes, it is covered"},
                {"key": "stretched", "label": "Just about"},
                {"key": "unsafe", "label": "No"},
            ],
            "required_when": "staffing is something",
        },
    ],
    "stock": [
        {"key": "days", "kind": "number", "label": "Days until the first thing runs out"},
    ],
    "visiting": [
        {"key": "beds", "kind": "number", "label": "Beds kept for isolation", "fact": True},
    ],
}
NOTE = "Asks numbers of new COVID-19 cases, and a question more for falls, staffing, stock and isolation beds."
SECOND_FROM = date(2026, 11, 2)
SECOND_AT = datetime(2026, 11, 2, tzinfo=UTC)

GPAD = date(2021, 4, 1)  # the categories were in all GP systems from the end of March 2021
GPAD_SOURCE = "NHS England, Improving GP appointment data: national GP appointment categories"
CATEGORIES = (
    ("care_home_round", "Patient contact during Care Home Round"),
    ("care_home_visit", "Care Home Visit"),
    ("needs_assessment", "Care Home Needs Assessment & Personalised Care and Support Planning"),
    ("smr", "Structured Medication Review"),
)


def fill_forms(apps, schema_editor):
    versions = apps.get_model("checkins", "FormVersion").objects.using(schema_editor.connection.alias)
    first = [{"key": key, "title": title, "help": words} for key, title, words in SECTIONS]
    second = [{**each, "questions": QUESTIONS.get(each["key"], [])} for each in first]
    versions.create(number=1, state="published", valid_from=SINCE, sections=first)
    versions.create(
        number=2,
        state="published",
        valid_from=SECOND_FROM,
        sections=second,
        note=NOTE,
        published_at=SECOND_AT,
        published_by_name="Homeround",
    )


def fill_policies(apps, schema_editor):
    policies = apps.get_model("checkins", "Policy").objects.using(schema_editor.connection.alias)
    for name, value in (("same_day_acknowledge_minutes", ACKNOWLEDGE_MINUTES), ("priority_weights", WEIGHTS)):
        policies.create(name=name, value=value, valid_from=SINCE, source=DEFAULT)


def fill_categories(apps, schema_editor):
    category = apps.get_model("checkins", "AppointmentCategory")
    category.objects.using(schema_editor.connection.alias).bulk_create(
        category(key=key, label=label, place=place, valid_from=GPAD, source=GPAD_SOURCE)
        for place, (key, label) in enumerate(CATEGORIES, start=1)
    )


def empty(apps, schema_editor):
    for name in ("FormVersion", "Policy", "AppointmentCategory"):
        apps.get_model("checkins", name).objects.using(schema_editor.connection.alias).all().delete()
    # Checks that wait for the end of the transaction would forbid altering the tables before it.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def keys(tables, columns, target, target_columns):
    """One key that carries the tenant for each of these tables."""
    return (composite_key(f"checkins_{table}", columns, target, target_columns) for table in tables)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0001_initial"), ("residents", "0002_row_security")]

    operations = [
        protect("checkins_checkin", DataClass.HOME, national=True, writes=["UPDATE"]),
        protect("checkins_round", DataClass.HOME, national=True),
        protect("checkins_roundinvitation", DataClass.HOME),
        *(protect(f"checkins_{table}", DataClass.HOME, append_only=True) for table in HOME_HISTORY),
        protect("checkins_sectionanswer", DataClass.RESIDENT),
        protect("checkins_beforehand", DataClass.RESIDENT),
        protect("checkins_nomination", DataClass.RESIDENT),
        protect("checkins_sbard", DataClass.RESIDENT),
        protect("checkins_agendaitem", DataClass.RESIDENT),
        protect("checkins_roundcontact", DataClass.RESIDENT),
        *(
            protect(f"checkins_{table}", DataClass.RESIDENT, writes=["INSERT", "UPDATE", "DELETE"])
            for table in MAY_BE_DELETED
        ),
        *(
            protect(f"checkins_{table}", DataClass.RESIDENT, append_only=True)
            for table in (*WRITTEN_ONCE, *RESIDENT_HISTORY)
        ),
        protect("checkins_calendarfeed", DataClass.PERSONAL),
        protect("checkins_formversion", DataClass.REFERENCE),
        protect("checkins_appointmentcategory", DataClass.REFERENCE),
        protect("checkins_policy", DataClass.REGISTER),
        *keys(OF_CHECK_IN, ("check_in_id", "home_id"), "checkins_checkin", ("id", "home_id")),
        *keys(OF_NOMINATION, ("nomination_id", "home_id"), "checkins_nomination", ("id", "home_id")),
        *keys(OF_ROUND, ("round_id", "home_id"), "checkins_round", ("id", "home_id")),
        *keys(OF_RESIDENT, ("resident_id", "home_id"), "residents_resident", ("id", "home_id")),
        *keys(
            OF_ITEM,
            ("item_id", "resident_id", "home_id"),
            "checkins_agendaitem",
            ("id", "resident_id", "home_id"),
        ),
        *keys(["observation"], ("corrects_id", "home_id"), "checkins_observation", ("id", "home_id")),
        migrations.RunSQL(CLINICIANS_FOR, "DROP FUNCTION clinicians_for(bigint)"),
        migrations.RunSQL(WAITS, "DROP FUNCTION nomination_waits(timestamptz, timestamptz)"),
        migrations.RunPython(fill_forms, empty),
        migrations.RunPython(fill_policies, migrations.RunPython.noop),
        migrations.RunPython(fill_categories, migrations.RunPython.noop),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
