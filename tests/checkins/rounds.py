"""What the tests of rounds plan, type and read."""

from datetime import time

from carehomes.access.scopes import acting_scope
from checkins.actions import round_cards
from checkins.actions.round_people import Guest
from checkins.actions.rounds import Plan
from checkins.models import (
    AgendaItem,
    RoundInvitation,
)
from tests.checkins.days import NOW, TODAY
from tests.factories import NominationFactory, ResidentFactory

DAY = TODAY
PLAN = Plan("home_round", DAY, time(13, 30), 60, "virtual", "https://video.homeround.example/larch")


def guest_of(acting, as_="gp"):
    return Guest(acting.person, as_, acting.user_id, acting.organisation_id, acting.organisation)


def nominated(world, name="Harold", **more):
    resident = ResidentFactory(home=world.home, given_name=name)
    more = {"urgency": "this_round", "acknowledge_by": None, **more}
    return NominationFactory(resident=resident, **more)


def on_agenda(found):
    items = AgendaItem.objects.filter(round=found, removed_at=None).order_by("place")
    return [each.resident.given_name for each in items]


def typed(world, item, fields, by=None, seen=0, now=NOW):
    by = by or world.lead
    with acting_scope(by):
        return round_cards.save_card(item_id=item.pk, sent=fields, touched=list(fields), seen=seen, by=by, now=now)


def invitation(found, acting):
    return RoundInvitation.objects.get(round=found, user_id=acting.user_id)


def seen_by(world, found, **more):
    return {
        "contact": ["seen"],
        "clinician": [str(invitation(found, world.lead).pk)],
        "category": ["care_home_round"],
        "decided": ["Finish doxycycline."],
        **more,
    }


def finish(world, item, fields, by=None, now=NOW):
    typed(world, item, fields, by=by, now=now)
    with acting_scope(by or world.lead):
        return round_cards.finish_card(item_id=item.pk, by=by or world.lead, now=now)
