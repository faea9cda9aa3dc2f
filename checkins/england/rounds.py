"""Home rounds: one a fortnight in every home, for half a year back and two weeks ahead, with agendas, contacts and actions."""

from datetime import timedelta

from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loaders import loads_england
from carehomes.demo.england.loading import Loading, built_afterwards
from checkins.england.at_hand import homes_at_hand
from checkins.models import AgendaItem, Round, RoundAction, RoundContact, RoundInvitation, RoundStatus

FILLED = (Round, RoundStatus, RoundInvitation, AgendaItem, RoundContact, RoundAction)
WEEKS_BACK, WEEKS_AHEAD = 26, 2

# Half of the homes in each week, the day after the check-in's. A round of the last week may wait for its signature.
_ROUNDS = """
    SELECT %(last)s + row_number() OVER (ORDER BY d.held_on, h.home_id), h.home_id, 'home_round', d.held_on, '14:00'::time, 60,
           CASE WHEN h.home_id %% 4 = 0 THEN 'visit' ELSE 'virtual' END,
           CASE WHEN h.home_id %% 4 = 0 THEN '' ELSE 'https://meet.homeround.example/' || h.home_id END,
           h.clinician, h.clinician_name, h.pcn,
           CASE WHEN d.held_on < %(today)s - 5 THEN 'signed_off' WHEN d.held_on < %(today)s THEN 'written_up'
                WHEN d.held_on < %(today)s + 4 THEN 'agenda_published' ELSE 'draft' END,
           CASE WHEN d.held_on < %(today)s THEN (d.held_on + time '14:00') AT TIME ZONE 'Europe/London' END,
           CASE WHEN d.held_on < %(today)s THEN (d.held_on + time '14:50') AT TIME ZONE 'Europe/London' END,
           CASE WHEN d.held_on < %(today)s - 5 THEN (d.held_on + time '17:00') AT TIME ZONE 'Europe/London' END,
           2, CASE WHEN d.held_on < %(today)s THEN 2 ELSE 0 END, md5(%(seed)s || ':round:' || h.code || ':' || d.held_on)::uuid
    FROM england_homes h, generate_series(%(monday)s - 7 * %(back)s, %(monday)s + 7 * %(ahead)s, interval '7 days') week,
         LATERAL (SELECT week::date + h.weekday %% 5 AS held_on) d
    WHERE (week::date - %(monday)s) / 7 %% 2 = h.home_id %% 2 * CASE WHEN week::date < %(monday)s THEN -1 ELSE 1 END
"""
_ROUND_COLUMNS = (
    "id", "home_id", "kind", "held_on", "starts_at", "minutes", "mode", "link", "chair_user_id", "chair_name", "chair_organisation_id",
    "state", "began_at", "ended_at", "signed_off_at", "invited", "attended", "key",
)  # fmt: skip
_STATUSES = """
    SELECT r.id, r.home_id, s.state, s.at, r.chair_user_id, r.chair_name, h.pcn_name
    FROM checkins_round r JOIN england_homes h ON h.home_id = r.home_id,
         LATERAL (VALUES ('draft', (r.held_on - 10)::timestamptz), ('agenda_published', (r.held_on - 2)::timestamptz),
                         ('in_session', r.began_at), ('written_up', r.ended_at), ('signed_off', r.signed_off_at)) s (state, at)
    WHERE s.at IS NOT NULL AND (s.state <> 'agenda_published' OR r.state <> 'draft')
"""
_INVITATIONS = """
    SELECT r.id, r.home_id, i.invited_as, i.name, h.pcn, h.pcn_name, i.account, 'yes', r.began_at IS NOT NULL
    FROM checkins_round r JOIN england_homes h ON h.home_id = r.home_id,
         LATERAL (VALUES ('gp', h.clinician_name, h.clinician), ('care_coordinator', h.coordinator_name, h.coordinator))
             i (invited_as, name, account)
"""
# Whoever was named comes onto the home's next round, once.
_ITEMS = """
    SELECT %(last)s + row_number() OVER (ORDER BY round_id, raised_at), resident_id, home_id, round_id,
           row_number() OVER (PARTITION BY round_id ORDER BY raised_at, resident_id), 'nomination', id, reasons,
           left(sentence, 300), raised_at, raised_by_name
    FROM (
        SELECT DISTINCT ON (r.id, n.resident_id) r.id AS round_id, n.*
        FROM checkins_nomination n JOIN LATERAL (
            SELECT r.id FROM checkins_round r WHERE r.home_id = n.home_id AND r.held_on > n.raised_at::date ORDER BY r.held_on LIMIT 1
        ) r ON true
        WHERE n.raised_at >= %(monday)s - 7 * %(back)s AND n.state IN ('seen', 'on_agenda') AND n.urgency <> 'same_day'
        ORDER BY r.id, n.resident_id, n.raised_at
    ) named
"""
_ITEM_COLUMNS = (
    "id", "resident_id", "home_id", "round_id", "place", "source", "nomination_id", "reasons", "why", "added_at", "added_by_name",
)  # fmt: skip
_CONTACTS = """
    SELECT i.id, i.resident_id, i.home_id, r.id, r.held_on, 'seen', CASE r.mode WHEN 'visit' THEN 'face_to_face' ELSE 'video' END,
           r.chair_user_id, r.chair_name, 'gp', %(category)s, 'Examined; fluids, and a word with the family.', r.began_at, r.chair_user_id,
           r.chair_name, h.pcn_name
    FROM checkins_agendaitem i JOIN checkins_round r ON r.id = i.round_id JOIN england_homes h ON h.home_id = r.home_id
    WHERE r.began_at IS NOT NULL
"""
_CONTACT_COLUMNS = (
    "item_id", "resident_id", "home_id", "round_id", "held_on", "outcome", "mode", "clinician_user_id", "clinician_name", "clinician_as",
    "category_id", "decided", "at", "by_user_id", "by_name", "by_organisation_name",
)  # fmt: skip
_ACTIONS = """
    SELECT i.id, i.resident_id, i.home_id, 1, 'Weigh every Monday and write it down', h.coordinator, h.coordinator_name, h.pcn,
           r.held_on + 7, md5(%(seed)s || ':action:' || i.id)::uuid
    FROM checkins_agendaitem i JOIN checkins_round r ON r.id = i.round_id JOIN england_homes h ON h.home_id = r.home_id
    WHERE r.began_at IS NOT NULL AND i.id %% 3 = 0
"""
_ACTION_COLUMNS = (
    "item_id", "resident_id", "home_id", "number", "words", "owner_user_id", "owner_name", "owner_organisation_id", "due_on", "key",
)  # fmt: skip
_COUNTS = """
    UPDATE checkins_round r SET on_agenda = c.items, seen = c.seen
    FROM (SELECT i.round_id, count(*) AS items, count(o.item_id) AS seen FROM checkins_agendaitem i
          LEFT JOIN checkins_roundcontact o ON o.item_id = i.id GROUP BY i.round_id) c
    WHERE c.round_id = r.id
"""


@loads_england(40, *FILLED)
def load_rounds(loading: Loading, homes: list[LoadedHome]) -> None:
    """Rounds with their people; on the agenda whom check-ins named; of those that were held, what became of each."""
    homes_at_hand(homes)
    given = {
        "seed": loading.seed,
        "today": loading.today,
        "monday": loading.today - timedelta(days=loading.today.weekday()),
        "back": WEEKS_BACK,
        "ahead": WEEKS_AHEAD,
        "last": 0,
        "category": loading.value("SELECT id FROM checkins_appointmentcategory WHERE key = 'care_home_round'"),
    }
    with loading.step("Rounds, agendas and contacts"):
        with built_afterwards(loading, Round):
            loading.insert(Round, _ROUND_COLUMNS, _ROUNDS, given)
        with built_afterwards(loading, *FILLED[1:]):
            statuses = ("round_id", "home_id", "state", "at", "by_user_id", "by_name", "by_organisation_name")
            loading.insert(RoundStatus, statuses, _STATUSES)
            invited = (
                "round_id", "home_id", "invited_as", "person_name", "organisation_id", "organisation_name", "user_id", "answer",
                "attended",
            )  # fmt: skip
            loading.insert(RoundInvitation, invited, _INVITATIONS)
            loading.insert(AgendaItem, _ITEM_COLUMNS, _ITEMS, given)
            loading.insert(RoundContact, _CONTACT_COLUMNS, _CONTACTS, given)
            loading.insert(RoundAction, _ACTION_COLUMNS, _ACTIONS, given)
        loading.query(_COUNTS)
