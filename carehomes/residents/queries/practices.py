"""GP practices that a resident may be registered with."""

from collections.abc import Sequence

from django.db.models import Q

from carehomes.access.kinds import LinkKind, OrganisationKind, RelationshipKind
from carehomes.access.models import Organisation, OrganisationParent
from carehomes.deadlines import london_today
from carehomes.directory.queries.scope import working_today


def practices_near(home_id: int, but_also: int | None = None) -> Sequence[Organisation]:
    """The practices that work with a home and those of its aligned PCN, by name. One query. `but_also`: the one chosen before."""
    with_home = working_today().filter(home_id=home_id)
    network = OrganisationParent.objects.on(london_today()).filter(
        kind=LinkKind.NETWORK, parent__in=with_home.filter(kind=RelationshipKind.PCN).values("organisation")
    )
    near = Q(pk__in=with_home.filter(kind=RelationshipKind.PRACTICE).values("organisation")) | Q(
        pk__in=network.values("child")
    )
    practices = Organisation.objects.filter(near, kind=OrganisationKind.GP_PRACTICE) | Organisation.objects.filter(
        pk=but_also or 0
    )
    return list(practices.order_by("name_key"))


def practice_with_code(code: str) -> int | None:
    """The practice that has this ODS code, in capitals."""
    found = Organisation.objects.filter(ods_code=code, kind=OrganisationKind.GP_PRACTICE)
    return found.values_list("pk", flat=True).first()
