"""Who works with a home: first the organisation is found, then the relationship is described."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Organisation
from carehomes.directory.forms.versioned import VersionedForm
from carehomes.directory.models import AlignmentStatus
from carehomes.ui import forms

# What an organisation can be to a home -> the kinds of organisations that can be it.
ORGANISATION_KINDS: dict[str, tuple[str, ...]] = {
    RelationshipKind.PCN: (Kind.PCN,),
    RelationshipKind.PRACTICE: (Kind.GP_PRACTICE, Kind.PARTNERSHIP),
    RelationshipKind.PHARMACY: (Kind.PHARMACY,),
    RelationshipKind.PHARMACY_BACKUP: (Kind.PHARMACY,),
    RelationshipKind.LOCAL_AUTHORITY: (Kind.LOCAL_AUTHORITY,),
    RelationshipKind.PROVIDER: (Kind.CARE_PROVIDER,),
    RelationshipKind.COMMUNITY_SERVICES: (Kind.NHS_TRUST, Kind.HOSPICE),
    RelationshipKind.COMMISSIONER: (Kind.ICB, Kind.CCG),
    RelationshipKind.HOME: (Kind.CARE_HOME,),
}
STATUS_HINTS: dict[str, str] = {
    AlignmentStatus.AGREED: "They work with the home and see what their role may see",
    AlignmentStatus.PROPOSED: "Not yet: it lets nobody see anything",
    AlignmentStatus.DISPUTED: "Not settled: it lets nobody see anything",
}
CHOSEN_STATUSES = [(each.value, each.label) for each in AlignmentStatus if each != AlignmentStatus.NEAREST]
_PAYMENT_HINT = "Beds that the network is paid for. Leave it empty where it is the registered number"


class OrganisationFinder(forms.Form):
    """What they are to the home, and words of their name. Its answers stand in the address."""

    kind = forms.ChoiceField(label="What they are to this home", called="what they are", display="select")
    q = forms.CharField(label="Name or ODS code", max_length=100)

    def __init__(self, data: QueryDict | None, *, kinds: Sequence[str]) -> None:
        super().__init__(data)
        choices = [(kind, RelationshipKind(kind).label) for kind in kinds]
        self.choose_from("kind", [("", "Choose one"), *choices])


class StatusFields(forms.Form):
    """How firm it is, and for how many beds."""

    status = forms.ChoiceField(
        label="Status", choices=CHOSEN_STATUSES, choice_hints=STATUS_HINTS, initial=AlignmentStatus.AGREED
    )
    beds = forms.IntegerField(
        label="Beds for payment",
        called="the number of beds",
        hint=_PAYMENT_HINT,
        min_value=0,
        max_value=2000,
        required=False,
    )

    def only_for(self, kind: str) -> None:
        """Beds are counted for the PCN only."""
        if kind != RelationshipKind.PCN:
            del self.fields["beds"]

    @property
    def beds_for_payment(self) -> int | None:
        """The number, where it was asked and given."""
        return self.cleaned_data.get("beds")


class RelationshipForm(StatusFields, forms.IdempotentForm):
    """A relationship that begins."""

    organisation = forms.ChoiceField(label="Which one", called="which one", coerce=int)
    starts_on = forms.DateField(label="Since", called="the day it begins", hint="For example, 1 10 2026")
    replace = forms.BooleanField(label="End on that day what it follows", required=False)

    field_order = ("organisation", "status", "starts_on", "replace", "beds")

    def __init__(self, data: QueryDict | None, *, found: Sequence[Organisation], kind: str, exclusive: bool) -> None:
        super().__init__(data)
        choice = self.fields["organisation"]
        self.choose_from("organisation", [(str(each.pk), each.name) for each in found])
        choice.choice_hints = {str(each.pk): place_of(each) for each in found if place_of(each)}  # type: ignore[attr-defined]  # of a choice field
        if len(found) == 1:
            choice.initial = str(found[0].pk)
        self.only_for(kind)
        if not exclusive:
            del self.fields["replace"]


def place_of(organisation: Organisation) -> str:
    """Code and place, to tell apart what has the same name."""
    return ", ".join(filter(None, (organisation.ods_code, organisation.address, organisation.postcode)))


class StatusForm(StatusFields, VersionedForm):
    """A relationship of which the status changes on a day."""

    on = forms.DateField(
        label="From", called="the day", hint="What it was before stays in the history. For example, 1 10 2026"
    )

    field_order = ("status", "on", "beds")

    def __init__(self, data: QueryDict | None, *, kind: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.only_for(kind)
