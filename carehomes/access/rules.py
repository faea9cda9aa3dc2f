"""What a relationship with a home lets a role see. The database holds the same rows (`AccessRule`); a guard test compares."""

from carehomes.access.kinds import RelationshipKind as Kind
from carehomes.access.tenancy import DataClass

_EVERYTHING = (DataClass.HOME, DataClass.RESIDENT, DataClass.MEDICINES, DataClass.PLANS)
_NHS_KINDS = (Kind.PCN, Kind.PRACTICE, Kind.COMMUNITY_SERVICES)
_NHS_ROLES = ("care_coordinator", "clinician", "pharmacist", "pharmacy_technician")

# (relationship kind, role) -> the classes of data. Commissioners, councils and readers have homes and numbers, never a resident.
GRANTS: dict[tuple[Kind, str], tuple[DataClass, ...]] = {
    **{(kind, role): _EVERYTHING for kind in _NHS_KINDS for role in _NHS_ROLES},
    **{(kind, role): _EVERYTHING for kind in (Kind.HOME,) for role in ("care_home_manager", "care_home_staff")},
    (Kind.PROVIDER, "care_home_manager"): _EVERYTHING,
    (Kind.PHARMACY, "community_pharmacist"): (DataClass.HOME, DataClass.RESIDENT, DataClass.MEDICINES),
    (Kind.PHARMACY_BACKUP, "community_pharmacist"): (DataClass.HOME, DataClass.RESIDENT, DataClass.MEDICINES),
    (Kind.COMMISSIONER, "commissioner_lead"): (DataClass.HOME,),
    (Kind.LOCAL_AUTHORITY, "local_authority_officer"): (DataClass.HOME,),
}

RULES: frozenset[tuple[str, str, str]] = frozenset(
    (str(kind), role, str(data_class)) for (kind, role), classes in GRANTS.items() for data_class in classes
)
