"""What the pages of this app read."""

from collections.abc import Collection

from carehomes.access.models import User


def people_by_email(emails: Collection[str]) -> dict[str, User]:
    """The people who can sign in with one of these addresses."""
    return {user.email: user for user in User.objects.filter(email__in=emails, is_active=True)}
