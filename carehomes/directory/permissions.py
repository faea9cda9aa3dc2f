"""Whether somebody may change what is ours about one home: their role's answer, and the database's about this home."""

from carehomes.access.acting import Acting
from carehomes.access.kinds import RelationshipKind
from carehomes.access.roles import Permission
from carehomes.directory.actions.relationships import PLATFORM
from carehomes.directory.forms.relationships import ORGANISATION_KINDS
from carehomes.directory.queries import Record


def may_edit(by: Acting, record: Record) -> bool:
    """Numbers, named people and the check-in day."""
    return record.seen and by.may(Permission.EDIT_HOME)


def may_manage(by: Acting, record: Record) -> bool:
    """Who works with it: its commissioner's lead, and the platform's administrators."""
    return by.may(Permission.MANAGE_RELATIONSHIPS) and (record.seen or by.role_key == PLATFORM)


def kinds_to_manage(by: Acting) -> tuple[str, ...]:
    """What they may say organisations are to a home. A commissioner does not choose who commissions it, nor who runs it."""
    if by.role_key == PLATFORM:
        return tuple(ORGANISATION_KINDS)
    return tuple(
        kind for kind in ORGANISATION_KINDS if kind not in (RelationshipKind.COMMISSIONER, RelationshipKind.HOME)
    )
