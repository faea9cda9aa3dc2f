"""Versions of the check-in form: which holds when, what one changes, and its preview as those who ring see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.check_in_form.schema import (
    ALWAYS_ASKED,
    SOMETHING,
    Change,
    Section,
    differences,
    hindrances,
    read_sections,
)
from checkins.models import FormState, FormVersion
from checkins.presenters.asking import Ask, Asked

DRAFT, COMING, HOLDS, SUCCEEDED = (
    State("due", "Draft", "pencil"),
    State("wait", "Published"),
    State("done", "In force"),
    State("none", "Succeeded"),
)
ENDED = State("none", "Ended")


def called(version: FormVersion) -> str:
    """ "Form 2", "Form 1 of Westmere PCN". One's own and the general one may have the same number."""
    return f"Form {version.number} of {version.organisation.name}" if version.organisation else f"Form {version.number}"


def in_force_on(versions: Sequence[FormVersion], day: date) -> FormVersion | None:
    """The version that holds on a day; of an organisation's own and the general one its own."""
    held = [each for each in versions if _holds(each, day)]
    return max(held, key=lambda each: (each.organisation_id is not None, each.valid_from, each.number), default=None)


def _holds(version: FormVersion, day: date) -> bool:
    return bool(version.valid_from and version.valid_from <= day and not (version.valid_to and version.valid_to <= day))


def _dates(version: FormVersion) -> str:
    if version.valid_from is None:
        return f"Changed {formats.day_clock(version.edited_at)}"
    until = f" until {formats.long_date(version.valid_to)}" if version.valid_to else ""
    return f"From {formats.long_date(version.valid_from)}{until}"


def differing(before: FormVersion, after: FormVersion) -> list[Change]:
    """What the later version changes, in the order of its page."""
    return differences(read_sections(before.sections), read_sections(after.sections))


@dataclass(frozen=True)
class VersionsPage:
    """The versions of an organisation's own form and of the general one, the newest first.

    `organisation_id`: whose own versions these are; null for the platform, whose own is the general form.
    """

    versions: Sequence[FormVersion]
    today: date
    organisation_id: int | None = None
    may_keep: bool = True

    @property
    def own(self) -> list[FormVersion]:
        return [each for each in self.versions if each.organisation_id == self.organisation_id]

    @property
    def general(self) -> list[FormVersion]:
        """Those that somebody else keeps for all; none for the platform, whose own they are."""
        return [each for each in self.versions if each.organisation_id is None] if self.organisation_id else []

    @cached_property
    def in_force(self) -> FormVersion | None:
        return in_force_on(self.versions, self.today)

    @property
    def draft(self) -> FormVersion | None:
        return next((each for each in self.own if each.state == FormState.DRAFT), None)

    @cached_property
    def latest(self) -> FormVersion | None:
        """The version published last."""
        return _latest(self.own)

    @property
    def goes_on(self) -> FormVersion | None:
        """The organisation's own version, in force or to come, after which the general form does not come back."""
        return self.latest if self.organisation_id and self.latest and self.latest.valid_to is None else None

    @property
    def now_asked(self) -> str:
        """Which form the organisation's homes are asked, and which next, in a sentence or two."""
        own = self.in_force if self.in_force and self.in_force.organisation_id else None
        now = f"a form of its own, form {own.number}" if own else "the general form"
        return f"Your organisation uses {now}.{self._next(own)}"

    def _next(self, own: FormVersion | None) -> str:
        latest = self.latest
        if latest and latest.valid_from and latest.valid_from > self.today:
            return f" From {formats.long_date(latest.valid_from)} on it is form {latest.number}{' of its own' if not own else ''}."
        if own and own.valid_to and not self.goes_on:
            return f" From {formats.long_date(own.valid_to)} on it is the general one again."
        return ""

    @cached_property
    def seen_then(self) -> FormVersion | None:
        """The general version that was the latest when the organisation's own was published."""
        own = self.goes_on
        if own is None:
            return None
        return _latest([each for each in self.general if not _published_after(each, own)])

    @cached_property
    def general_now(self) -> FormVersion | None:
        return _latest(self.general)

    @property
    def changed_since(self) -> list[Change]:
        """What has changed in the general form since the organisation's own was published."""
        if not self.seen_then or not self.general_now or self.seen_then == self.general_now:
            return []
        return differing(self.seen_then, self.general_now)

    def lines(self, versions: Sequence[FormVersion]) -> list[dict[str, Any]]:
        return [
            {
                "version": each,
                "route": "form_version" if each.organisation_id == self.organisation_id else "form_general",
                "state": state_of(each, self.versions, self.today),
                "when": _dates(each),
                "by": each.published_by_name or each.edited_by_name,
                "size": formats.plural(len(each.sections), "section"),
            }
            for each in versions
        ]


def _latest(versions: Sequence[FormVersion]) -> FormVersion | None:
    published = [each for each in versions if each.state == FormState.PUBLISHED]
    return max(published, key=lambda each: each.number, default=None)


def _published_after(version: FormVersion, other: FormVersion) -> bool:
    """The first general version came with the product: nobody published it, and it is before all."""
    return bool(version.published_at and other.published_at and version.published_at > other.published_at)


def state_of(version: FormVersion, versions: Sequence[FormVersion], today: date) -> State:
    """Draft, published for later, in force, succeeded, or ended without a successor on that day."""
    if version.state == FormState.DRAFT or version.valid_from is None:
        return DRAFT
    if version.valid_from > today:
        return COMING
    series = [each for each in versions if each.organisation_id == version.organisation_id]
    if version == in_force_on(series, today):
        return HOLDS
    follows = any(each.valid_from == version.valid_to for each in series)
    return SUCCEEDED if follows or version.organisation_id is None else ENDED


@dataclass(frozen=True)
class VersionPage:
    """One version: its preview, what it changes against the version before it, and what is wrong with a draft.

    `organisation_id`: of whoever looks at it; null for the platform.
    """

    version: FormVersion
    versions: Sequence[FormVersion]
    today: date
    organisation_id: int | None = None

    @cached_property
    def sections(self) -> list[Section]:
        return read_sections(self.version.sections)

    @property
    def title(self) -> str:
        """The number alone is of one's own form."""
        return self._named(self.version).capitalize()

    def _named(self, version: FormVersion) -> str:
        general = self.organisation_id is not None and version.organisation_id is None
        return f"{'general form' if general else 'form'} {version.number}"

    @property
    def state(self) -> State:
        return state_of(self.version, self.versions, self.today)

    @property
    def is_draft(self) -> bool:
        return self.version.state == FormState.DRAFT

    @property
    def mistakes(self) -> list[str]:
        return hindrances(self.sections) if self.is_draft else []

    @property
    def always_asked(self) -> frozenset[str]:
        """The keys of what cannot be taken away: sections, and the counts in them ("infection.residents")."""
        counts = {f"{key}.{count}" for key, (_, counts) in ALWAYS_ASKED.items() for count in counts}
        return frozenset({*ALWAYS_ASKED, *counts})

    @cached_property
    def before(self) -> FormVersion | None:
        """What it is compared with: the version before it, or the general one where none of its own went before.

        A draft is compared with what it was copied from.
        """
        general = [each for each in self.versions if each.organisation_id is None]
        own = [each for each in self.versions if each.organisation_id == self.version.organisation_id]
        earlier = _latest([each for each in own if each.number < self.version.number])
        if self.version.organisation_id is None:
            return earlier
        if self.is_draft:
            return earlier if earlier and earlier.valid_to is None else _latest(general)
        return earlier or in_force_on(general, self.version.valid_from or self.today)

    @property
    def against(self) -> str:
        """What it is compared with, in words."""
        return self._named(self.before) if self.before else ""

    @property
    def changes(self) -> list[Change]:
        return differing(self.before, self.version) if self.before else []

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
