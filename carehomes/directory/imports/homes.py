"""Care homes: from the staged rows to what each home should be, and from there to what differs from the register."""

from datetime import date

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports import problems
from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.imports.home_rules import LOCATION_ID, MOST_BEDS, RULES, SPECIALISMS
from carehomes.directory.imports.report import words_of
from carehomes.directory.imports.sql import clean, day, decimal, filled, joined, postcode, whole_number, yes
from carehomes.directory.imports.staging import select, temporary
from carehomes.directory.imports.telephones import TELEPHONE, find_telephones
from carehomes.directory.rules import scope_of

MOST_CLOSED_PERCENT = 10  # CQC closes 2 to 6 of 100 homes a year; a file that lacks more is not the whole register
FEW_CLOSED = 10

# Every fact of CQC's that a file can tell; NULL: this file does not say. Name -> (type, what a report calls it).
FACTS = {
    "name": ("text", "name"),
    "address": ("text", "address"),
    "town": ("text", "town"),
    "postcode": ("text", "postcode"),
    "region": ("text", "region"),
    "local_authority_code": ("text", "local authority"),
    "latitude": ("float8", "latitude"),
    "longitude": ("float8", "longitude"),
    "with_nursing": ("boolean", "nursing"),
    "without_nursing": ("boolean", "without nursing"),
    "specialisms": ("varchar[]", "specialisms"),
    "registered_beds": ("integer", "beds"),
    "registration_date": ("date", "registration date"),
    "dormant": ("boolean", "dormant"),
    "rating": ("text", "rating"),
    "rating_date": ("date", "rating date"),
    "phone": ("text", "telephone"),
    "uprn": ("text", "UPRN"),
    "ods_code": ("text", "ODS code"),
    "in_scope": ("boolean", "in scope"),
    "scope_reason": ("text", "reason out of scope"),
}
PLACE = ("address", "town", "postcode", "local_authority_code")  # a change of one of these is a move
_KEYS = {"name": "name_key", "town": "town_key"}

_FROM_STAGE = {
    "name": clean("s.name"),
    "address": f"left({joined('s.street', 's.street_2')}, 300)",
    "town": f"left({clean('s.town')}, 100)",
    "postcode": f"coalesce({postcode(clean('s.postcode'))}, '')",
    "region": clean("s.region"),
    "local_authority_code": "CASE WHEN s.authority_code IS NOT NULL THEN coalesce(a.code_now, left(upper(btrim(s.authority_code)), 9)) END",
    "latitude": decimal("lower(btrim(s.latitude))", 49, 61),
    "longitude": decimal("lower(btrim(s.longitude))", -9, 3),
    "with_nursing": yes("s.nursing"),
    "without_nursing": yes("s.without_nursing"),
    "specialisms": SPECIALISMS,
    "registered_beds": f"coalesce({whole_number('btrim(s.beds)', MOST_BEDS)}, 0)",
    "registration_date": day("btrim(s.start_date)"),
    "dormant": f"CASE WHEN s.dormant IS NOT NULL THEN {yes('s.dormant')} END",
    "rating": "CASE WHEN s.rating <> '' THEN coalesce(r.rating, 'not_rated') END",
    "rating_date": day("btrim(s.rating_date)"),
    "phone": "t.digits",
    "uprn": f"left({filled('s.uprn')}, 12)",
    "ods_code": f"left(upper({filled('s.ods_code')}), 10)",
}


def begin(cursor: CursorWrapper) -> None:
    """The empty table of what homes should be."""
    facts = ", ".join(f"{name} {kind}" for name, (kind, _) in FACTS.items())
    temporary(
        cursor,
        "wanted_home",
        f"cqc_location_id text PRIMARY KEY, row_no integer, listed boolean, ended_on date, {facts}",
    )


def judge(cursor: CursorWrapper, file: str) -> None:
    """Finds what is wrong with the rows of `stage_<file>`."""
    numbered = (
        f"(SELECT s.*, row_number() OVER (PARTITION BY {LOCATION_ID} ORDER BY row_no) AS copy FROM stage_{file} s)"
    )
    problems.judge(cursor, file, numbered, RULES)


def want(cursor: CursorWrapper, file: str) -> None:
    """Fills `wanted_home` from the accepted rows. Needs `authority_now` (`authorities.resolve`) and `rating_word`."""
    find_telephones(cursor, f"stage_{file}", "phone", file, "Location Telephone Number")
    columns, values = ", ".join(_FROM_STAGE), ", ".join(_FROM_STAGE.values())
    cursor.execute(
        f"""
        INSERT INTO wanted_home (cqc_location_id, row_no, listed, ended_on, {columns})
        SELECT {LOCATION_ID}, s.row_no, true, {day("btrim(s.ended_on)")}, {values}
        FROM stage_{file} s
        LEFT JOIN authority_now a ON a.code = upper(btrim(s.authority_code))
        LEFT JOIN rating_word r ON r.word = lower(btrim(s.rating))
        LEFT JOIN {TELEPHONE} t ON t.written = s.phone
        WHERE {problems.accepted(file)}
        """
    )
    _keep_ods_codes_unique(cursor)
    _decide_scope(cursor)


def _keep_ods_codes_unique(cursor: CursorWrapper) -> None:
    """CQC repeats an ODS code where two locations share a site: only the first keeps it, and none takes another home's."""
    cursor.execute(
        """
        UPDATE wanted_home w SET ods_code = NULL
        WHERE w.ods_code IS NOT NULL AND (
            w.ods_code !~ '^[A-Z0-9]{3,10}$'
            OR w.cqc_location_id NOT IN (
                SELECT DISTINCT ON (ods_code) cqc_location_id FROM wanted_home WHERE ods_code IS NOT NULL ORDER BY ods_code, row_no)
            OR EXISTS (SELECT FROM directory_carehome h WHERE h.ods_code = w.ods_code AND h.cqc_location_id <> w.cqc_location_id))
        """
    )


def _decide_scope(cursor: CursorWrapper) -> None:
    """The rule is asked once for each combination of services and specialisms that occurs: some hundreds."""
    kinds = select(cursor, "SELECT DISTINCT with_nursing, without_nursing, specialisms FROM wanted_home WHERE listed")
    temporary(
        cursor, "home_scope", "nursing boolean, without boolean, specialisms varchar[], eligible boolean, reason text"
    )
    with cursor.copy("COPY home_scope FROM STDIN") as copy:
        for nursing, without, specialisms in kinds:
            found = scope_of(with_nursing=nursing, without_nursing=without, specialisms=specialisms)
            copy.write_row([nursing, without, specialisms, found.eligible, found.reason])
    cursor.execute(
        """
        UPDATE wanted_home w SET in_scope = e.eligible, scope_reason = e.reason FROM home_scope e
        WHERE (e.nursing, e.without, e.specialisms) = (w.with_nursing, w.without_nursing, w.specialisms)
        """
    )


def newest_registration(cursor: CursorWrapper) -> date | None:
    """The date of the file, where nobody gave one: no home can have been registered after it was made."""
    [(newest,)] = select(
        cursor, "SELECT max(registration_date) FROM wanted_home WHERE registration_date <= current_date"
    )
    return newest


def refuse_older(cursor: CursorWrapper, as_of: date) -> None:
    """A whole register older than the one that was brought in last would undo what happened since."""
    [(held,)] = select(cursor, "SELECT max(register_as_of) FROM directory_carehome")
    if held and as_of < held:
        raise ImportRefusedError(
            f"The file is of {words_of(as_of)}, and the register already holds one of {words_of(held)}. "
            "If it is newer than that, say its date."
        )


def compare(cursor: CursorWrapper, as_of: date, *, complete: bool) -> None:
    """Fills `home_change` (what differs, field by field) and `home_closed`, and the list of differences."""
    _find_changes(cursor)
    _find_closed(cursor, as_of, complete=complete)
    cursor.execute(
        """
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'homes', 'new', w.cqc_location_id, w.name, concat_ws(', ', w.town, nullif(w.postcode, ''))
        FROM wanted_home w WHERE w.listed AND NOT EXISTS (
            SELECT FROM directory_carehome h WHERE h.cqc_location_id = w.cqc_location_id)
        ORDER BY w.row_no
        """
    )
    cursor.execute(
        """
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'homes', CASE WHEN c.reopened THEN 'registered again' WHEN c.fields && %s THEN 'moved' ELSE 'changed' END,
            h.cqc_location_id, h.name, c.detail
        FROM home_change c JOIN directory_carehome h ON h.id = c.home_id ORDER BY h.cqc_location_id
        """,
        [list(PLACE)],
    )
    cursor.execute(
        """
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'homes', 'deregistered', h.cqc_location_id, h.name, concat_ws(', ', h.town, h.postcode)
        FROM home_closed c JOIN directory_carehome h ON h.id = c.home_id ORDER BY h.cqc_location_id
        """
    )


def _find_changes(cursor: CursorWrapper) -> None:
    differs = {name: f"(w.{name} IS NOT NULL AND w.{name} IS DISTINCT FROM h.{name})" for name in FACTS}
    fields = ", ".join(f"CASE WHEN {test} THEN '{name}' END" for name, test in differs.items())
    details = ", ".join(
        f"CASE WHEN {test} THEN '{FACTS[name][1]}: ' || coalesce({_shown('h', name)}, '') || ' → ' || {_shown('w', name)} END"
        for name, test in differs.items()
    )
    cursor.execute("DROP TABLE IF EXISTS pg_temp.home_change")
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE home_change ON COMMIT DROP AS
        SELECT h.id AS home_id, w.cqc_location_id, array_remove(ARRAY[{fields}], NULL) AS fields, concat_ws('; ', {details}) AS detail,
            coalesce(w.listed AND w.ended_on IS NULL AND h.deregistered_on IS NOT NULL, false) AS reopened
        FROM wanted_home w JOIN directory_carehome h ON h.cqc_location_id = w.cqc_location_id
        WHERE {" OR ".join(differs.values())} OR (w.listed AND w.ended_on IS NULL AND h.deregistered_on IS NOT NULL)
        """
    )


def _shown(table: str, name: str) -> str:
    kind = FACTS[name][0]
    column = f"{table}.{name}"
    if kind == "varchar[]":
        return f"array_to_string({column}, ', ')"
    return f"CASE WHEN {column} THEN 'yes' ELSE 'no' END" if kind == "boolean" else f"{column}::text"


def _find_closed(cursor: CursorWrapper, as_of: date, *, complete: bool) -> None:
    """Homes that the file ends; and, of a whole register, those that a file brought in before and this one lacks.

    A home whose row was rejected is in the file, so it is not closed. Homes that never came from a file are left alone.
    """
    temporary(cursor, "home_closed", "home_id bigint PRIMARY KEY, closed_on date NOT NULL")
    cursor.execute(
        """
        INSERT INTO home_closed SELECT h.id, w.ended_on FROM wanted_home w JOIN directory_carehome h USING (cqc_location_id)
        WHERE w.ended_on IS NOT NULL AND h.deregistered_on IS NULL
        """
    )
    if complete:
        cursor.execute(_MISSING, [as_of])
        _refuse_part(cursor)


_MISSING = f"""
    INSERT INTO home_closed SELECT h.id, %s FROM directory_carehome h
    WHERE h.deregistered_on IS NULL AND h.register_as_of IS NOT NULL
      AND NOT EXISTS (SELECT FROM wanted_home w WHERE w.cqc_location_id = h.cqc_location_id)
      AND NOT EXISTS (SELECT FROM stage_homes s WHERE {LOCATION_ID} = h.cqc_location_id)
"""


def _refuse_part(cursor: CursorWrapper) -> None:
    [(closed, held)] = select(
        cursor,
        "SELECT (SELECT count(*) FROM home_closed), count(*) FROM directory_carehome WHERE deregistered_on IS NULL",
    )
    if closed > FEW_CLOSED and closed * 100 > held * MOST_CLOSED_PERCENT:
        raise ImportRefusedError(
            f"The file lacks {closed:,} of the {held:,} homes of the register: it is cut off or covers a part of England. "
            "Say that it holds a part of the register, and no home is closed."
        )


def apply(cursor: CursorWrapper, as_of: date) -> None:
    """Writes the differences: new homes, changed ones, and the day on which the others were deregistered."""
    facts = ", ".join(f"{name} = coalesce(w.{name}, h.{name})" for name in FACTS)
    keys = ", ".join(
        f"{key} = CASE WHEN '{name}' = ANY (c.fields) THEN plain_key(w.{name}) ELSE h.{key} END"
        for name, key in _KEYS.items()
    )
    cursor.execute(
        f"""
        UPDATE directory_carehome h SET {facts}, {keys}, postcode_key = replace(coalesce(w.postcode, h.postcode), ' ', ''),
            register_as_of = greatest(%s, h.register_as_of), deregistered_on = CASE WHEN c.reopened THEN NULL ELSE h.deregistered_on END
        FROM home_change c JOIN wanted_home w USING (cqc_location_id) WHERE h.id = c.home_id
        """,
        [as_of],
    )
    _insert_new(cursor, as_of)
    cursor.execute(
        "UPDATE directory_carehome h SET deregistered_on = c.closed_on FROM home_closed c WHERE h.id = c.home_id"
    )


_DEFAULTS = {
    "text": "''",
    "boolean": "false",
    "integer": "0",
    "varchar[]": "'{}'",
}
_NULLABLE = ("ods_code", "latitude", "longitude", "registration_date", "rating_date")


def _insert_new(cursor: CursorWrapper, as_of: date) -> None:
    """In the order of the file. The keys for finding are computed once for each different name and town."""
    values = {
        name: f"w.{name}" if name in _NULLABLE else f"coalesce(w.{name}, {_DEFAULTS[kind]})"
        for name, (kind, _) in FACTS.items()
    }
    values["rating"] = "coalesce(w.rating, 'not_rated')"
    columns, expressions = ", ".join(values), ", ".join(values.values())
    cursor.execute(
        f"""
        INSERT INTO directory_carehome (cqc_location_id, {columns}, name_key, town_key, postcode_key, deregistered_on, register_as_of)
        SELECT w.cqc_location_id, {expressions}, plain_key(w.name), coalesce(t.town_key, ''), replace(w.postcode, ' ', ''), w.ended_on, %s
        FROM wanted_home w
        LEFT JOIN (SELECT town, plain_key(town) AS town_key FROM (SELECT DISTINCT town FROM wanted_home) d) t USING (town)
        WHERE w.listed AND NOT EXISTS (SELECT FROM directory_carehome h WHERE h.cqc_location_id = w.cqc_location_id)
        ORDER BY w.row_no
        """,
        [as_of],
    )
