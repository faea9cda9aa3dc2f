"""The link in an invitation with which somebody without an account says whether they come.

It is signed and holds the number of the invitation, no secret of ours and no name. It ends with the meeting's beginning, with the
invitation, and after `LONGEST` in any case. Whoever it was forwarded to can answer, and see when the meeting is: no more.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from checkins.models import RoundInvitation

LONGEST = timedelta(days=120)
_SALT = "checkins.round-answer"


def answer_address(invitation: RoundInvitation) -> str:
    """Where this person answers, with our name in front."""
    token = signing.dumps(invitation.pk, salt=_SALT)
    return f"{settings.SITE_ADDRESS}{reverse('checkins:round_reply', args=[token])}"


def invitation_of(token: str) -> int | None:
    """The invitation that a link is about; None for one that we did not sign, or that is too old."""
    try:
        number = signing.loads(token, salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None
