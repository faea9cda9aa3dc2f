"""Input of the register's pages."""

from carehomes.directory.forms.home import ChangeRoleForm, ContactForm, EndForm, NamedRoleForm, ScheduleForm
from carehomes.directory.forms.leadership import LeaderForm
from carehomes.directory.forms.relationships import OrganisationFinder, RelationshipForm, StatusForm

__all__ = [
    "ChangeRoleForm",
    "ContactForm",
    "EndForm",
    "LeaderForm",
    "NamedRoleForm",
    "OrganisationFinder",
    "RelationshipForm",
    "ScheduleForm",
    "StatusForm",
]
