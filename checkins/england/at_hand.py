"""What the statements of a load join with: the homes and the people who work for them, in a table for the time of the load."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections

from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loading import ALIAS

_HOMES = """
    DROP TABLE IF EXISTS england_homes;
    CREATE TEMPORARY TABLE england_homes (
        home_id bigint, code text, weekday int, pcn bigint, pcn_name text, coordinator bigint, coordinator_name text, clinician bigint,
        clinician_name text) ON COMMIT DROP
"""


def homes_at_hand(homes: Iterable[LoadedHome]) -> None:
    """Makes `england_homes` anew."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_HOMES)
        copy_into(cursor, "england_homes", (_row(each) for each in homes))
        cursor.execute("ANALYZE england_homes")


def _row(home: LoadedHome) -> tuple[Any, ...]:
    by, clinician = home.coordinator, home.clinician
    return (
        home.pk, home.code, home.weekday, by.organisation_id, by.organisation, by.user_id, by.name, clinician.user_id, clinician.name,
    )  # fmt: skip


def copy_into(cursor: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Brings rows into a table of the load."""
    with cursor.copy(f"COPY {table} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
