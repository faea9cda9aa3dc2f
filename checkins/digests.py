"""What check-ins put into the daily e-mail: numbers and addresses, never a resident."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.deadlines import Week, london_today
from carehomes.notifications.digests import Section, register_section
from carehomes.ui.formats import plural
from checkins.kinds import MORNING_LIST, WEEKLY_SUMMARY
from checkins.models import Urgency
from checkins.queries import digest
from checkins.queries.digest import OWNERS_SHOWN, Homes, Morning, OwnerIssues, Waits

FEWEST_SHOWN = 5  # smaller numbers of residents are not told to those who see none (domain rule on small numbers)


def morning_list(acting: Acting, now: datetime) -> Section | None:
    """A coordinator's calls of the day; nothing when nobody waits."""
    found = digest.morning(acting, london_today(now))
    address = reverse("checkins:this_week" if found.to_ring else "checkins:to_see")
    return Section("Your day", morning_lines(found), address)


def morning_lines(found: Morning) -> list[str]:
    """What waits, in words; a number that is nought is left out."""
    has_been = "has been" if found.colleagues == 1 else "have been"
    lines = [
        (found.to_ring, f"{plural(found.to_ring, 'home')} to ring"),
        (found.overdue, f"{found.overdue:,} of them overdue"),
        (found.no_answer, f"{found.no_answer:,} did not answer the last call"),
        (found.colleagues, f"{plural(found.colleagues, 'home')} of colleagues {has_been} overdue for 2 days or more"),
        (found.same_day, f"{plural(found.same_day, 'same-day concern')} that no clinician has acknowledged"),
        (found.not_seen, f"{residents(found.not_seen)} acknowledged as same-day before today, and not seen"),
        (found.deferred, f"{residents(found.deferred)} deferred to today or before"),
        (found.no_round, f"{residents(found.no_round)} on the agenda of no round to come"),
    ]
    return [words for count, words in lines if count]


def residents(count: int) -> str:
    """ "1 resident is", "4 residents are"."""
    return f"{plural(count, 'resident')} {'is' if count == 1 else 'are'}"


def weekly_summary(acting: Acting, now: datetime) -> Section | None:
    """The ISO week that has ended, for whoever answers for homes; nothing for somebody without homes."""
    week = Week.containing(london_today(now)).previous()
    homes = digest.homes_without(acting, week)
    if not homes.in_scope:
        return None
    lines = [*home_lines(homes), *issue_lines(digest.issues_by_owner(now))]
    if not acting.role.national:
        lines += [wait_line(each, exact=acting.role.sees_residents) for each in _in_order(digest.waits(week))]
    return Section(week.label, lines, f"{reverse('checkins:coverage')}?week={week}")


def home_lines(homes: Homes) -> list[str]:
    """How many homes went without a completed check-in."""
    if not homes.without:
        return [f"All {plural(homes.in_scope, 'home')} had a completed check-in"]
    return [
        f"{homes.without:,} of {plural(homes.in_scope, 'home')} had no completed check-in",
        f"{homes.two_weeks:,} had none in the week before either",
    ]


def issue_lines(owners: list[OwnerIssues]) -> list[str]:
    """Open issues in all, then by owner."""
    if not owners:
        return ["No issue is open"]
    total, overdue, old = (sum(getattr(each, name) for each in owners) for name in ("open", "overdue", "old"))
    lines = [f"{plural(total, 'issue')} open, {overdue:,} overdue, {old:,} older than 4 weeks"]
    lines += [f"{each.owner}: {each.open:,} open, {each.overdue:,} overdue" for each in owners[:OWNERS_SHOWN]]
    others = owners[OWNERS_SHOWN:]
    if others:
        lines.append(f"{plural(len(others), 'other owner')}: {sum(each.open for each in others):,} open")
    return lines


def wait_line(found: Waits, *, exact: bool) -> str:
    """How long residents waited. `exact`: for those who see them anyway; others are told no number from 1 to 4."""
    name = f"Residents named, {Urgency(found.urgency).label.lower()}"
    if not exact and found.named < FEWEST_SHOWN:
        return f"{name}: fewer than {FEWEST_SHOWN}"
    if exact and found.median is None:
        return f"{name}: {found.named:,}, none seen by a clinician yet"
    if found.median is None or (not exact and found.seen < FEWEST_SHOWN):
        return f"{name}: {found.named:,}, too few seen to say how long they waited"
    return f"{name}: {found.named:,}, half of those seen within {duration(found.median)}"


def duration(time: timedelta) -> str:
    """A wait in words: "50 minutes", "3 hours", "2 days"."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return plural(minutes, "minute")
    return plural(round(minutes / 60), "hour") if minutes < 48 * 60 else plural(round(minutes / 60 / 24), "day")


def _in_order(found: Sequence[Waits]) -> list[Waits]:
    return sorted(found, key=lambda each: Urgency.values.index(each.urgency))


def register() -> None:
    """Called once, when the app is ready."""
    register_section(MORNING_LIST, morning_list)
    register_section(WEEKLY_SUMMARY, weekly_summary, weekly=True)
