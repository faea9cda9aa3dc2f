"""Pages of issues, of residents who need someone and of rounds, and the SQL that a hand would write for them."""

# ruff: noqa: S608 - every part of these statements is written here; what differs comes as parameters

from typing import Any

from django.db import connections

from carehomes.demo.bench.facts import Facts, finds_facts
from carehomes.demo.bench.ground import LOG, OBSERVED, SIGNPOST
from carehomes.demo.bench.pages import RECORD, Page, measures_page
from carehomes.demo.england.accounts import CLINICIAN, COMMISSIONER, COORDINATOR, MANAGER

_NETWORK = (
    "JOIN directory_homerelationship r ON r.home_id = {}.home_id AND r.kind = 'pcn' AND r.organisation_id = %(network)s"
)
# Of the network: whatever of its kind has the most to show.
_ISSUE = f"""
    SELECT i.id FROM issues_issue i {_NETWORK.format("i")}
    WHERE i.closed_at IS NULL AND i.state = 'in_progress' AND i.resident_id IS NOT NULL ORDER BY i.revision DESC, i.id LIMIT 1
"""
_ROUND = f"""
    SELECT o.id FROM checkins_round o {_NETWORK.format("o")}
    WHERE o.state = 'written_up' AND o.on_agenda > 0 ORDER BY o.on_agenda DESC, o.id LIMIT 1
"""
# Another one, in session, with the card of the first on its agenda; six residents of the home where nobody is on it.
_CHOSEN = f"""
    SELECT o.id, o.home_id FROM checkins_round o {_NETWORK.format("o")} WHERE o.state IN ('in_session', 'agenda_published', 'draft')
    ORDER BY o.state <> 'in_session', o.on_agenda DESC, o.held_on, o.id LIMIT 1
"""
_AGENDA_OF_CHOSEN = f"""
    INSERT INTO checkins_agendaitem (resident_id, home_id, round_id, place, source, reasons, why, added_at, added_by_name, removed_by_name)
    SELECT r.id, r.home_id, o.id, row_number() OVER (ORDER BY r.id), 'by_hand', '[]', 'Weight', now(), 'Priya Fennel', ''
    FROM ({_CHOSEN}) o, LATERAL (SELECT id, home_id FROM residents_resident WHERE home_id = o.home_id AND state = 'in_home' LIMIT 6) r
    WHERE NOT EXISTS (SELECT FROM checkins_agendaitem i WHERE i.round_id = o.id AND i.removed_at IS NULL)
    RETURNING id
"""
_SESSION = f"""
    UPDATE checkins_round o SET state = 'in_session', began_at = coalesce(o.began_at, now()), now_since = now(),
        now_item_id = (SELECT min(i.id) FROM checkins_agendaitem i WHERE i.round_id = o.id AND i.removed_at IS NULL)
    FROM ({_CHOSEN}) chosen WHERE o.id = chosen.id RETURNING o.id, o.now_item_id
"""
_NOMINATION = f"""
    SELECT n.id FROM checkins_nomination n {_NETWORK.format("n")}
    WHERE n.state = 'triaged' ORDER BY n.raised_at DESC, n.id LIMIT 1
"""


@finds_facts
def work_in_progress(facts: Facts) -> Facts:
    """An issue, a round to be signed with somebody on its agenda, one in session, a nomination: as far as the network has one."""
    (found_round,) = _first(_ROUND, facts) or (None,)
    _first(_AGENDA_OF_CHOSEN, facts)
    session, item = _first(_SESSION, facts) or (None, None)
    (issue,) = _first(_ISSUE, facts) or (None,)
    (nomination,) = _first(_NOMINATION, facts) or (None,)
    found = {"issue": issue, "round": found_round, "session": session, "item": item, "nomination": nomination}
    return {name: value for name, value in found.items() if value is not None}


def _first(statement: str, facts: Facts) -> tuple[Any, ...] | None:
    with connections["system"].cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.fetchone()


_LINE = """
    SELECT i.*, w.title, h.name, r.given_name, r.family_name, r.room, o.name,
           (SELECT f.system || f.reference FROM issues_handoff f WHERE f.issue_id = i.id AND f.came_back_at IS NULL LIMIT 1)
    FROM issues_issue i JOIN directory_carehome h ON h.id = i.home_id JOIN access_organisation o ON o.id = i.owner_organisation_id
    LEFT JOIN issues_issuewords w ON w.issue_id = i.id LEFT JOIN residents_resident r ON r.id = i.resident_id
"""
_ME = "(SELECT user_id FROM access_membership WHERE id = current_setting('homeround.membership')::bigint)"
_COUNTED = f"""
    SELECT count(*) FILTER (WHERE id IN (SELECT issue_id FROM issues_issuewatcher WHERE user_id = {_ME} AND stopped_at IS NULL)),
           count(*) FILTER (WHERE owner_organisation_id = %(network)s), count(*) FILTER (WHERE state = 'resolved'),
           count(*) FILTER (WHERE state = 'handed_off'), count(*)
    FROM issues_issue WHERE closed_at IS NULL
"""


def _issues(condition: str, order: str = "i.due_at < now() DESC, i.due_at") -> str:
    named = f"SELECT i.resident_id AS id, i.home_id FROM issues_issue i WHERE {condition} AND i.resident_id IS NOT NULL LIMIT 10"
    return f"{_COUNTED}; {_LINE} WHERE {condition} ORDER BY {order}, i.id LIMIT 30; {LOG.format(named)}"


def _without_residents(statements: str) -> str:
    """For somebody who reads about nobody."""
    return statements.rpartition(";")[0]


_MINE = _issues(
    f"i.closed_at IS NULL AND i.id IN (SELECT issue_id FROM issues_issuewatcher WHERE user_id = {_ME} AND stopped_at IS NULL)"
)
_OURS = _issues("i.closed_at IS NULL AND i.owner_organisation_id = %(network)s")
_OF_AREA = _issues("i.closed_at IS NULL")
_OPEN = "SELECT count(*) FROM issues_issue WHERE closed_at IS NULL"
_AN_ISSUE = f"""
    {_LINE} WHERE i.id = %(issue)s;
    SELECT * FROM issues_issuestatus WHERE issue_id = %(issue)s ORDER BY revision;
    SELECT * FROM issues_issuenote WHERE issue_id = %(issue)s ORDER BY at;
    SELECT l.*, c.week FROM issues_issuelink l LEFT JOIN checkins_checkin c ON l.kind = 'check_in' AND c.id = l.target_id
    WHERE l.issue_id = %(issue)s;
    SELECT * FROM issues_issuewatcher WHERE issue_id = %(issue)s AND stopped_at IS NULL ORDER BY name;
    SELECT id, name, size, at, by_name FROM issues_issuefile WHERE issue_id = %(issue)s;
    SELECT * FROM issues_handoff WHERE issue_id = %(issue)s ORDER BY at DESC;
    SELECT * FROM directory_contactnumber
    WHERE home_id = (SELECT home_id FROM issues_issue WHERE id = %(issue)s) AND removed_on IS NULL ORDER BY is_main DESC;
    SELECT opens, closes FROM issues_duepolicy WHERE valid_from <= %(today)s AND (valid_to IS NULL OR valid_to > %(today)s)
    AND state <> 'draft'
    AND (organisation_id IS NULL OR organisation_id = (SELECT owner_organisation_id FROM issues_issue WHERE id = %(issue)s))
    ORDER BY organisation_id, valid_from DESC LIMIT 1;
    {LOG.format("SELECT resident_id AS id, home_id FROM issues_issue WHERE id = %(issue)s")}
"""
_NOMINATED = f"""
    SELECT n.*, r.*, h.name FROM checkins_nomination n JOIN residents_resident r ON r.id = n.resident_id
    JOIN directory_carehome h ON h.id = n.home_id WHERE n.id = %(nomination)s;
    SELECT * FROM checkins_nominationstatus WHERE nomination_id = %(nomination)s;
    SELECT * FROM checkins_nominationescalation WHERE nomination_id = %(nomination)s;
    {SIGNPOST} WHERE s.nomination_id = %(nomination)s ORDER BY s.at DESC;
    SELECT r.kind, o.name, o.urgent_phone FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.home_id = (SELECT home_id FROM checkins_nomination WHERE id = %(nomination)s) AND r.kind IN ('practice', 'pcn')
    AND r.ends_on IS NULL AND o.urgent_phone <> '';
    {OBSERVED.replace("%(resident)s", "(SELECT resident_id FROM checkins_nomination WHERE id = %(nomination)s)")};
    {LOG.format("SELECT resident_id AS id, home_id FROM checkins_nomination WHERE id = %(nomination)s")}
"""
_LIVING = "r.home_id = %(home)s AND r.state IN ('in_home', 'in_hospital', 'away')"
_PRIORITY = f"""
    SELECT * FROM checkins_nomination WHERE home_id = %(home)s AND state IN ('raised', 'acknowledged', 'triaged', 'on_agenda', 'deferred');
    SELECT r.*, o.news2_total, o.news2_band, o.taken_at, b.news2_total, s.noticed_at, c.held_on, t.arrived_on
    FROM residents_resident r
    LEFT JOIN LATERAL (SELECT * FROM checkins_observation o WHERE o.resident_id = r.id ORDER BY taken_at DESC LIMIT 1) o ON true
    LEFT JOIN LATERAL (SELECT * FROM checkins_baseline b WHERE b.resident_id = r.id ORDER BY valid_from DESC LIMIT 1) b ON true
    LEFT JOIN LATERAL (SELECT * FROM checkins_softsigns s WHERE s.resident_id = r.id ORDER BY noticed_at DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT * FROM checkins_roundcontact c WHERE c.resident_id = r.id ORDER BY held_on DESC LIMIT 1) c ON true
    LEFT JOIN residents_stay t ON t.resident_id = r.id AND t.left_on IS NULL
    WHERE {_LIVING} ORDER BY r.family_key;
    {LOG.format(f"SELECT r.id, r.home_id FROM residents_resident r WHERE {_LIVING}")}
"""
_ROUNDS = """
    SELECT state, count(*) FROM checkins_round GROUP BY state;
    SELECT o.*, h.name FROM checkins_round o JOIN directory_carehome h ON h.id = o.home_id
    WHERE o.state IN ('draft', 'agenda_published') ORDER BY o.held_on, o.starts_at LIMIT 25
"""
_AGENDA = """
    SELECT i.*, r.*, n.*, c.* FROM checkins_agendaitem i JOIN residents_resident r ON r.id = i.resident_id
    LEFT JOIN checkins_nomination n ON n.id = i.nomination_id LEFT JOIN checkins_roundcontact c ON c.item_id = i.id
    WHERE i.round_id = %(round)s AND i.removed_at IS NULL ORDER BY i.place
"""
_A_ROUND = f"""
    SELECT o.*, h.* FROM checkins_round o JOIN directory_carehome h ON h.id = o.home_id WHERE o.id = %(round)s;
    {_AGENDA};
    SELECT * FROM checkins_roundinvitation WHERE round_id = %(round)s;
    SELECT a.* FROM checkins_roundaction a JOIN checkins_agendaitem i ON i.id = a.item_id WHERE i.round_id = %(round)s;
    SELECT * FROM checkins_roundstatus WHERE round_id = %(round)s ORDER BY at;
    {LOG.format("SELECT resident_id AS id, home_id FROM checkins_agendaitem WHERE round_id = %(round)s")}
"""
_A_CARD = f"""
    {_A_ROUND.replace("%(round)s", "%(session)s")};
    SELECT * FROM checkins_observation
    WHERE resident_id = (SELECT resident_id FROM checkins_agendaitem WHERE id = %(item)s) ORDER BY taken_at DESC LIMIT 2;
    SELECT * FROM residents_allergy WHERE resident_id = (SELECT resident_id FROM checkins_agendaitem WHERE id = %(item)s);
    SELECT * FROM checkins_appointmentcategory ORDER BY place
"""
_CASELOAD = """
    SELECT h.*, s.*, n.* FROM directory_carehome h
    LEFT JOIN directory_checkinschedule s ON s.home_id = h.id AND s.ends_on IS NULL
    LEFT JOIN directory_namedrole n ON n.home_id = h.id AND n.kind IN ('coordinator', 'cover') AND n.ends_on IS NULL
    WHERE h.id = ANY ((SELECT visible_homes('home'))::bigint[]) AND h.in_scope AND h.deregistered_on IS NULL ORDER BY h.name_key;
    SELECT u.id, u.name FROM access_membership m JOIN access_user u ON u.id = m.user_id WHERE m.organisation_id = %(network)s
    AND m.role IN ('care_coordinator', 'clinician') AND (m.ends_on IS NULL OR m.ends_on > %(today)s) AND u.is_active
"""
_PLANNED = f"{_CASELOAD}; SELECT * FROM checkins_checkin WHERE week = %(monday)s"
_TO_PLAN = f"""
    {_CASELOAD};
    SELECT key, words, count(*) FROM directory_caseloadchange
    WHERE by_user_id = {_ME} AND at >= %(today)s AND undone_at IS NULL GROUP BY key, words
"""
_HOMES_SEEN = "SELECT cardinality(visible_homes('home'))"
_ON_AGENDA = "SELECT count(*) FROM checkins_agendaitem WHERE round_id = %(round)s"
_LIVE_HERE = f"SELECT count(*) FROM residents_resident r WHERE {_LIVING}"
_HERE = f"{_OPEN} AND home_id = %(home)s"

for _page in (
    Page("Issues, my work", "issues:issues", COORDINATOR, _OPEN, _MINE, area=True),
    Page("Issues, waiting for us", "issues:issues", COORDINATOR, _OPEN, _OURS, query={"tab": "team", "turn": "us"}),
    Page("Issues, my work", "issues:issues", CLINICIAN, _OPEN, _MINE),
    Page("Issues of the home", "issues:issues", MANAGER, _OPEN, _OF_AREA, area=True),
    Page("Issues", "issues:issues", COMMISSIONER, _OPEN, _without_residents(_OF_AREA)),
    Page("An issue", "issues:issue", COORDINATOR, "SELECT 1", _AN_ISSUE, ("issue",), most_queries=RECORD, area=True),
    Page(
        "A nomination", "checkins:nomination", CLINICIAN, "SELECT 1", _NOMINATED, ("nomination",), most_queries=RECORD
    ),
    Page(
        "Priority list of a home", "checkins:priority", CLINICIAN, _LIVE_HERE, _PRIORITY, ("home",), most_queries=RECORD
    ),
    Page("Rounds", "checkins:rounds", COORDINATOR, "SELECT count(*) FROM checkins_round", _ROUNDS, area=True),
    Page("A round", "checkins:round", CLINICIAN, _ON_AGENDA, _A_ROUND, ("round",), most_queries=RECORD),
    Page("A round in session", "checkins:round", CLINICIAN, _ON_AGENDA, _A_CARD, ("session",), most_queries=RECORD),
    Page("Calls of four weeks", "checkins:calendar", COORDINATOR, _HOMES_SEEN, _PLANNED, area=True),
    Page("Caseload", "checkins:caseload", COORDINATOR, _HOMES_SEEN, _TO_PLAN),
):
    measures_page(_page)
