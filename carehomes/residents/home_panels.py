"""What the residents add to a care home's page, for those who may see them. Others are shown nothing, not even a number."""

from datetime import date
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.directory.panels import on_home
from carehomes.residents import queries
from carehomes.residents.models import ArrivedFrom, ResidentState
from carehomes.residents.presenters.words import NEW, STATES, starts
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Panel, Tile
from carehomes.ui.shell import Link
from carehomes.ui.states import State

MOST = 6
BACK = State("done", "Back")
PLANNED = {True: "Planned", False: "Not planned", None: ""}


def _now(acting: Acting, home: CareHome) -> queries.HomeNow | None:
    """Asked once a page: two tiles and a panel show the same residents."""
    if not acting.may(Permission.SEE_RESIDENTS):
        return None
    kept: queries.HomeNow | None = home.__dict__.get("residents_now")
    if kept is None:
        kept = home.__dict__["residents_now"] = queries.home_now(home.pk, london_today())
    return kept


@on_home.tile
def beds_taken(acting: Acting, home: CareHome) -> Tile | None:
    """Places taken of the beds that CQC registers."""
    now = _now(acting, home)
    if now is None:
        return None
    absent = [f"{len(now.in_hospital)} in hospital"] if now.in_hospital else []
    absent += [f"{now.away} away"] if now.away else []
    in_home = now.number - len(now.in_hospital) - now.away
    return Tile(
        number=formats.share(now.number, home.registered_beds),
        label="beds taken",
        url=address_of("residents:of_home", home.pk),
        note=", ".join([f"{in_home} in the home", *absent]),
        order=10,
    )


@on_home.tile
def with_the_pcn(acting: Acting, home: CareHome) -> Tile | None:
    """The second denominator: residents who are patients of the aligned PCN's practices (domain 0.2)."""
    now = _now(acting, home)
    if now is None or not now.number:
        return None
    others = now.number - now.with_pcn - now.practice_not_known
    unknown = [f"{now.practice_not_known} not known"] if now.practice_not_known else []
    return Tile(
        number=formats.share(now.with_pcn, now.number) if now.pcn else formats.NOT_KNOWN,
        label=f"with {now.pcn}’s practices" if now.pcn else "residents with the aligned PCN’s practices",
        note=", ".join([f"{others} with other practices", *unknown]) if now.pcn else "No PCN is aligned",
        known=bool(now.pcn),
        order=20,
    )


@on_home.panel
def residents(acting: Acting, home: CareHome) -> Panel | None:
    """Who is new, in hospital or just back. Names are shown, so the reading is logged."""
    now = _now(acting, home)
    if now is None:
        return None
    shown = _rows(now)
    record_reads(((each["pk"], home.pk) for each in shown), screen="Home", by=acting)
    return Panel(
        key="residents",
        title="Residents",
        template="residents/home_panel.jinja",
        context={"rows": shown, "number": now.number, "add_url": _add_url(acting, home)},
        order=30,
        link=Link(f"All {now.number}", address_of("residents:of_home", home.pk)),
    )


def _add_url(acting: Acting, home: CareHome) -> str:
    may = acting.may(Permission.EDIT_RESIDENTS) and not home.deregistered_on
    return address_of("residents:add", home.pk) if may else ""


def _rows(now: queries.HomeNow) -> list[dict[str, Any]]:
    today = london_today()
    rows = [
        *(_row(each, STATES[ResidentState.IN_HOSPITAL], _hospital_words(each, today)) for each in now.in_hospital),
        *(_row(each, BACK, f"Back {formats.near(each.back_on, today)}") for each in now.returned),
        *(_row(each, NEW, _arrival_words(each)) for each in now.new),
    ]
    firsts = {row["pk"]: row for row in reversed(rows)}  # a person once, under what matters most
    return [row for row in rows if firsts[row["pk"]] is row][:MOST]


def _row(resident: queries.LivesHere, state: State, note: str) -> dict[str, Any]:
    return {"pk": resident.id, "name": resident.name, "state": state, "note": note}


def _hospital_words(resident: queries.LivesHere, today: date) -> str:
    nights = formats.plural((today - resident.absent_since).days, "day") if resident.absent_since else ""
    return ". ".join(each for each in (nights, PLANNED[resident.planned]) if each)


def _arrival_words(resident: queries.LivesHere) -> str:
    origin = ArrivedFrom(resident.came_from or ArrivedFrom.NOT_KNOWN).label
    return f"{formats.day(resident.arrived_on)}, from {starts(origin)}"
