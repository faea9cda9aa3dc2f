"""Bringing in the local authorities: councils of England with their codes of all years, counties and successions."""

from datetime import date

from carehomes.access.kinds import OrganisationKind
from carehomes.directory.imports import organisations, parents, problems
from carehomes.directory.imports.problems import Outcome, Rule
from carehomes.directory.imports.run import Session
from carehomes.directory.imports.sql import clean, day, filled
from carehomes.directory.imports.staging import select

FILES = ("authorities", "authority_register", "code_changes", "county_lookup")
_COUNCIL_KINDS = (
    "('NMD', 'UA', 'MD', 'LBO', 'CTY', 'CC')"  # not combined authorities nor Greater London's: they run no social care
)
_FOREVER = date(1974, 4, 1)  # the reorganisation from which most councils date; used where no file says since when
_GSS = "'^E(06|07|08|09|10)[0-9]{6}$'"

RULES = (
    Rule("gss-code", "no_gss_code", f"{filled('s.gss')} IS NULL", "s.official_name", "Row left out: care homes are found by GSS code"),
    Rule("gss-code", "not_a_gss_code", f"{filled('s.gss')} !~ {_GSS}", "s.gss", "Row left out: E06 to E10 and six digits was expected"),
    Rule("official-name", "no_name", f"{filled('s.official_name')} IS NULL", "s.gss", "Row left out: a council needs a name"),
    Rule(
        "end-date", "not_a_date", f"{filled('s.ends')} IS NOT NULL AND {day('btrim(s.ends)')} IS NULL", "s.ends",
        "Taken without its end: 2021-03-31 was expected", Outcome.REPAIRED,
    ),
)  # fmt: skip
# Files give the last day in some rows and the first day of the successor in others: reorganisations begin on the first of a month.
_LAST_DAY = day("btrim(s.ends)")
_ENDED = f"CASE WHEN extract(day FROM {_LAST_DAY}) = 1 THEN {_LAST_DAY} ELSE {_LAST_DAY} + 1 END"


def bring_in(session: Session) -> date:
    """The steps of `import_local_authorities`. Returns the date from which the councils are known."""
    staged = {key for key in FILES if session.stage(key)}
    as_of = session.task.as_of or date.today()  # noqa: DTZ011 - these files carry no date
    session.watch.step("Comparing councils with the register")
    parents.begin(session.cursor)
    if "authorities" in staged:
        _want_councils(session, with_register="authority_register" in staged, as_of=as_of)
        _succeed(session, _REPLACED)
        _link_counties(session)
    if "code_changes" in staged:
        _succeed(session, _changed_codes())
    if "county_lookup" in staged:
        _want_counties_of_lookup(session)
    return as_of


def _want_councils(session: Session, *, with_register: bool, as_of: date) -> None:
    cursor = session.cursor
    cursor.execute(f"DELETE FROM stage_authorities s WHERE s.nation <> 'England' OR s.kind NOT IN {_COUNCIL_KINDS}")
    problems.judge(cursor, "authorities", "stage_authorities", RULES)
    since = f"LEFT JOIN stage_authority_register r ON r.code = s.code AND {clean('r.official_name')} = {clean('s.official_name')}"
    started = f"{day('btrim(s.starts)')}" + (f", {day('btrim(r.starts)')}" if with_register else "")
    organisations.begin(cursor)
    cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name, active_from, active_to)
        SELECT s.row_no, {clean("s.gss")}, left({clean("s.official_name")}, 200), coalesce({started}), {_ENDED}
        FROM stage_authorities s {since if with_register else ""}
        WHERE {problems.accepted("authorities")} ORDER BY s.row_no
        """
    )
    kind = OrganisationKind.LOCAL_AUTHORITY
    organisations.merge(cursor, kind=kind, key="gss_code", file="authorities", subject="councils", as_of=as_of)


_REPLACED = f"""
    SELECT {clean("s.gss")} AS old, {clean("n.gss")} AS new, {_ENDED} AS day FROM stage_authorities s
    CROSS JOIN LATERAL unnest(string_to_array(replace(s.replaced_by, ' ', ''), ',')) AS code
    JOIN stage_authorities n ON n.code = code.code WHERE s.replaced_by <> '' AND {_ENDED} IS NOT NULL
"""


def _changed_codes() -> str:
    """Codes that differ from one year to the next that the file has: a succession on 1 April, when reorganisations begin."""
    years = range(17, 27)
    return " UNION ".join(
        f"SELECT code_{year - 1} AS old, code_{year} AS new, date '20{year}-04-01' AS day FROM stage_code_changes "
        f"WHERE code_{year - 1} <> '' AND code_{year} <> '' AND code_{year - 1} <> code_{year}"
        for year in years
    )


def _succeed(session: Session, pairs: str) -> None:
    """Successions between councils that the register has. Those of a code that is still in use are boundary changes: left out."""
    session.cursor.execute(
        f"""
        WITH made AS (
            INSERT INTO access_organisationsuccession (predecessor_id, successor_id, happened_on)
            SELECT o.id, n.id, min(p.day) FROM ({pairs}) p
            JOIN access_organisation o ON o.gss_code = p.old AND o.kind = 'local_authority'
            JOIN access_organisation n ON n.gss_code = p.new AND n.kind = 'local_authority'
            WHERE o.id <> n.id AND o.active_to IS NOT NULL GROUP BY 1, 2
            ON CONFLICT DO NOTHING RETURNING predecessor_id, successor_id, happened_on
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'successions', 'new', o.gss_code, o.name, n.name || ', ' || m.happened_on
        FROM made m JOIN access_organisation o ON o.id = m.predecessor_id JOIN access_organisation n ON n.id = m.successor_id
        """
    )


def _link_counties(session: Session) -> None:
    """Districts of the counties that the file names, for as long as both were there."""
    session.cursor.execute(
        """
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on, ends_on)
        SELECT d.id, c.id, 'county', coalesce(greatest(d.active_from, c.active_from), %(forever)s), least(d.active_to, c.active_to)
        FROM stage_authorities s JOIN stage_authorities k ON k.code = s.county
        JOIN access_organisation d ON d.gss_code = btrim(s.gss) JOIN access_organisation c ON c.gss_code = btrim(k.gss)
        """,
        {"forever": _FOREVER},
    )
    parents.merge_dated(session.cursor, "districts")


def _want_counties_of_lookup(session: Session) -> None:
    """Districts whose county only the lookup gives; what it says of others is compared."""
    session.cursor.execute(
        """
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on)
        SELECT DISTINCT d.id, c.id, 'county', coalesce(greatest(d.active_from, c.active_from), %(forever)s) FROM stage_county_lookup s
        JOIN access_organisation d ON d.gss_code = btrim(s.lower) JOIN access_organisation c ON c.gss_code = btrim(s.upper)
        WHERE d.id <> c.id AND d.active_to IS NULL AND c.active_to IS NULL
          AND NOT EXISTS (SELECT FROM access_organisationparent p WHERE p.child_id = d.id AND p.kind = 'county')
        """,
        {"forever": _FOREVER},
    )
    parents.merge_snapshot(session.cursor, "districts")
    unknown = select(session.cursor, "SELECT count(*) FROM access_organisation WHERE kind = 'local_authority'")
    if unknown == [(0,)]:
        session.cursor.execute(
            "INSERT INTO import_problem (file, column_name, rule, value, outcome, fix) VALUES ('county_lookup', '', "
            "'no_local_authorities', '', 'noted', 'Nothing linked: bring in the local authorities, then this file again')"
        )
