"""CQC's ratings file: a row for each location and population group. A home's rating, and who provides it."""

from datetime import date

from django.db.backends.utils import CursorWrapper

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.directory.imports import organisations, problems
from carehomes.directory.imports.home_rules import LOCATION_ID, USUAL_ID
from carehomes.directory.imports.problems import Outcome, Rule
from carehomes.directory.imports.relationships import RATINGS
from carehomes.directory.imports.report import words_of
from carehomes.directory.imports.sql import clean, day, filled, yes
from carehomes.directory.imports.staging import temporary
from carehomes.directory.models import AlignmentStatus, Rating

_WORDS = {
    "outstanding": Rating.OUTSTANDING,
    "good": Rating.GOOD,
    "requires improvement": Rating.REQUIRES_IMPROVEMENT,
    "inadequate": Rating.INADEQUATE,
    "insufficient evidence to rate": Rating.NOT_RATED,
    "inspected but not rated": Rating.NOT_RATED,
    "no published rating": Rating.NOT_RATED,
    "not rated": Rating.NOT_RATED,
}
_IN_REGISTER = f"EXISTS (SELECT FROM directory_carehome h WHERE h.cqc_location_id = {LOCATION_ID})"
_IN_FILE = f"EXISTS (SELECT FROM wanted_home w WHERE w.cqc_location_id = {LOCATION_ID})"
_HOME = f"({_IN_REGISTER} OR {_IN_FILE})"
_UNKNOWN_RATING = "NOT EXISTS (SELECT FROM rating_word r WHERE r.word = lower(btrim(s.rating)))"

RULES = (
    Rule("location_id", "no_location_id", "coalesce(btrim(s.location_id), '') = ''", "s.location_name", "Row left out"),
    Rule(
        "location_id",
        "not_in_register",
        f"s.population = 'Overall' AND {yes('s.care_home')} AND NOT {_HOME}",
        "s.location_id",
        "Rating not taken: the register has no care home with this id",
    ),
    Rule(
        "care_home",
        "not_called_a_care_home",
        f"s.population = 'Overall' AND NOT {yes('s.care_home')} AND {_HOME}",
        "s.location_id",
        "Rating taken: the register has it as a care home",
        Outcome.NOTED,
    ),
    Rule(
        "latest_rating",
        "unknown_rating",
        f"{_HOME} AND {_UNKNOWN_RATING}",
        "s.rating",
        "Taken as not rated",
        Outcome.REPAIRED,
    ),
    Rule(
        "publication_date",
        "not_a_date",
        f"{_HOME} AND {filled('s.rating_date')} IS NOT NULL AND {day('btrim(s.rating_date)')} IS NULL",
        "s.rating_date",
        "Rating taken without its date: 2021-03-31 or 31/03/2021 was expected",
        Outcome.REPAIRED,
    ),
    Rule(
        "provider_id",
        "unusual_provider_id",
        f"{_HOME} AND upper({clean('s.provider_id')}) !~ {USUAL_ID}",
        "s.provider_id",
        "No provider linked: a CQC id was expected",
        Outcome.REPAIRED,
    ),
)


def know_words(cursor: CursorWrapper) -> None:
    """The table of CQC's words for ratings and ours."""
    temporary(cursor, "rating_word", "word text PRIMARY KEY, rating text NOT NULL")
    with cursor.copy("COPY rating_word FROM STDIN") as copy:
        for word, rating in _WORDS.items():
            copy.write_row([word, str(rating)])


def want(cursor: CursorWrapper, *, homes_too: bool) -> None:
    """Puts the ratings into `wanted_home`, and keeps `rated_home` for the providers.

    `homes_too`: a file of homes is brought in together with this one; otherwise the homes of the register are rated.
    """
    problems.judge(cursor, "ratings", "stage_ratings", RULES)
    cursor.execute("DROP TABLE IF EXISTS pg_temp.rated_home")
    cursor.execute(_RATED)
    if not homes_too:
        cursor.execute(
            """
            INSERT INTO wanted_home (cqc_location_id)
            SELECT cqc_location_id FROM rated_home JOIN directory_carehome USING (cqc_location_id)
            """
        )
    cursor.execute(_SET_RATING)
    cursor.execute(_UNRATED, [Outcome.NOTED])


_RATED = f"""
    CREATE TEMPORARY TABLE rated_home ON COMMIT DROP AS
    SELECT DISTINCT ON ({LOCATION_ID}) {LOCATION_ID} AS cqc_location_id, s.row_no, coalesce(r.rating, 'not_rated') AS rating,
        {day("btrim(s.rating_date)")} AS rating_date, upper({clean("s.provider_id")}) AS provider_id,
        left({clean("s.provider_name")}, 200) AS provider_name
    FROM stage_ratings s LEFT JOIN rating_word r ON r.word = lower(btrim(s.rating))
    WHERE {_HOME}
    ORDER BY {LOCATION_ID}, s.population = 'Overall' DESC, {day("btrim(s.rating_date)")} DESC NULLS LAST, s.row_no
"""

# An older report than the one that is known says nothing new.
_SET_RATING = """
    UPDATE wanted_home w SET rating = r.rating, rating_date = r.rating_date FROM rated_home r
    WHERE r.cqc_location_id = w.cqc_location_id AND NOT EXISTS (
        SELECT FROM directory_carehome h WHERE h.cqc_location_id = w.cqc_location_id AND h.rating_date > r.rating_date)
"""
_UNRATED = """
    INSERT INTO import_problem (file, column_name, rule, value, outcome, fix)
    SELECT 'ratings', 'location_id', 'home_not_in_ratings', w.cqc_location_id, %s, 'Shown as not rated, without a provider'
    FROM wanted_home w WHERE NOT EXISTS (SELECT FROM rated_home r WHERE r.cqc_location_id = w.cqc_location_id)
    ORDER BY w.row_no
"""


def merge_providers(cursor: CursorWrapper, as_of: date) -> None:
    """The providers of the homes of the register, as organisations, and the relationships. Homes must be there already."""
    organisations.begin(cursor)
    cursor.execute(
        f"""
        INSERT INTO wanted_organisation (row_no, code, name)
        SELECT min(row_no), provider_id, min(provider_name) FROM rated_home
        WHERE provider_id ~ {USUAL_ID} AND provider_name <> '' GROUP BY provider_id ORDER BY 1
        """
    )
    kind = OrganisationKind.CARE_PROVIDER
    organisations.merge(cursor, kind=kind, key="cqc_provider_id", file="ratings", subject="providers", as_of=as_of)
    # A change of provider is a new location for CQC: the provider has had the home since it was registered.
    cursor.execute(
        """
        INSERT INTO wanted_relationship (home_id, organisation_id, kind, status, starts_on, source)
        SELECT h.id, o.id, %s, %s, coalesce(h.registration_date, %s), %s
        FROM rated_home r JOIN directory_carehome h USING (cqc_location_id)
        JOIN access_organisation o ON o.cqc_provider_id = r.provider_id
        """,
        [RelationshipKind.PROVIDER, AlignmentStatus.AGREED, as_of, f"{RATINGS}, {words_of(as_of)}"],
    )


def newest_rating(cursor: CursorWrapper) -> date | None:
    """The date of the ratings file where no file of homes gives one."""
    cursor.execute("SELECT max(rating_date) FROM rated_home WHERE rating_date <= current_date")
    return cursor.fetchone()[0]
