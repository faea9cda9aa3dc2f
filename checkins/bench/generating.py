"""The week's check-ins for all of England, against nothing but the rows."""

from datetime import timedelta

from django.db import connections

from carehomes.access.scopes import system_scope
from carehomes.deadlines import Week
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.timing import interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from checkins.actions.weeks import generate_week

# No bank holiday, no look whether they are there.
_BARE_WEEK = """
    INSERT INTO checkins_checkin (home_id, week, due_on, window_starts, window_ends, state, mode, caller_name,
                                  items_raised, nominations_raised, same_day_raised)
    SELECT h.id, %(week)s, %(week)s + coalesce(s.weekday, 1) - 1, coalesce(s.window_starts, '10:00'), coalesce(s.window_ends, '16:00'),
           'scheduled', '', '', 0, 0, 0
    FROM directory_carehome h LEFT JOIN directory_checkinschedule s ON s.home_id = h.id
        AND s.starts_on <= %(week)s AND (s.ends_on IS NULL OR s.ends_on > %(week)s)
    WHERE h.deregistered_on IS NULL AND h.in_scope
"""
_WEEK_AIM = 1.5


@measures_work
def generation_of_a_week(facts: Facts, rounds: int) -> list[Result]:
    """A week to come that has no check-ins yet, made for all homes and taken away again."""
    week = Week.containing(facts["monday"] + timedelta(weeks=8))
    rivals = {"ours": lambda: _generate(week), "bare": lambda: _bare(week)}
    samples = interleaved(
        rivals, rounds=max(5, rounds // 6), warm=1
    )  # each leaves 15,403 dead rows for the next to pass
    return [Result("The week's check-ins for England", samples["ours"].p50, samples["bare"].p50, _WEEK_AIM)]


def _generate(week: Week) -> float:
    spent = milliseconds(lambda: generate_week(week))
    _take_away(week)
    return spent


def _bare(week: Week) -> float:
    def insert() -> None:
        with system_scope("bench"), connections["system"].cursor() as cursor:
            cursor.execute(_BARE_WEEK, {"week": week.monday})

    spent = milliseconds(insert)
    _take_away(week)
    return spent


def _take_away(week: Week) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM checkins_checkin WHERE week = %s", [week.monday])
