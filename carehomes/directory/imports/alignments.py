"""The file that joins homes to their commissioner by area, and to the nearest practice, PCN and pharmacy.

The contractual alignments were never published. What is nearest is a start: it has the status `nearest`, says so wherever it
is shown, and gives way to whatever a person says.
"""

from datetime import date

from django.db.backends.utils import CursorWrapper

from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.access.kinds import RelationshipKind
from carehomes.directory.imports import organisations, problems, succession
from carehomes.directory.imports.home_rules import LOCATION_ID
from carehomes.directory.imports.problems import Outcome, Rule
from carehomes.directory.imports.relationships import AREA, NEAREST
from carehomes.directory.imports.sql import clean, filled
from carehomes.directory.imports.staging import select
from carehomes.directory.models import AlignmentStatus

CCGS_SINCE = date(2021, 4, 1)  # the 106 CCGs of the file; earlier ones merged into them on this day
_IN_REGISTER = f"EXISTS (SELECT FROM directory_carehome h WHERE h.cqc_location_id = {LOCATION_ID})"
NO_NETWORK = "U"  # what the map of practices calls a practice without a network

# Relationship -> (column of the file, kind of organisation, what to bring in first).
_NEAREST = {
    RelationshipKind.PCN: ("pcn", Kind.PCN, "PCNs"),
    RelationshipKind.PRACTICE: ("practice", Kind.GP_PRACTICE, "practices"),
    RelationshipKind.PHARMACY: ("pharmacy", Kind.PHARMACY, "pharmacies"),
}

RULES = (
    Rule(
        "location_id",
        "not_in_register",
        f"NOT {_IN_REGISTER}",
        "s.location_id",
        "Row left out: the register has no such home",
    ),
    Rule(
        "location_id", "twice_in_file", "s.copy > 1", "s.location_id", "Row left out: the first row with this id counts"
    ),
    Rule(
        "nearest_pcn_code",
        "no_network",
        f"s.pcn = '{NO_NETWORK}'",
        "s.location_id",
        "No PCN linked: the nearest practice has none",
        Outcome.NOTED,
    ),
)


def merge_commissioners(cursor: CursorWrapper) -> None:
    """The CCGs and ICBs of the file, who succeeded whom, and what this means for PCNs and practices."""
    numbered = (
        f"(SELECT s.*, row_number() OVER (PARTITION BY {LOCATION_ID} ORDER BY row_no) AS copy FROM stage_alignments s)"
    )
    problems.judge(cursor, "alignments", numbered, RULES)
    _merge(cursor, Kind.CCG, ("ccg_ods", "ccg_name", "ccg_gss"), since=CCGS_SINCE, only_missing=True)
    _merge(cursor, Kind.ICB, ("icb_ods", "icb_name", "icb_gss"), since=succession.ICBS_SINCE)
    succession.succeed(cursor, "SELECT ccg_ods, icb_ods, count(*) FROM stage_alignments GROUP BY 1, 2")


def _merge(
    cursor: CursorWrapper, kind: Kind, columns: tuple[str, str, str], *, since: date, only_missing: bool = False
) -> None:
    """Organisations of one kind. ICBs get their names here, since they took over from STPs; CCGs have theirs from the map."""
    code, name, gss = (clean(column) for column in columns)
    missing = f"AND NOT EXISTS (SELECT FROM access_organisation o WHERE o.ods_code = {code})"
    organisations.begin(cursor)
    cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name, gss_code, active_from)
        SELECT min(row_no), {code}, left(min({name}), 200), min({gss}), %s FROM stage_alignments
        WHERE {code} <> '' AND {name} <> '' {missing if only_missing else ""} GROUP BY 2 ORDER BY 1
        """,
        [since if kind is Kind.ICB else None],
    )
    subject = "ICBs" if kind is Kind.ICB else "CCGs"
    organisations.merge(
        cursor,
        kind=kind,
        key="ods_code",
        file="alignments",
        subject=subject,
        as_of=since,
        known_since=CCGS_SINCE,
    )


def want(cursor: CursorWrapper) -> None:
    """Puts the homes' relationships into `wanted_relationship`."""
    _want_commissioners(cursor)
    for relationship, (column, kind, first) in _NEAREST.items():
        _report_unknown(cursor, column, kind, first)
        cursor.execute(
            f"""
            INSERT INTO wanted_relationship (home_id, organisation_id, kind, status, starts_on, source)
            SELECT DISTINCT ON (h.id) h.id, o.id, %s, %s, greatest(h.registration_date, o.active_from, %s), %s
            FROM stage_alignments s JOIN directory_carehome h ON h.cqc_location_id = {LOCATION_ID}
            JOIN access_organisation o ON o.ods_code = btrim(s.{column}) AND o.kind = %s AND o.active_to IS NULL
            WHERE {problems.accepted("alignments")} ORDER BY h.id, s.row_no
            """,
            [relationship, AlignmentStatus.NEAREST, CCGS_SINCE, NEAREST, kind],
        )
    cursor.execute(_PCN_OF_PRACTICE, [CCGS_SINCE])


# Where the PCN of the file has closed: the one that the nearest practice is in now.
_PCN_OF_PRACTICE = """
    INSERT INTO wanted_relationship (home_id, organisation_id, kind, status, starts_on, source)
    SELECT DISTINCT ON (w.home_id) w.home_id, n.parent_id, 'pcn', w.status, greatest(w.starts_on, n.starts_on, %s), w.source
    FROM wanted_relationship w JOIN access_organisationparent n ON n.child_id = w.organisation_id AND n.kind = 'network'
    JOIN access_organisation o ON o.id = n.parent_id AND o.active_to IS NULL
    WHERE w.kind = 'practice' AND n.ends_on IS NULL
      AND NOT EXISTS (SELECT FROM wanted_relationship p WHERE p.home_id = w.home_id AND p.kind = 'pcn')
    ORDER BY w.home_id, n.starts_on DESC, n.id
"""


def _want_commissioners(cursor: CursorWrapper) -> None:
    """The CCG until the ICB took over, then the ICB."""
    cursor.execute(
        f"""
        INSERT INTO wanted_relationship (home_id, organisation_id, kind, status, starts_on, ends_on, source)
        SELECT DISTINCT ON (h.id) h.id, o.id, %(kind)s, %(status)s, greatest(h.registration_date, %(ccgs)s), %(icbs)s, %(source)s
        FROM stage_alignments s JOIN directory_carehome h ON h.cqc_location_id = {LOCATION_ID}
        JOIN access_organisation o ON o.ods_code = btrim(s.ccg_ods) AND o.kind = 'ccg'
        WHERE {problems.accepted("alignments")} AND greatest(h.registration_date, %(ccgs)s) < %(icbs)s ORDER BY h.id, s.row_no
        """,
        _commissioner_values(),
    )
    cursor.execute(
        f"""
        INSERT INTO wanted_relationship (home_id, organisation_id, kind, status, starts_on, source)
        SELECT DISTINCT ON (h.id) h.id, o.id, %(kind)s, %(status)s, greatest(h.registration_date, %(icbs)s), %(source)s
        FROM stage_alignments s JOIN directory_carehome h ON h.cqc_location_id = {LOCATION_ID}
        JOIN access_organisation o ON o.ods_code = btrim(s.icb_ods) AND o.kind = 'icb'
        WHERE {problems.accepted("alignments")} ORDER BY h.id, s.row_no
        """,
        _commissioner_values(),
    )


def _commissioner_values() -> dict[str, str | date]:
    return {
        "kind": RelationshipKind.COMMISSIONER,
        "status": AlignmentStatus.NEAREST,
        "source": AREA,
        "ccgs": CCGS_SINCE,
        "icbs": succession.ICBS_SINCE,
    }


def _report_unknown(cursor: CursorWrapper, column: str, kind: Kind, first: str) -> None:
    """Codes that the register has no organisation for; one line in all where it has none of that kind yet."""
    [(known,)] = select(cursor, "SELECT count(*) FROM access_organisation WHERE kind = %s", [kind])
    if not known:
        cursor.execute(
            "INSERT INTO import_problem (file, column_name, rule, value, outcome, fix) VALUES (%s, %s, %s, '', %s, %s)",
            [
                "alignments",
                column,
                f"no_{first.lower()}",
                Outcome.NOTED,
                f"Nothing linked: bring in the {first}, then this file again",
            ],
        )
        return
    cursor.execute(
        f"""
        INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
        SELECT 'alignments', s.row_no, %s, 'unknown_or_closed', s.{column}, %s,
            'Not linked: the register has no organisation with this code that still works'
        FROM stage_alignments s
        WHERE {filled(f"s.{column}")} IS NOT NULL AND s.{column} <> %s AND {problems.accepted("alignments")}
          AND NOT EXISTS (SELECT FROM access_organisation o
            WHERE o.ods_code = btrim(s.{column}) AND o.kind = %s AND o.active_to IS NULL)
        ORDER BY s.row_no
        """,
        [column, Outcome.NOTED, NO_NETWORK, kind],
    )
