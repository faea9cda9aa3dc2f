"""What the register itself offers to the search: homes and organisations."""

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind
from carehomes.access.roles import Permission
from carehomes.directory import queries
from carehomes.directory.presenters import homes as words
from carehomes.directory.search import SHOWN, Hit, register_source
from carehomes.ui.addresses import address_of


def find_homes(by: Acting, typed: str) -> list[Hit]:
    """Homes by name, town, postcode or CQC id; those that the reader works with first, closed ones too."""
    return [
        Hit(
            home.name,
            address_of("directory:home", home.pk),
            f"{words.kind_words(home)}, {words.place(home)}",
            words.state_of(home),
        )
        for home in queries.homes_called(typed, by, SHOWN + 1)
    ]


def find_organisations(by: Acting, typed: str) -> list[Hit]:
    """Organisations by name or code."""
    return [
        Hit(each.name, address_of("directory:organisation", each.pk), OrganisationKind(each.kind).label)
        for each in queries.organisations_called(typed, SHOWN + 1)
    ]


def register() -> None:
    """Called when the app is ready."""
    register_source("Homes", find_homes, permission=Permission.SEE_HOMES, order=20)
    register_source("Organisations", find_organisations, permission=Permission.SEE_ORGANISATIONS, order=30)
