"""Whom the demo area's homes were told to ask in the calls of the last weeks: one was reached, others this week's call asks about."""

from datetime import datetime, time, timedelta
from typing import Any

from carehomes.deadlines import LONDON, Week
from carehomes.demo.area import Area
from carehomes.demo.registry import fills_demo
from checkins.models import CheckIn, ServiceKind, Signpost, SignpostAnswer

CALLER, HER_PCN = "Priya Fennel", "Westmere PCN"
LARCH, CEDAR = "Larch House", "Cedar Mount"
# Weeks ago, home, place in its list of residents (None: nobody in particular), service, in free words, number, about what, reached.
SIGNPOSTS: tuple[tuple[int, str, int | None, str, str, str, str, str], ...] = (
    (3, LARCH, 4, "tissue_viability", "", "01632960741", "A red heel that does not fade overnight.", "yes"),
    (
        2,
        LARCH,
        1,
        "dietitian",
        "",
        "01632960742",
        "Has lost two kilograms in a month, leaves half her lunch.",
        "not_yet",
    ),
    (1, LARCH, None, "", "Harbour Carers’ Circle", "01632960743", "Relatives ask whom they can talk to.", ""),
    (1, CEDAR, 3, "speech_and_language", "", "", "Coughs when drinking thin fluids.", ""),
)


@fills_demo
def load_signposts(area: Area, now: datetime) -> None:
    """Runs after the loader of the calls. Nothing happened after the moment of loading."""
    del now
    services = {each.key: each for each in ServiceKind.objects.all()}
    for weeks, home, place, service, words, phone, about, reached in SIGNPOSTS:
        noted = _noted(area, home, weeks)
        people = area.residents[home]
        made = Signpost.objects.create(
            **noted,
            resident=people[place % len(people)] if place is not None else None,
            service=services.get(service),
            to_whom=words or services[service].label,
            phone=phone,
            about=about,
        )
        if reached:
            SignpostAnswer.objects.create(**_noted(area, home, weeks - 1), signpost=made, reached=reached)


def _noted(area: Area, home: str, weeks: int) -> dict[str, Any]:
    """Who wrote it, in the call of so many weeks ago; where there was none that week, on its Tuesday."""
    monday = Week.containing(area.today).monday - timedelta(weeks=weeks)
    call = CheckIn.objects.filter(home=area.homes[home], week=monday, completed_at__isnull=False).first()
    return {
        "home": area.homes[home],
        "check_in_id": call.pk if call else None,
        "at": call.completed_at if call else datetime.combine(monday + timedelta(days=1), time(10, 30), LONDON),
        "by_user_id": area.people[CALLER].pk,
        "by_name": CALLER,
        "by_organisation_name": HER_PCN,
    }
