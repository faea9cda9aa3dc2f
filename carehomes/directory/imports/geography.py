"""The map of practices, PCNs, CCGs, STPs and regions: one row for each practice of April 2021."""

from dataclasses import dataclass
from datetime import date

from carehomes.access.kinds import LinkKind
from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.directory.imports import organisations, parents, problems
from carehomes.directory.imports.alignments import CCGS_SINCE, NO_NETWORK
from carehomes.directory.imports.problems import Outcome, Rule
from carehomes.directory.imports.run import Session
from carehomes.directory.imports.sql import clean, filled
from carehomes.directory.imports.succession import ICBS_SINCE

RULES = (
    Rule("PCN_ODS_CODE", "no_network", f"s.pcn_ods = '{NO_NETWORK}'", "s.practice_ods",
         "Taken; linked to its CCG, as it is in no PCN", Outcome.NOTED),
)  # fmt: skip
_SUBJECTS = {
    Kind.NATION: "nations",
    Kind.REGION: "regions",
    Kind.ICB: "ICBs",  # under the names that they had as STPs, until a file names them
    Kind.CCG: "CCGs",
    Kind.PCN: "PCNs",
    Kind.GP_PRACTICE: "practices",
}
_REGIONS_SINCE = date(2019, 4, 1)  # NHS England's seven regions


@dataclass(frozen=True)
class _Link:
    """Every child named in a column of the map belongs to the parent named in another."""

    child: str
    child_kind: Kind
    parent: str
    kind: LinkKind
    since: date
    parent_key: str = "ods_code"


_AREAS = (
    _Link("region_ods", Kind.REGION, "nation_gss", LinkKind.REGION, _REGIONS_SINCE, "gss_code"),
    _Link("ccg_ods", Kind.CCG, "region_ods", LinkKind.REGION, CCGS_SINCE),
    _Link("stp_ods", Kind.ICB, "region_ods", LinkKind.REGION, ICBS_SINCE),
)
_NETWORK = _Link("pcn_ods", Kind.PCN, "ccg_ods", LinkKind.COMMISSIONER, CCGS_SINCE)


def bring_in(session: Session, as_of: date) -> None:
    """The nation, regions, STPs as the ICBs that they became, CCGs, and the PCNs and practices that no other file named."""
    problems.judge(session.cursor, "geography", "stage_geography", RULES)
    _organisations(session, Kind.NATION, "nation_gss", "nation", None, as_of)
    _organisations(session, Kind.REGION, "region_ods", "region", "region_gss", as_of)
    _organisations(session, Kind.ICB, "stp_ods", "stp", "stp_gss", as_of)
    _organisations(session, Kind.CCG, "ccg_ods", "ccg", "ccg_gss", as_of)
    _organisations(session, Kind.PCN, "pcn_ods", "pcn", None, as_of)
    _organisations(session, Kind.GP_PRACTICE, "practice_ods", "practice", None, as_of)
    for link in _AREAS:
        _link(session, link)
    parents.merge_snapshot(session.cursor, "areas")


def link_networks(session: Session) -> None:
    """PCNs to their CCG of April 2021, where nothing is known of who commissions them."""
    _link(
        session,
        _NETWORK,
        "AND NOT EXISTS (SELECT FROM access_organisationparent p WHERE p.child_id = c.id AND p.kind = 'commissioner')",
    )
    parents.merge_snapshot(session.cursor, "commissioners of PCNs")


def _organisations(session: Session, kind: Kind, code: str, name: str, gss: str | None, as_of: date) -> None:
    """Those of a kind that the register lacks. Names of others stay: a file with more of them is their master."""
    key = "gss_code" if code.endswith("_gss") else "ods_code"
    codes = f"min({clean(f's.{gss}')})" if gss else "NULL"
    organisations.begin(session.cursor)
    session.cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name, gss_code)
        SELECT min(s.row_no), {clean(f"s.{code}")} AS code, left(min({clean(f"s.{name}")}), 200), {codes}
        FROM stage_geography s
        WHERE {filled(f"s.{code}")} IS NOT NULL AND s.{code} <> '{NO_NETWORK}' AND {filled(f"s.{name}")} IS NOT NULL
          AND NOT EXISTS (SELECT FROM access_organisation o WHERE o.{key} = {clean(f"s.{code}")})
        GROUP BY 2 ORDER BY 1
        """
    )
    organisations.merge(session.cursor, kind=kind, key=key, file="geography", subject=_SUBJECTS[kind], as_of=as_of)


def _link(session: Session, link: _Link, only: str = "") -> None:
    """`only` is a further condition on the child `c`."""
    session.cursor.execute(
        f"""
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on)
        SELECT DISTINCT ON (c.id) c.id, p.id, %s, %s FROM stage_geography s
        JOIN access_organisation c ON c.ods_code = btrim(s.{link.child}) AND c.kind = %s
        JOIN access_organisation p ON p.{link.parent_key} = btrim(s.{link.parent})
        WHERE true {only} ORDER BY c.id, s.row_no
        """,
        [link.kind, link.since, link.child_kind],
    )


def link_practices(session: Session, *, dated: bool) -> None:
    """Practices to their PCN as it was in April 2021, and those without one to their CCG.

    `dated`: a file with the dates of all memberships is brought in together with this one; practices that it names are left to it.
    """
    named = (
        "AND NOT EXISTS (SELECT FROM stage_pcn_members m WHERE btrim(m.practice) = btrim(s.practice_ods))"
        if dated
        else ""
    )
    session.cursor.execute(
        f"""
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on)
        SELECT DISTINCT ON (c.id) c.id, p.id, 'network', %s FROM stage_geography s
        JOIN access_organisation c ON c.ods_code = btrim(s.practice_ods) AND c.kind = 'gp_practice'
        JOIN access_organisation p ON p.ods_code = btrim(s.pcn_ods) AND p.kind = 'pcn'
        WHERE true {named} ORDER BY c.id, s.row_no
        """,
        [CCGS_SINCE],
    )
    parents.merge_snapshot(session.cursor, "members of PCNs")
    session.cursor.execute(
        """
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on)
        SELECT DISTINCT ON (c.id) c.id, p.id, 'commissioner', %s FROM stage_geography s
        JOIN access_organisation c ON c.ods_code = btrim(s.practice_ods) AND c.kind = 'gp_practice'
        JOIN access_organisation p ON p.ods_code = btrim(s.ccg_ods) AND p.kind = 'ccg'
        WHERE s.pcn_ods = %s ORDER BY c.id, s.row_no
        """,
        [CCGS_SINCE, NO_NETWORK],
    )
    parents.merge_snapshot(session.cursor, "commissioners of practices")


def link_icbs(session: Session, as_of: date) -> None:
    """The region of each ICB that the register has under the name in the file; others are reported.

    The file names no codes. An ICB that still bears its STP's name here has its region from the map, by its ODS code, which stayed.
    """
    session.cursor.execute(
        """
        INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
        SELECT 'icb_regions', s.row_no, 'icb_name', 'unknown_icb', s.icb, %s,
            'No ICB of this name is in the register, and the file has no codes. Those that the map brought have their region by code; '
            || 'their names come with the alignments of import_register'
        FROM stage_icb_regions s
        WHERE NOT EXISTS (SELECT FROM access_organisation o WHERE o.kind = 'icb' AND o.name_key = plain_key(s.icb))
        """,
        [Outcome.NOTED],
    )
    session.cursor.execute(
        """
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on)
        SELECT DISTINCT ON (c.id) c.id, p.id, 'region', %s FROM stage_icb_regions s
        JOIN access_organisation c ON c.kind = 'icb' AND c.name_key = plain_key(s.icb)
        JOIN access_organisation p ON p.kind = 'region' AND p.name_key = plain_key(s.region)
        """,
        [ICBS_SINCE],
    )
    parents.merge_snapshot(session.cursor, "areas")
