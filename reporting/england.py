"""The kept counts of areas and weeks: what `load_england` adds of this app, counted from what has been loaded before."""

from datetime import datetime, time

from django.db import connections

from carehomes.deadlines import LONDON
from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loaders import loads_england
from carehomes.demo.england.loading import ALIAS, Loading
from reporting.actions import count_weeks
from reporting.models import ChangedWeeks, CommissionerWeek, CountedWeek, EnglandWeek

_PLANNED_WITH = (
    "ANALYZE checkins_checkin, directory_carehome, directory_homerelationship"  # as the tick would find them
)


@loads_england(100, EnglandWeek, CommissionerWeek, CountedWeek, ChangedWeeks)
def load_kept_counts(loading: Loading, homes: list[LoadedHome]) -> None:
    """As the tick counts them when nothing is counted yet."""
    with loading.step("Kept counts of areas"), connections[ALIAS].cursor() as cursor:
        cursor.execute(_PLANNED_WITH)
        count_weeks(cursor, datetime.combine(loading.today, time(12), LONDON))
        for model in (EnglandWeek, CommissionerWeek, CountedWeek):
            loading.rows[model._meta.db_table] = loading.value(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608 - a table of ours
