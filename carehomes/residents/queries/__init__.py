"""What pages, exports and other rooms read about residents.

`residents_of`, `names_in`, `find_in_home` and `since` are for the other rooms; the rest is for this app's pages.
"""

from carehomes.residents.queries.duplicates import Match, same_person
from carehomes.residents.queries.finding import nhs_number_in, with_name, with_number
from carehomes.residents.queries.home_now import HomeNow, LivesHere, home_now
from carehomes.residents.queries.in_home import (
    Change,
    Changes,
    Listed,
    find_in_home,
    living_in,
    moved_away,
    names_in,
    residents_of,
    since,
)
from carehomes.residents.queries.listing import (
    HomeOfList,
    Listing,
    MovedAway,
    Tally,
    home_with_residents,
    home_with_tallies,
    homes_with_residents,
    list_residents,
    page_of_residents,
    tallies,
)
from carehomes.residents.queries.moving import (
    audience_of,
    can_undo,
    destinations,
    move_of,
    own_homes,
    sees_residents_of,
    visible,
)
from carehomes.residents.queries.practices import practice_with_code, practices_near
from carehomes.residents.queries.record import Record, readings_of, record_of
from carehomes.residents.queries.stays import newest_change

__all__ = [
    "Change",
    "Changes",
    "HomeNow",
    "HomeOfList",
    "Listed",
    "Listing",
    "LivesHere",
    "Match",
    "MovedAway",
    "Record",
    "Tally",
    "audience_of",
    "can_undo",
    "destinations",
    "find_in_home",
    "home_now",
    "home_with_residents",
    "home_with_tallies",
    "homes_with_residents",
    "list_residents",
    "page_of_residents",
    "living_in",
    "move_of",
    "moved_away",
    "nhs_number_in",
    "newest_change",
    "own_homes",
    "practice_with_code",
    "practices_near",
    "readings_of",
    "record_of",
    "names_in",
    "residents_of",
    "same_person",
    "sees_residents_of",
    "since",
    "tallies",
    "visible",
    "with_name",
    "with_number",
]
