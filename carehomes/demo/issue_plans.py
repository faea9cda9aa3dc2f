"""The issues that the demo area holds, each with its story; `carehomes.demo.issues` lets them happen."""

from collections.abc import Sequence
from dataclasses import dataclass

from carehomes.issues.models import Happened, Kind, Priority


@dataclass(frozen=True)
class Step:
    """One thing that happened, so many hours before the loading."""

    hours_ago: float
    happened: Happened
    by: str
    words: str = ""


@dataclass(frozen=True)
class Plan:
    """One issue: where, about which of the home's residents (None: the whole home), and its story, the raising left out."""

    home: str
    resident: int | None
    kind: Kind
    title: str
    said: str
    owner: str
    hours_ago: float
    steps: Sequence[Step] = ()
    priority: Priority = Priority.WEEK
    raised_by: str = "Priya Fennel"
    organisation: str = ""  # whose it is while nobody has accepted it
    comment: tuple[float, str, str] | None = None
    system: tuple[str, str] = ("", "")


DAY = 24
_H = Happened
PLANS = (
    Plan(
        "Larch House",
        3,
        Kind.MEDICINES,
        "Chart query",
        "The morning chart still shows amlodipine 10 mg. The boxes that came on Monday say 5 mg.",
        "Joe Lovage",
        9 * DAY,
        (
            Step(9 * DAY - 2, _H.ACCEPTED, "Joe Lovage"),
            Step(8 * DAY, _H.HANDED_OFF, "Joe Lovage"),
            Step(26, _H.CAME_BACK, "Joe Lovage", "New chart printed, 5 mg is right"),
            Step(
                25,
                _H.RESOLVED,
                "Joe Lovage",
                "5 mg is right. A new chart went with the driver. Please look tonight and confirm.",
            ),
        ),
        comment=(
            6 * DAY,
            "Meera Calendula",
            "The same for another resident? I found none. @Moira Sorrel, please say if you do.",
        ),
        system=("Mortar Lane Pharmacy’s own system", "MLP-77310"),
    ),
    Plan(
        "Larch House",
        11,
        Kind.EQUIPMENT,
        "Hearing aid battery",
        "Her hearing aid is silent, and the batteries here do not fit.",
        "Priya Fennel",
        4 * DAY,
        (
            Step(4 * DAY - 1, _H.ACCEPTED, "Priya Fennel"),
            Step(
                5,
                _H.RESOLVED,
                "Priya Fennel",
                "Audiology has sent a card of batteries, size 13. They came by post today.",
            ),
        ),
    ),
    Plan(
        "Larch House",
        None,
        Kind.STOCK,
        "Dressings run short",
        "Silicone dressings last until the end of the week.",
        "Joe Lovage",
        2 * DAY,
        (Step(2 * DAY - 3, _H.ACCEPTED, "Joe Lovage"), Step(DAY, _H.STARTED, "Joe Lovage")),
        raised_by="Femi Cicely",
    ),
    Plan(
        "Larch House",
        20,
        Kind.FALLS,
        "Falls review",
        "Two falls this month, both at night on the way to the bathroom.",
        "Priya Fennel",
        3 * DAY,
        (Step(3 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(2 * DAY, _H.HANDED_OFF, "Priya Fennel")),
        system=("Community falls team", "CFT-3310"),
    ),
    Plan(
        "Larch House",
        5,
        Kind.FAMILY,
        "Family meeting",
        "The daughter asks for a talk about what comes next.",
        "",
        20,
        organisation="Westmere PCN",
        raised_by="Moira Sorrel",
    ),
    Plan(
        "Beech Grange",
        2,
        Kind.SUPPLY,
        "No thickener for 2 days",
        "The last tin is empty. He coughs when he drinks without it.",
        "Priya Fennel",
        8 * DAY,
        (Step(8 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(7 * DAY, _H.STARTED, "Priya Fennel")),
        Priority.TWO_DAYS,
        comment=(30, "Priya Fennel", "Mortar Lane Pharmacy has none, Tideway was not asked yet."),
    ),
    Plan(
        "Hornbeam Place",
        None,
        Kind.EQUIPMENT,
        "Oximeter broken",
        "One of the two shows nothing any more.",
        "Priya Fennel",
        6 * DAY,
        (
            Step(6 * DAY - 1, _H.ACCEPTED, "Priya Fennel"),
            Step(3 * DAY, _H.RESOLVED, "Priya Fennel", "A new one was ordered."),
            Step(20, _H.NOT_DONE, "Priya Fennel", "It has not come. Ade Mallow said so on the phone."),
        ),
    ),
    Plan(
        "Aspen Lea",
        4,
        Kind.NUTRITION,
        "Weight loss, 3 kg",
        "Has lost 3 kg since the end of October.",
        "Priya Fennel",
        DAY,
        (Step(DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(20, _H.STARTED, "Priya Fennel")),
    ),
    Plan("Elm Park", 7, Kind.EQUIPMENT, "Catheter leaks", "The bags that came are the wrong size.", "Priya Fennel", 18),
    Plan(
        "Elm Park",
        None,
        Kind.STAFFING,
        "Agency staff every night",
        "Nobody at night knows the residents.",
        "Priya Fennel",
        2 * DAY,
        (Step(2 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(DAY, _H.STARTED, "Priya Fennel")),
        Priority.ROUTINE,
    ),
    Plan(
        "Rowan Court",
        6,
        Kind.EQUIPMENT,
        "Sling on order",
        "The new sling has not come.",
        "Priya Fennel",
        3 * DAY,
        (Step(3 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(2 * DAY, _H.HANDED_OFF, "Priya Fennel")),
        Priority.ROUTINE,
        system=("Equipment store", "CE-2209"),
    ),
    Plan(
        "Cedar Mount",
        11,
        Kind.MENTAL_STATE,
        "Delirium review",
        "Not himself since the weekend.",
        "Dr Anna Betony",
        DAY,
        (Step(DAY - 2, _H.ACCEPTED, "Dr Anna Betony"),),
        Priority.TWO_DAYS,
    ),
    Plan(
        "Hazel Brook",
        2,
        Kind.SUPPLY,
        "Inhaler not delivered",
        "The blue inhaler was missing from the box.",
        "Tova Dill",
        6,
        (Step(4, _H.ACCEPTED, "Tova Dill"),),
        Priority.URGENT,
    ),
    Plan(
        "Ash Grange",
        1,
        Kind.MEDICINES,
        "Two charts for one resident",
        "An old chart came back from hospital.",
        "Rue Bistort",
        DAY,
        (Step(DAY - 1, _H.ACCEPTED, "Rue Bistort"),),
        raised_by="Rue Bistort",
    ),
    Plan(
        "Damson Court",
        None,
        Kind.TRAINING,
        "Who shows us the new pump?",
        "The night staff have not used one.",
        "",
        2 * DAY,
        organisation="Eastgate PCN",
        raised_by="Rue Bistort",
        priority=Priority.ROUTINE,
    ),
    Plan(
        "Larch House",
        9,
        Kind.MEDICINES,
        "Patch not signed for",
        "Nobody has signed for Monday’s patch.",
        "Joe Lovage",
        7 * DAY,
        (
            Step(7 * DAY - 2, _H.ACCEPTED, "Joe Lovage"),
            Step(4 * DAY, _H.RESOLVED, "Joe Lovage", "It was given, and is signed for now."),
            Step(3 * DAY, _H.CONFIRMED, "Moira Sorrel"),
        ),
        raised_by="Moira Sorrel",
    ),
    Plan(
        "Rowan Court",
        None,
        Kind.STOCK,
        "Gloves in size L",
        "Two boxes are left.",
        "Priya Fennel",
        8 * DAY,
        (
            Step(8 * DAY - 2, _H.ACCEPTED, "Priya Fennel"),
            Step(6 * DAY, _H.RESOLVED, "Priya Fennel", "Twenty boxes came."),
            Step(5 * DAY, _H.CONFIRMED, "Priya Fennel", "The nurse in charge said so on the phone."),
        ),
    ),
)
