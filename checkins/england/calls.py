"""Check-ins of England for many weeks: what `load_england` adds of this app. This week is partly done, as on its day.

For the present week and the last all answers are loaded; for earlier weeks only those that reported something, 2 million of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model
from psycopg.types.json import Jsonb

from carehomes.deadlines import LONDON, Week, planned_day
from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loaders import loads_england
from carehomes.demo.england.loading import ALIAS, Loading, Row, built_afterwards
from carehomes.residents.models import ResidentState
from checkins.england import nominated
from checkins.models import (
    Attempt,
    CheckIn,
    CheckInState,
    CheckInStatus,
    Conversation,
    FormState,
    FormVersion,
    Nomination,
    SectionAnswer,
)

HOMES_AT_ONCE = 500
ANSWERS_IN_FULL = 2  # weeks
_PAST = (
    (0.93, CheckInState.COMPLETED),
    (0.965, CheckInState.NO_ANSWER),
    (0.98, CheckInState.DECLINED),
    (1.0, CheckInState.SCHEDULED),
)
_DUE_BEFORE_TODAY = ((0.86, CheckInState.COMPLETED), (0.93, CheckInState.NO_ANSWER), (1.0, CheckInState.SCHEDULED))
_DUE_TODAY = ((0.35, CheckInState.COMPLETED), (0.4, CheckInState.NO_ANSWER), (1.0, CheckInState.SCHEDULED))
_REPORTS = (0,) * 4 + (1,) * 8 + (2,) * 5 + (3,) * 3  # sections with something to report
_NOMINATES = (0,) * 16 + (1, 1, 1, 2)  # residents
_UNANSWERED_BEFORE = 0.1  # completed at the second call
_URGENCIES = ("same_day",) + ("within_48_hours",) * 3 + ("this_round",) * 4 + ("routine",) * 2
_MODES = ("phone",) * 17 + ("visit",) * 2 + ("video",)
_SAID = (
    "The delivery was two days late again.", "Two residents have a cough, tests are negative.", "Chart and box do not match.",
    "One agency nurse each night this week.", "Waiting for a pressure cushion.", "A resident has eaten little since Sunday.",
    "The family asks for a word with the surgery.", "Somebody slipped in the bathroom, no injury.",
)  # fmt: skip

_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    CheckIn: (
        "id", "home_id", "week", "due_on", "window_starts", "window_ends", "state", "mode", "started_at", "completed_at",
        "caller_user_id", "caller_name", "caller_organisation_id", "items_raised", "nominations_raised", "same_day_raised",
    ),
    CheckInStatus: ("check_in_id", "home_id", "state", "at", "by_user_id", "by_name", "by_organisation_name"),
    Attempt: ("check_in_id", "home_id", "at", "outcome", "by_user_id", "by_name", "by_organisation_name", "key"),
    Conversation: ("check_in_id", "home_id", "form_version_id", "spoke_to", "note"),
    SectionAnswer: (
        "check_in_id", "home_id", "form_version_id", "section", "something", "text", "details", "raised_at", "raised_by_name",
    ),
    Nomination: nominated.COLUMNS,
}  # fmt: skip


@dataclass
class _Weeks:
    """What is the same for all homes: the weeks, the form, and rows that wait for their COPY."""

    loading: Loading
    weeks: list[Week]
    form: int
    sections: list[str]
    details: dict[str, Jsonb]
    days: dict[tuple[Week, int], date]
    batch: dict[type[Model], list[Row]] = field(default_factory=lambda: {model: [] for model in _COLUMNS})


@loads_england(10, *_COLUMNS)
def load_check_ins(loading: Loading, homes: list[LoadedHome]) -> None:
    """One check-in for every home and week; with 104 weeks 1.6 million."""
    weeks = _weeks(loading)
    with built_afterwards(loading, *_COLUMNS), loading.step(f"Check-ins of {len(weeks.weeks)} weeks"):
        for start in range(0, len(homes), HOMES_AT_ONCE):
            some = homes[start : start + HOMES_AT_ONCE]
            living = _living_in(loading, some[0].pk, some[-1].pk)
            for home in some:
                _home(weeks, home, living.get(home.pk, []))
            for model, rows in weeks.batch.items():
                loading.copy(model, _COLUMNS[model], rows)
                rows.clear()
            if start % 2_500 == 0:
                loading.say(f"  check-ins of {min(start + HOMES_AT_ONCE, len(homes)):,} of {len(homes):,} homes")


def _weeks(loading: Loading) -> _Weeks:
    this = Week.containing(loading.today)
    weeks = [Week.containing(this.monday - timedelta(weeks=n)) for n in range(loading.weeks)]
    form = FormVersion.objects.using(ALIAS).filter(organisation=None, state=FormState.PUBLISHED).latest("number")
    days = {(week, weekday): planned_day(week, weekday) for week in weeks for weekday in range(1, 8)}
    sections = [section["key"] for section in form.sections]
    details = {section["key"]: _details(section) for section in form.sections}
    return _Weeks(loading, weeks, form.pk, sections, details, days)


_NO_DETAILS = Jsonb({})
_DETAILS = {"number": ["3"], "yes_no": ["no"]}


def _details(section: dict[str, Any]) -> Jsonb:
    """An answer to each question of a section that reports something, as the form keeps it. Nobody is named."""
    asked = {each["key"]: each for each in section.get("questions", ())}
    answers = {
        key: [each["choices"][0]["key"]] if "choices" in each else _DETAILS.get(each["kind"])
        for key, each in asked.items()
    }
    return Jsonb({key: answer for key, answer in answers.items() if answer})


_LIVING = """
    SELECT r.home_id, r.id, s.arrived_on FROM residents_resident r
    JOIN residents_stay s ON s.resident_id = r.id AND s.left_on IS NULL
    WHERE r.home_id BETWEEN %s AND %s AND r.state = ANY (%s) ORDER BY r.id
"""


def _living_in(loading: Loading, first: int, last: int) -> dict[int, list[tuple[int, date]]]:
    """By home: who lives there, and since when."""
    states = [ResidentState.IN_HOME.value, ResidentState.IN_HOSPITAL.value, ResidentState.AWAY.value]
    living: dict[int, list[tuple[int, date]]] = {}
    for home, resident, arrived in loading.query(_LIVING, [first, last, states]):
        living.setdefault(home, []).append((resident, arrived))
    return living


def _home(weeks: _Weeks, home: LoadedHome, living: list[tuple[int, date]]) -> None:
    chances = weeks.loading.chances("check-ins", home.code)
    for age, (pk, week) in enumerate(zip(weeks.loading.ids(CheckIn, len(weeks.weeks)), weeks.weeks, strict=True)):
        call = _Call(weeks, home, pk, age, weeks.days[week, home.weekday], chances)
        call.add(week, [resident for resident, arrived in living if arrived <= call.due_on])


class _Call:
    """One check-in in the making: when it was, how it ended, and what was said."""

    def __init__(self, weeks: _Weeks, home: LoadedHome, pk: int, age: int, due_on: date, chances: Random) -> None:
        self.weeks, self.home, self.pk, self.age, self.due_on, self.chances = weeks, home, pk, age, due_on, chances
        self.batch = weeks.batch
        self.at = datetime.combine(due_on, home.opens, LONDON) + timedelta(minutes=chances.randrange(110))
        self.state = self._state()
        self.completed = self.state is CheckInState.COMPLETED

    def _state(self) -> CheckInState:
        today = self.weeks.loading.today
        if self.due_on > today:
            return CheckInState.SCHEDULED
        shares = _PAST if self.age else _DUE_TODAY if self.due_on == today else _DUE_BEFORE_TODAY
        chance = self.chances.random()
        return next(state for share, state in shares if chance < share)

    def add(self, week: Week, living: list[int]) -> None:
        """Puts down the check-in with everything that hangs on it. `living`: who lived in the home then."""
        something = self.chances.choice(_REPORTS) if self.completed else 0
        nominated = min(self.chances.choice(_NOMINATES), len(living)) if self.completed else 0
        urgencies = [self.chances.choice(_URGENCIES) for _ in range(nominated)]
        by = self.home.coordinator
        caller = (by.user_id, by.name, by.organisation_id) if self.completed else (None, "", None)
        self.batch[CheckIn].append((
            self.pk, self.home.pk, week.monday, self.due_on, self.home.opens, self.home.closes, self.state.value,
            self.chances.choice(_MODES) if self.completed else "", self.at if self.completed else None,
            self.at + timedelta(minutes=6) if self.completed else None, *caller,
            something, nominated, urgencies.count("same_day"),
        ))  # fmt: skip
        if self.state is not CheckInState.SCHEDULED:
            self._happened()
        if self.completed:
            self._said(something)
            self._nominate(self.chances.sample(living, nominated), urgencies)

    def _happened(self) -> None:
        by = self.home.coordinator
        self.batch[CheckInStatus].append(
            (self.pk, self.home.pk, self.state.value, self.at, by.user_id, by.name, by.organisation)
        )
        unanswered = self.state is CheckInState.NO_ANSWER
        if unanswered or (self.completed and self.chances.random() < _UNANSWERED_BEFORE):
            at = self.at if unanswered else self.at - timedelta(minutes=40)
            self.batch[Attempt].append(
                (self.pk, self.home.pk, at, "no_answer", by.user_id, by.name, by.organisation, self._key())
            )

    def _said(self, something: int) -> None:
        form, sections = self.weeks.form, self.weeks.sections
        self.batch[Conversation].append((self.pk, self.home.pk, form, "The manager", ""))
        reported = set(self.chances.sample(sections, something))
        asked = sections if self.age < ANSWERS_IN_FULL else sorted(reported)
        self.batch[SectionAnswer].extend(self._answers(asked, reported))

    def _answers(self, asked: list[str], reported: set[str]) -> Iterator[Row]:
        """What was said is worked on as an issue (see `issues`)."""
        by = self.home.coordinator.name
        for section in asked:
            something = section in reported
            text = self.chances.choice(_SAID) if something else ""
            details = self.weeks.details.get(section, _NO_DETAILS) if something else _NO_DETAILS
            yield self.pk, self.home.pk, self.weeks.form, section, something, text, details, self.at, by

    def _nominate(self, residents: list[int], urgencies: list[str]) -> None:
        for resident, urgency in zip(residents, urgencies, strict=True):
            call = nominated.Call(self.home, self.pk, self.at, self.age, self.chances)
            self.batch[Nomination].append(nominated.row(call, resident, urgency, self._key()))

    def _key(self) -> UUID:
        return UUID(int=self.chances.getrandbits(128))
