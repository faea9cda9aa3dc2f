"""Which programmes a care home is eligible for, by what CQC registers it for. Pure.

Enhanced Health in Care Homes covers every care home that CQC registers, whomever it cares for, but no secure mental health unit
and no supported living, which is no care home service. What is registered is a fact and not a choice of a tenant, so the few homes
for children only are in the week too: where nobody rings one, its check-in is cancelled with a reason and leaves the denominator.
Some programmes were narrower: the testing portal of 2020 took no home "not registered as caring for older people or people with
dementia".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Specialism(StrEnum):
    """Whom a home is registered to care for, in our words. CQC calls them service user bands, or specialisms."""

    CHILDREN = "children"
    DEMENTIA = "dementia"
    LEARNING_DISABILITIES = "learning disabilities or autism"
    MENTAL_HEALTH = "mental health"
    OLDER_PEOPLE = "older people"
    PHYSICAL_DISABILITY = "physical disability"
    SENSORY_IMPAIRMENT = "sensory impairment"
    YOUNGER_ADULTS = "younger adults"


@dataclass(frozen=True)
class Programme:
    """Something that homes take part in. `any_of`: a home needs one of these specialisms; empty, every home is eligible."""

    name: str
    any_of: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True)
class Eligibility:
    """Whether a home is covered, and why not in words for a page; `reason` is empty when it is."""

    eligible: bool
    reason: str = ""


EHCH = Programme("Enhanced Health in Care Homes")
TESTING_PORTAL = Programme(
    "Testing portal, 2020",
    frozenset({Specialism.OLDER_PEOPLE, Specialism.DEMENTIA}),
    "Not registered as caring for older people or people with dementia",
)

_NO_CARE_HOME_SERVICE = "Not registered as a care home, with or without nursing"


def scope_of(
    *, with_nursing: bool, without_nursing: bool, specialisms: Iterable[str], programme: Programme = EHCH
) -> Eligibility:
    """Whether a home registered for this is covered by the programme, with the reason when it is not."""
    if not (with_nursing or without_nursing):
        return Eligibility(False, _NO_CARE_HOME_SERVICE)
    if programme.any_of and programme.any_of.isdisjoint(specialisms):
        return Eligibility(False, programme.reason)
    return Eligibility(True)
