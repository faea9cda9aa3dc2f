"""The kinds of organisations, of their links, and of the relationships with a home (domain: Tenancy; ODS roles)."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    ICB = "icb", "Integrated care board"
    CCG = "ccg", "Clinical commissioning group"
    PCN = "pcn", "Primary care network"
    GP_PRACTICE = "gp_practice", "GP practice"
    PARTNERSHIP = "partnership", "Practice partnership"
    PHARMACY = "pharmacy", "Community pharmacy"
    NHS_TRUST = "nhs_trust", "NHS trust"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    CARE_PROVIDER = "care_provider", "Care home provider"
    CARE_HOME = "care_home", "Care home"
    LPC = "lpc", "Local pharmaceutical committee"
    HOSPICE = "hospice", "Hospice"
    REGION = "region", "NHS region"
    NATION = "nation", "National body"
    PLATFORM = "platform", "Homeround"
    OTHER = "other", "Other"


class LinkKind(TextChoices):
    """What a parent is to its child. Only members of a partnership or of a provider group share what they may see."""

    PARTNERSHIP = "partnership", "Member practice of a partnership"
    GROUP = "group", "Part of a provider group"
    NETWORK = "network", "Member practice of a primary care network"
    COMMISSIONER = "commissioner", "Commissioned by"
    REGION = "region", "In the region of"
    COUNTY = "county", "District of the county"


SHARING_LINKS = (LinkKind.PARTNERSHIP, LinkKind.GROUP)


# Which kinds of organisations a link may join: (children, parents). A sharing link lets the parent see, so these are rules.
LINK_ENDS: dict[LinkKind, tuple[frozenset[OrganisationKind], frozenset[OrganisationKind]]] = {
    LinkKind.PARTNERSHIP: (
        frozenset({OrganisationKind.GP_PRACTICE, OrganisationKind.PCN}),
        frozenset({OrganisationKind.PARTNERSHIP}),
    ),
    LinkKind.GROUP: (
        frozenset({OrganisationKind.CARE_HOME, OrganisationKind.CARE_PROVIDER}),
        frozenset({OrganisationKind.CARE_PROVIDER}),
    ),
    LinkKind.NETWORK: (frozenset({OrganisationKind.GP_PRACTICE}), frozenset({OrganisationKind.PCN})),
    LinkKind.COMMISSIONER: (
        frozenset(
            {OrganisationKind.PCN, OrganisationKind.GP_PRACTICE, OrganisationKind.PARTNERSHIP, OrganisationKind.CCG}
        ),
        frozenset({OrganisationKind.ICB, OrganisationKind.CCG}),
    ),
    LinkKind.REGION: (
        frozenset({OrganisationKind.ICB, OrganisationKind.CCG, OrganisationKind.LOCAL_AUTHORITY}),
        frozenset({OrganisationKind.REGION}),
    ),
    LinkKind.COUNTY: (frozenset({OrganisationKind.LOCAL_AUTHORITY}), frozenset({OrganisationKind.LOCAL_AUTHORITY})),
}


class RelationshipKind(TextChoices):
    """What an organisation is to a care home."""

    PCN = "pcn", "Aligned PCN"
    PRACTICE = "practice", "Registered practice"
    COMMISSIONER = "commissioner", "Commissioner"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    PHARMACY = "pharmacy", "Supplying pharmacy"
    PHARMACY_BACKUP = "pharmacy_backup", "Backup pharmacy"
    PROVIDER = "provider", "Provider"
    COMMUNITY_SERVICES = "community_services", "Community services"
    HOME = "home", "The home itself"


class LeadershipKind(TextChoices):
    """Leadership of medicines and care homes in a system (seed rows 000-11, 001-7)."""

    CHIEF_PHARMACIST_ACUTE = "chief_pharmacist_acute", "Chief pharmacist, acute"
    CHIEF_PHARMACIST_COMMUNITY = "chief_pharmacist_community", "Chief pharmacist, community services"
    CHIEF_PHARMACIST_MENTAL_HEALTH = "chief_pharmacist_mental_health", "Chief pharmacist, mental health"
    COMMISSIONER_CARE_HOME_LEAD = "commissioner_care_home_lead", "Commissioner's care home lead"
    PCN_CARE_HOME_LEAD = "pcn_care_home_lead", "PCN care home lead"
    PCN_LEAD_COMMUNITY_PHARMACIST = "pcn_lead_community_pharmacist", "PCN lead community pharmacist"
