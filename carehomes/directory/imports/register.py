"""Bringing in CQC's register: homes, ratings, and the file that joins homes to the organisations around them."""

from datetime import date

from carehomes.access.kinds import RelationshipKind
from carehomes.directory.imports import alignments, authorities, homes, ratings, relationships
from carehomes.directory.imports.announce import announce
from carehomes.directory.imports.report import words_of
from carehomes.directory.imports.run import Session
from carehomes.directory.models import AlignmentStatus

FILES = ("homes", "api_records", "ratings", "alignments")


def bring_in(session: Session) -> date:
    """The steps of `import_register`, in the order in which they need each other. Returns the date of the files."""
    cursor, watch = session.cursor, session.watch
    staged = {key for key in FILES if session.stage(key)}
    homes.begin(cursor)
    ratings.know_words(cursor)
    watch.step("Checking the homes")
    listed = [key for key in ("homes", "api_records") if key in staged]
    for key in listed:
        homes.judge(cursor, key)
        authorities.resolve(cursor, key)
        homes.want(cursor, key)
    if "ratings" in staged:
        watch.step("Checking the ratings")
        ratings.want(cursor, homes_too=bool(listed))
    as_of = _date_of(session, staged)
    watch.step("Comparing with the register")
    complete = "homes" in staged and not session.task.partial
    if complete:
        homes.refuse_older(cursor, as_of)
    homes.compare(cursor, as_of, complete=complete)
    watch.step("Writing the homes")
    homes.apply(cursor, as_of)
    _relate(session, staged, as_of)
    if not session.task.dry_run:
        announce(cursor)
    return as_of


def _date_of(session: Session, staged: set[str]) -> date:
    if session.task.as_of:
        return session.task.as_of
    newest = homes.newest_registration(session.cursor)
    if newest is None and "ratings" in staged:
        newest = ratings.newest_rating(session.cursor)
    return newest or date.today()  # noqa: DTZ011 - the day of a file that has no date at all


def _relate(session: Session, staged: set[str], as_of: date) -> None:
    """Council, provider, commissioner, and what is nearest."""
    cursor, watch = session.cursor, session.watch
    watch.step("Linking homes and organisations")
    relationships.begin(cursor)
    if "homes" in staged:
        _want_councils(session, as_of)
    if "ratings" in staged:
        ratings.merge_providers(cursor, as_of)
    if "alignments" in staged:
        alignments.merge_commissioners(cursor)
        alignments.want(cursor)
    relationships.merge(cursor, as_of)
    relationships.end_with_organisations(cursor)


def _want_councils(session: Session, as_of: date) -> None:
    """The council for social care, since the home was registered or the council came into being."""
    session.cursor.execute(
        """
        INSERT INTO wanted_relationship (home_id, organisation_id, kind, status, starts_on, source)
        SELECT h.id, o.id, %s, %s, greatest(h.registration_date, o.active_from, date '1974-04-01'), %s
        FROM wanted_home w JOIN directory_carehome h USING (cqc_location_id)
        JOIN authority_now a ON a.code_now = w.local_authority_code AND a.council_id IS NOT NULL
        JOIN access_organisation o ON o.id = a.council_id
        GROUP BY h.id, o.id
        """,
        [RelationshipKind.LOCAL_AUTHORITY, AlignmentStatus.AGREED, f"{relationships.REGISTER}, {words_of(as_of)}"],
    )
