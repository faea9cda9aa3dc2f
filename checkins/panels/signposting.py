"""Signposts on a home's page and on a resident's, and in the resident's timeline."""

from carehomes.access.acting import Acting
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.directory.models import CareHome
from carehomes.directory.panels import on_home
from carehomes.residents.models import Resident
from carehomes.residents.panels import on_resident
from carehomes.residents.timeline import Entry, source
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Panel
from carehomes.ui.shell import Link
from checkins.models import Signpost
from checkins.presenters.signposting import entries, lines
from checkins.queries.signposting import GONE, newest_of_home, of_resident

TEMPLATE = "checkins/panels/signposts.jinja"
NOTE_ONE = "Signpost the home"
EVERY, SAY = "All signposts", "Say whom you have reached"


@on_home.panel
def signposted_to(acting: Acting, home: CareHome) -> Panel | None:
    """Whom the home was told to ask, with the number, and whether it reached them."""
    if not acting.may(Permission.SEE_NOMINATIONS):
        return None
    may_write = acting.may(Permission.SIGNPOST_HOMES) and not home.deregistered_on
    found = newest_of_home(home.pk)
    if not found and not may_write:
        return None
    record_reads({(each.resident_id, each.home_id) for each in found if each.resident_id}, screen="home", by=acting)
    link = Link(NOTE_ONE, address_of("checkins:add_signpost", home.pk)) if may_write else None
    own_word = acting.may(Permission.ANSWER_SIGNPOSTS) and not acting.may(Permission.SIGNPOST_HOMES)
    every = address_of("checkins:signposts", home.pk) if found else ""
    context = {"lines": lines(found), "every": every, "every_words": SAY if own_word else EVERY}
    return Panel("signposts", "Signposted to", TEMPLATE, context, order=30, link=link)


def _of(resident: Resident) -> list[Signpost]:
    """A resident's signposts, asked for once for the panel and the timeline."""
    held: list[Signpost] | None = resident.__dict__.get("signposts_newest_first")
    if held is None:
        held = resident.__dict__["signposts_newest_first"] = of_resident(resident.pk)
    return held


@on_resident.panel
def signposted_about(acting: Acting, resident: Resident) -> Panel | None:
    """The same about one resident."""
    if not acting.may(Permission.SEE_NOMINATIONS):
        return None
    may_write = acting.may(Permission.SIGNPOST_HOMES) and resident.state not in GONE
    found = _of(resident)
    if not found and not may_write:
        return None
    address = f"{address_of('checkins:add_signpost', resident.home_id)}?resident={resident.pk}"
    link = Link(NOTE_ONE, address) if may_write else None
    context = {"lines": lines(found), "every": "", "named": True}
    return Panel("signposts", "Signposted to", TEMPLATE, context, order=25, beside=True, link=link)


@source
def signposts_in_time(acting: Acting, resident: Resident) -> list[Entry]:
    """When the home was told whom to ask about this resident, and what it said since."""
    return entries(_of(resident)) if acting.may(Permission.SEE_NOMINATIONS) else []
