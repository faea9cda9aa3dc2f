"""Bringing in NHS ODS's organisations: regions, CCGs and ICBs, PCNs, practices and pharmacies, and who belongs to whom."""

from datetime import date

from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.directory.imports import geography, organisations, parents, problems, relationships, succession
from carehomes.directory.imports.ods_rules import (
    MEMBER_RULES,
    PCN_RULES,
    PHARMACY_RULES,
    PRACTICE_RULES,
    UNKNOWN_CCG,
    is_english,
)
from carehomes.directory.imports.run import Session
from carehomes.directory.imports.sql import clean, day, joined, postcode
from carehomes.directory.imports.staging import select
from carehomes.directory.imports.telephones import TELEPHONE, find_telephones

FILES = ("geography", "icb_regions", "practices", "pcns", "pcn_members", "pharmacies")
PCNS_SINCE = date(2019, 7, 1)  # the network contract began; ODS dates most networks from October


def bring_in(session: Session) -> date:
    """The steps of `import_ods`, in the order in which they need each other. Returns the date of the files."""
    staged = {key for key in FILES if session.stage(key)}
    as_of = session.task.as_of or _newest(session, staged)
    parents.begin(session.cursor)
    steps = {
        "practices": _practices,
        "pcns": _pcns,
        "geography": geography.bring_in,
        "icb_regions": geography.link_icbs,
        "pcn_members": _members,
        "pharmacies": _pharmacies,
    }
    for key, step in steps.items():
        if key in staged:
            session.watch.step(f"Comparing {key.replace('_', ' ')} with the register")
            step(session, as_of)
    if "pcns" in staged:
        _commission(session)
    if "geography" in staged:
        geography.link_networks(session)
        geography.link_practices(session, dated="pcn_members" in staged)
    succession.follow(session.cursor)
    relationships.end_with_organisations(session.cursor)
    return as_of


def _newest(session: Session, staged: set[str]) -> date:
    """The last change that a file tells of: it cannot be older."""
    dated = {"practices": ("opened", "closed"), "pcns": ("opened", "closed"), "pcn_members": ("starts", "ends")}
    days = [
        newest
        for key, columns in dated.items()
        if key in staged
        for column in columns
        for (newest,) in select(
            session.cursor,
            f"SELECT max(d) FROM (SELECT {day(f'btrim({column})')} AS d FROM stage_{key}) s WHERE d <= current_date",
        )
        if newest
    ]
    return max(days, default=date.today())  # noqa: DTZ011 - files without any date


def _postcode() -> str:
    return f"coalesce({postcode(clean('s.postcode'))}, '')"


def _practices(session: Session, as_of: date) -> None:
    """GP practices of England; the file has other prescribers and Wales too, which are no practices here."""
    cursor = session.cursor
    cursor.execute(f"DELETE FROM stage_practices s WHERE NOT {is_english('s')} OR btrim(s.setting) <> '4'")
    problems.judge(cursor, "practices", "stage_practices", PRACTICE_RULES)
    find_telephones(cursor, "stage_practices", "phone", "practices", "contact_telephone")
    organisations.begin(cursor)
    cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name, active_from, active_to, is_open, address, postcode, phone)
        SELECT s.row_no, upper(btrim(s.code)), {clean("s.name")}, {day("btrim(s.opened)")}, {day("btrim(s.closed)")} + 1,
            {day("btrim(s.closed)")} IS NULL, left({_address(5)}, 300), {_postcode()}, coalesce(t.digits, '')
        FROM stage_practices s LEFT JOIN {TELEPHONE} t ON t.written = s.phone
        WHERE {problems.accepted("practices")} ORDER BY s.row_no
        """
    )
    organisations.make_readable(cursor)
    organisations.merge(
        cursor, kind=Kind.GP_PRACTICE, key="ods_code", file="practices", subject="practices", as_of=as_of
    )


def _address(lines: int) -> str:
    """The lines in one."""
    return joined(*(f"s.address_{line}" for line in range(1, lines + 1)))


def _pcns(session: Session, as_of: date) -> None:
    cursor = session.cursor
    problems.judge(cursor, "pcns", "stage_pcns", PCN_RULES)
    organisations.begin(cursor)
    cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name, active_from, active_to, is_open, address, postcode)
        SELECT s.row_no, upper(btrim(s.code)), {clean("s.name")}, {day("btrim(s.opened)")}, {day("btrim(s.closed)")} + 1,
            {day("btrim(s.closed)")} IS NULL, left({_address(5)}, 300), {_postcode()}
        FROM stage_pcns s WHERE {problems.accepted("pcns")} ORDER BY s.row_no
        """
    )
    organisations.make_readable(cursor)
    organisations.merge(cursor, kind=Kind.PCN, key="ods_code", file="pcns", subject="PCNs", as_of=as_of)


def _commission(session: Session) -> None:
    """Which CCG commissioned each PCN from its beginning; `succession.follow` moves the link to the ICB."""
    problems.judge(session.cursor, "pcns", "stage_pcns", (UNKNOWN_CCG,))
    session.cursor.execute(
        f"""
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on, ends_on)
        SELECT p.id, c.id, 'commissioner', coalesce(p.active_from, %s), p.active_to
        FROM stage_pcns s JOIN access_organisation p ON p.ods_code = upper(btrim(s.code)) AND p.kind = 'pcn'
        JOIN access_organisation c ON c.ods_code = upper(btrim(s.commissioner)) AND c.kind = 'ccg'
        WHERE {problems.accepted("pcns")}
        """,
        [PCNS_SINCE],
    )
    parents.merge_snapshot(session.cursor, "commissioners of PCNs")


def _members(session: Session, as_of: date) -> None:
    """Which practice belonged to which PCN, from when until when."""
    cursor = session.cursor
    problems.judge(cursor, "pcn_members", "stage_pcn_members", MEMBER_RULES)
    cursor.execute(
        f"""
        INSERT INTO wanted_parent (child_id, parent_id, kind, starts_on, ends_on)
        SELECT DISTINCT ON (c.id, p.id, {day("btrim(s.starts)")}) c.id, p.id, 'network', {day("btrim(s.starts)")},
            {day("btrim(s.ends)")} + 1
        FROM stage_pcn_members s
        JOIN access_organisation c ON c.ods_code = upper(btrim(s.practice)) AND c.kind = 'gp_practice'
        JOIN access_organisation p ON p.ods_code = upper(btrim(s.pcn)) AND p.kind = 'pcn'
        WHERE {problems.accepted("pcn_members")}
        ORDER BY c.id, p.id, {day("btrim(s.starts)")}, {day("btrim(s.ends)")} DESC NULLS FIRST
        """
    )
    parents.merge_dated(cursor, "members of PCNs")


def _pharmacies(session: Session, as_of: date) -> None:
    cursor = session.cursor
    problems.judge(cursor, "pharmacies", "stage_pharmacies", PHARMACY_RULES)
    organisations.begin(cursor)
    cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name, is_open, address, postcode)
        SELECT s.row_no, upper(btrim(s.code)), {clean("s.trading_name")}, true, left({_address(4)}, 300), {_postcode()}
        FROM stage_pharmacies s WHERE {problems.accepted("pharmacies")} ORDER BY s.row_no
        """
    )
    organisations.make_readable(cursor)
    organisations.merge(
        cursor, kind=Kind.PHARMACY, key="ods_code", file="pharmacies", subject="pharmacies", as_of=as_of
    )
