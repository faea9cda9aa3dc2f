"""Versions of the check-in form: which holds when, what one changes, and its preview as those who ring see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.form_schema import SOMETHING, Section, differences, mistakes, read_sections
from checkins.models import FormState, FormVersion
from checkins.presenters.asking import Ask, Asked

DRAFT, COMING, HOLDS, SUCCEEDED = (
    State("due", "Draft", "pencil"),
    State("wait", "Published"),
    State("done", "In force"),
    State("none", "Succeeded"),
)


def state_of(version: FormVersion, in_force: FormVersion | None, today: date) -> State:
    """Draft, published for later, in force, or succeeded."""
    if version.state == FormState.DRAFT or version.valid_from is None:
        return DRAFT
    if version.valid_from > today:
        return COMING
    return HOLDS if in_force and version.pk == in_force.pk else SUCCEEDED


def in_force_on(versions: Sequence[FormVersion], day: date) -> FormVersion | None:
    """The version that holds on a day."""
    held = [each for each in versions if each.valid_from and each.valid_from <= day]
    return max(held, key=lambda each: (each.valid_from, each.number), default=None)


@dataclass(frozen=True)
class VersionsPage:
    """All versions, the newest first."""

    versions: Sequence[FormVersion]
    today: date

    @cached_property
    def in_force(self) -> FormVersion | None:
        return in_force_on(self.versions, self.today)

    @property
    def draft(self) -> FormVersion | None:
        return next((each for each in self.versions if each.state == FormState.DRAFT), None)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "version": each,
                "state": state_of(each, self.in_force, self.today),
                "when": f"From {formats.long_date(each.valid_from)}"
                if each.valid_from
                else f"Changed {formats.day_clock(each.edited_at)}",
                "by": each.published_by_name or each.edited_by_name,
                "size": formats.plural(len(each.sections), "section"),
            }
            for each in self.versions
        ]


@dataclass(frozen=True)
class VersionPage:
    """One version: its preview, what it changes against the version before it, and what is wrong with a draft."""

    version: FormVersion
    versions: Sequence[FormVersion]
    today: date

    @cached_property
    def sections(self) -> list[Section]:
        return read_sections(self.version.sections)

    @property
    def state(self) -> State:
        return state_of(self.version, in_force_on(self.versions, self.today), self.today)

    @property
    def is_draft(self) -> bool:
        return self.version.state == FormState.DRAFT

    @property
    def mistakes(self) -> list[str]:
        return mistakes(self.sections) if self.is_draft else []

    @cached_property
    def before(self) -> FormVersion | None:
        """What it is compared with: for a draft the version in force, else the one that it succeeded."""
        earlier = [
            each for each in self.versions if each.state == FormState.PUBLISHED and each.number < self.version.number
        ]
        return (
            in_force_on(self.versions, self.today)
            if self.is_draft
            else max(earlier, key=lambda each: each.number, default=None)
        )

    @property
    def changes(self) -> list[Any]:
        return differences(read_sections(self.before.sections), self.sections) if self.before else []

    @property
    def asks(self) -> list[Ask]:
        """The form as those who ring see it, with every section that has questions opened."""
        return [_preview(section) for section in self.sections]


def _preview(section: Section) -> Ask:
    questions = [
        Asked(
            name=f"q-{section.key}.{each.key}",
            question=each,
            values=[],
            items=[
                {"value": value, "text": words, "id": f"q-{section.key}.{each.key}-{value}", "checked": False}
                for value, words in each.answers
            ],
            needed=False,
            problem="",
        )
        for each in section.questions
    ]
    return Ask(section, SOMETHING if questions else "", "", "", "", "", [], questions)
