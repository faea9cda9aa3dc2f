"""NEWS2, soft signs and baseline in words and as a line: what stands on a resident's page, with its source beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import whose
from carehomes.ui import formats
from checkins.actions.observing import score_of
from checkins.calculations import BANDS, News2
from checkins.models import Alertness, Baseline, Observation, OxygenScale, SoftSign, SoftSigns, Vitals
from checkins.queries.clinical import Clinical

PARAMETER_WORDS = {
    "respiration_rate": "breaths a minute",
    "spo2": "oxygen saturation",
    "spo2_scale": "the oxygen scale",
    "on_oxygen": "air or oxygen",
    "systolic_bp": "blood pressure",
    "pulse": "pulse",
    "acvpu": "alertness",
    "temperature": "temperature",
}
BAND_WORDS = {"none": "0", "low": "low", "low-medium": "low to medium", "medium": "medium", "high": "high"}
COLUMNS = (
    {"label": "When"},
    {"label": "NEWS2", "num": True},
    {"label": "Breaths", "num": True},
    {"label": "SpO₂", "num": True},
    {"label": "Blood pressure", "num": True},
    {"label": "Pulse", "num": True},
    {"label": "Alertness"},
    {"label": "Temperature", "num": True},
)
SOON = 30 * 60  # seconds between measuring and writing it down that need no words
JUDGEMENT = "It supports judgement and never replaces it: soft signs alone are reason enough to act"


def missing_words(score: News2) -> str:
    """ "Cannot calculate: temperature and pulse are missing"."""
    names = [PARAMETER_WORDS[name] for name in score.missing]
    return f"Cannot calculate: {formats.joined(names)} {'is' if len(names) == 1 else 'are'} missing"


def response_of(band: str) -> str:
    """What the chart of the Royal College says to a band."""
    return next(each.response for each in BANDS if each.name == band)


@dataclass(frozen=True)
class Reading:
    """One set of observations, with its points."""

    row: Vitals
    at: datetime
    now: datetime

    @cached_property
    def score(self) -> News2:
        return score_of(self.row)

    @property
    def total(self) -> str:
        return "Not known" if self.score.total is None else str(self.score.total)

    @property
    def when(self) -> str:
        today = formats.in_london(self.now).date()
        at = formats.in_london(self.at)
        return f"Today {formats.clock(at)}" if at.date() == today else formats.day_clock(at)

    @property
    def at_words(self) -> str:
        """The same inside a sentence: "07:12 today"."""
        day, _, clock = self.when.rpartition(" ")
        return f"{clock} today" if day == "Today" else self.when

    @property
    def cells(self) -> list[str]:
        """The row of the table: the points of a parameter stand in brackets after it, zero points are left out."""
        row = self.row
        pressure = f"{row.systolic_bp}/{row.diastolic_bp}" if row.diastolic_bp else row.systolic_bp
        oxygen = {True: " on oxygen", False: "", None: ""}[row.on_oxygen]
        saturation = None if row.spo2 is None else f"{row.spo2}%{oxygen}"
        return [
            self.when,
            self.total,
            self._with_points("respiration_rate", row.respiration_rate),
            self._with_points("spo2", saturation, "on_oxygen"),
            self._with_points("systolic_bp", pressure),
            self._with_points("pulse", row.pulse),
            self._with_points("acvpu", str(Alertness(row.acvpu).label) if row.acvpu else None),
            self._with_points("temperature", None if row.temperature is None else f"{row.temperature} °C"),
        ]

    def _with_points(self, name: str, value: Any, *also: str) -> str:
        if value is None:
            return formats.NOT_KNOWN
        points = sum(self.score.points[each] or 0 for each in (name, *also))
        return f"{value} ({points})" if points else str(value)


@dataclass(frozen=True)
class Chart:
    """A line of totals over time, the bands behind it and the resident's own baseline, as numbers for an SVG of one width.

    `labels`: how many of the days are named under the line (every one, or every second on a phone).
    """

    points: Sequence[tuple[datetime, int]]
    baseline: int | None
    whose: str
    width: int
    labels: int = 1

    left, top, bottom = 26, 10, 182

    @property
    def highest(self) -> int:
        """The top of the scale: 8 at least, and even."""
        most = max([total for _, total in self.points] + [self.baseline or 0, 7])
        return most + 1 if most % 2 else most + 2

    @property
    def right(self) -> int:
        return self.width - 4

    def y(self, total: float) -> float:
        return round(self.bottom - total * (self.bottom - self.top) / self.highest, 1)

    @property
    def grid(self) -> list[dict[str, Any]]:
        step = 2 if self.highest <= 10 else 4
        return [{"y": self.y(each), "words": str(each)} for each in range(0, self.highest + 1, step)]

    @property
    def bands(self) -> list[dict[str, Any]]:
        """Medium and high, as chart 2 has them."""
        medium, high = self.y(4.5), self.y(6.5)
        return [
            _band("hr-chart__band--high", self.top, high, "7 or more: high"),
            _band("hr-chart__band", high, medium, "5 to 6: medium"),
        ]

    @property
    def dots(self) -> list[dict[str, Any]]:
        """Each set at its place: the same distance between neighbours, since the table gives the times."""
        room = (self.right - self.left) / max(1, len(self.points))
        last = len(self.points) - 1
        return [
            {
                "x": round(self.left + room * (place + 0.5), 1),
                "y": self.y(total),
                "words": str(total),
                "high": total >= 5,
                "day": formats.day(at).split(" ", 1)[1] if (last - place) % self.labels == 0 else "",
            }
            for place, (at, total) in enumerate(self.points)
        ]

    @property
    def line(self) -> str:
        return " ".join(f"{'L' if place else 'M'}{dot['x']} {dot['y']}" for place, dot in enumerate(self.dots))

    @property
    def base(self) -> dict[str, Any] | None:
        if self.baseline is None:
            return None
        return {"y": self.y(self.baseline), "words": f"{self.whose} baseline, {self.baseline}"}

    @property
    def words(self) -> str:
        """What a screen reader says; the table below has the same numbers."""
        first, last = (formats.long_date(formats.in_london(self.points[place][0]).date()) for place in (0, -1))
        totals = ", ".join(str(total) for _, total in self.points)
        base = f" Baseline {self.baseline}." if self.baseline is not None else ""
        return f"NEWS2 from {first} to {last}: {totals}.{base} The same numbers stand in the table below."


def _band(name: str, top: float, bottom: float, words: str) -> dict[str, Any]:
    """A band and its words, which stand clear of the lines of the grid."""
    height = round(bottom - top, 1)
    return {"class": name, "y": top, "height": height, "words": words, "words_y": round(top + min(height - 6, 32), 1)}


def _signs(signs: SoftSigns) -> str:
    words = [str(SoftSign(each).label) for each in signs.signs]
    return ", ".join([*words[:1], *(word[0].lower() + word[1:] for word in words[1:])])


@dataclass(frozen=True)
class ClinicalPage:
    """The panel of a resident's page."""

    resident: Resident
    clinical: Clinical
    now: datetime

    @cached_property
    def readings(self) -> list[Reading]:
        return [Reading(each, each.taken_at, self.now) for each in self.clinical.observations]

    @property
    def columns(self) -> Sequence[dict[str, Any]]:
        return COLUMNS

    @property
    def headline(self) -> tuple[str, str]:
        """The newest score and its band, then what it is against the resident's own baseline."""
        if not self.readings:
            return "No observations yet.", ""
        newest = self.readings[0]
        at = newest.at_words
        if newest.score.total is None:
            return f"{missing_words(newest.score)}.", f"Taken {at} by {self.clinical.observations[0].taken_by}."
        band = newest.score.band or ""
        words = f"{newest.score.total} at {at}, {BAND_WORDS[band]}." if newest.score.total else f"0 at {at}."
        return words, self._against_baseline(newest.score.total)

    def _against_baseline(self, total: int) -> str:
        usual = self.clinical.baseline.news2_total if self.clinical.baseline else None
        if usual is None:
            return f"{whose(self.resident)} baseline is not known."
        difference = total - usual
        her = whose(self.resident).lower()
        if difference == 0:
            return f"As {her} baseline of {usual}."
        return f"{abs(difference)} {'above' if difference > 0 else 'below'} {her} baseline of {usual}."

    @property
    def response(self) -> str:
        """The Royal College's words for the band, from low to medium on."""
        score = self.readings[0].score if self.readings else None
        if score is None or score.band in (None, "none", "low"):
            return ""
        return response_of(score.band or "")

    @property
    def signs(self) -> list[dict[str, str]]:
        """The newest soft signs in lines."""
        return [
            {
                "words": _signs(each) or "Different from their normal",
                "different": each.different,
                "note": f"{formats.day_clock(each.noticed_at)}, {each.noticed_by}",
            }
            for each in self.clinical.soft_signs
        ]

    @cached_property
    def charts(self) -> list[tuple[str, Chart]]:
        """One for a desk, one for a phone; none for a single point."""
        scored = [(reading.at, reading.score.total) for reading in reversed(self.readings)]
        points = [(at, total) for at, total in scored if total is not None]
        if len(points) < 2:
            return []
        usual = self.clinical.baseline.news2_total if self.clinical.baseline else None
        return [
            ("desk", Chart(points, usual, whose(self.resident), 820)),
            ("phone", Chart(points, usual, whose(self.resident), 330, labels=2)),
        ]

    @property
    def baseline(self) -> list[tuple[str, str]]:
        """What is usual for them, as key and value."""
        row = self.clinical.baseline
        return baseline_facts(row) if row else []

    @property
    def source(self) -> str:
        """What stands under the result: which table, which scale and who decided on it, and that judgement comes first."""
        if not self.readings:
            return f"NEWS2 is not for anybody under 16 or pregnant. {JUDGEMENT}."
        row = self.readings[0].row
        decided = (
            f", {row.scale_decided_by} decided on {formats.long_date(row.scale_decided_on)}"
            if row.spo2_scale == OxygenScale.TARGET_88_TO_92
            else ""
        )
        version = self.readings[0].score.table_version
        return f"Points in brackets. {version}, Royal College of Physicians, oxygen scale {row.spo2_scale}{decided}. {JUDGEMENT}."


@dataclass(frozen=True)
class ObservationsPage:
    """The page of everything that was measured."""

    resident: Resident
    observations: Sequence[Observation]
    baselines: Sequence[Baseline]
    now: datetime

    @property
    def columns(self) -> Sequence[dict[str, Any]]:
        return (*COLUMNS, {"label": "Taken by"})

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each set with its cells, and what stands under it: its note, and whether it was corrected."""
        return [
            {"row": each, "cells": [*Reading(each, each.taken_at, self.now).cells, each.taken_by], "note": _note(each)}
            for each in self.observations
        ]

    @property
    def facts(self) -> list[list[tuple[str, str]]]:
        return [baseline_facts(each) for each in self.baselines]


def _note(row: Observation) -> str:
    later = row.recorded_by_name != row.taken_by or (row.recorded_at - row.taken_at).total_seconds() > SOON
    recorded = f"Recorded {formats.day_clock(row.recorded_at)} by {row.recorded_by_name}." if later else ""
    corrected = f" Corrects an earlier set: {row.correction_reason}." if row.corrects_id else ""
    succeeded = " Corrected since: see the newer row." if row.succeeded_by else ""  # type: ignore[attr-defined]  # annotated
    missing = score_of(row).missing
    cannot = f" {missing_words(score_of(row))}." if missing else ""
    return f"{recorded}{corrected}{succeeded}{cannot}{f' {row.note}' if row.note else ''}".strip()


def baseline_facts(row: Baseline) -> list[tuple[str, str]]:
    """A baseline in a few lines; what nobody said is left out."""
    oxygen = {True: " on oxygen", False: " on air", None: ""}[row.on_oxygen]
    pressure = f"{row.systolic_bp}/{row.diastolic_bp}" if row.diastolic_bp else row.systolic_bp
    parts: list[tuple[str, Any]] = [
        ("NEWS2", row.news2_total),
        ("Breaths", row.respiration_rate),
        ("SpO₂", f"{row.spo2}%{oxygen}, scale {row.spo2_scale}" if row.spo2 is not None else None),
        ("Blood pressure", pressure),
        ("Pulse", row.pulse),
        ("Alertness", Alertness(row.acvpu).label if row.acvpu else None),
        ("Temperature", _degrees(row.temperature)),
        ("Note", row.note or None),
        ("Since", f"{formats.long_date(row.valid_from)}, says {row.said_by}"),
    ]
    return [(key, str(value)) for key, value in parts if value is not None]


def _degrees(value: Decimal | None) -> str | None:
    return None if value is None else f"{value} °C"


def observation_words(row: Observation) -> str:
    """One set in a line, for what happened."""
    score = score_of(row)
    if score.total is None:
        return missing_words(score)
    return f"NEWS2 {score.total}, {BAND_WORDS[score.band or 'none']}" if score.total else "NEWS2 0"


def signs_words(row: SoftSigns) -> str:
    """Soft signs in a line, for what happened."""
    words = _signs(row)
    return f"{words}. {row.different}" if words else row.different
