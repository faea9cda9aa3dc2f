"""Every read of the register that a page, another room or an export needs."""

from carehomes.directory.queries.contacts import (
    WORKING,
    clinical_lead_user_ids,
    contacts_of,
    coordinators_of,
    main_contacts,
    open_roles,
    urgent_number,
)

__all__ = [
    "WORKING",
    "clinical_lead_user_ids",
    "contacts_of",
    "coordinators_of",
    "main_contacts",
    "open_roles",
    "urgent_number",
]
