"""Several people at one round at the same moment, each on a connection of their own."""

import time

from tests.faults.coordinator import Coordinator
from tests.faults.test_check_in_races import SAM, at_once
from tests.stack import Stack

ANNA = "anna.betony@homeround.example"


def open_round(product: Stack) -> tuple[int, int]:
    """Today's round of the demo area, begun: its id and whose card is open."""
    ((round_id, state),) = product.sql("SELECT id, state FROM checkins_round WHERE on_agenda = 6")
    if state == "agenda_published":
        Coordinator(product, email=ANNA).sign_in().ask("POST", f"/rounds/{round_id}/step/", {"do": "begin"})
    ((item,),) = product.sql("SELECT now_item_id FROM checkins_round WHERE id = %s", round_id)
    return round_id, item


def test_two_type_into_one_card_and_six_end_the_round(product: Stack) -> None:
    """One test, since the demo area has one round to hold today and it ends but once."""
    round_id, item = open_round(product)
    two_people_type_into_one_card_and_nothing_is_lost(product, round_id, item)
    done_and_ended_by_six_hands_at_once_it_is_done_and_ended_once(product, round_id, item)


def two_people_type_into_one_card_and_nothing_is_lost(product: Stack, round_id: int, item: int) -> None:
    """Each writes an action of their own and into one box that both use: the last words of both are in the card or reported."""
    people = {"Anna": Coordinator(product, email=ANNA).sign_in(), "Sam": Coordinator(product, email=SAM).sign_in()}
    own = {"Anna": "action-1", "Sam": "action-2"}
    told: dict[str, set[str]] = {"Anna": set(), "Sam": set()}

    def types(name: str) -> None:
        seen = 0
        for step in range(12):
            words = {own[name]: f"{name} {step}", "decided": f"{name} {step}"}
            fields = [*words.items(), *[("touched", each) for each in words], ("seen", str(seen))]
            answer = people[name].ask("POST", f"/rounds/{round_id}/residents/{item}/draft/", fields).json()
            seen = answer["revision"]
            told[name] |= set(answer.get("conflicts", []))
            time.sleep(0.01)

    at_once([lambda name=name: types(name) for name in people])

    ((fields,),) = product.sql("SELECT fields FROM checkins_roundcard WHERE item_id = %s", item)
    assert fields["action-1"] == ["Anna 11"]
    assert fields["action-2"] == ["Sam 11"]
    assert told["Anna"] | told["Sam"] == {"decided"}


def done_and_ended_by_six_hands_at_once_it_is_done_and_ended_once(product: Stack, round_id: int, item: int) -> None:
    people = [Coordinator(product, email=ANNA).sign_in() for _ in range(6)]
    ((chair,),) = product.sql(
        "SELECT i.id FROM checkins_roundinvitation i JOIN checkins_round r ON r.id = i.round_id "
        "WHERE r.id = %s AND i.user_id = r.chair_user_id",
        round_id,
    )
    ((revision,),) = product.sql("SELECT coalesce(max(revision), 0) FROM checkins_roundcard WHERE item_id = %s", item)
    ((today,),) = product.sql("SELECT to_char(held_on, 'YYYY-MM-DD') FROM checkins_round WHERE id = %s", round_id)
    fields = {
        "decided": "Finish doxycycline.", "contact": "seen", "clinician": str(chair), "category": "care_home_round",
        "action-1": "Check kidney function", "owner-1": str(chair), "by-1": today, "action-2": "",
        "seen": str(revision), "do": "done",
    }  # fmt: skip
    card = f"/rounds/{round_id}/residents/{item}/"
    at_once([lambda each=each: each.ask("POST", card, fields) for each in people])
    assert product.sql("SELECT count(*) FROM checkins_roundcontact WHERE item_id = %s", item) == [(1,)]
    assert product.sql("SELECT seen FROM checkins_round WHERE id = %s", round_id) == [(1,)]

    at_once([lambda each=each: each.ask("POST", f"/rounds/{round_id}/step/", {"do": "end"}) for each in people])
    ended = "SELECT count(*) FROM checkins_roundstatus WHERE round_id = %s AND state = 'written_up'"
    assert product.sql(ended, round_id) == [(1,)]
    raised = "SELECT count(*) FROM issues_issuelink WHERE kind = 'round' AND target_id = %s"
    assert product.sql(raised, round_id) == [(1,)]
