"""Who is signed in, as every page asks it: the account and its memberships of now in one statement."""

from typing import Any, ClassVar

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Func, JSONField, QuerySet

from carehomes.access.models import User
from carehomes.access.prepared import Given, Prepared


class Backend(AuthenticationBackend):
    """django-allauth's sign-in. The account of a session comes with `memberships_now`, which `acting.memberships_held` reads."""

    def get_user(self, user_id: int) -> User | None:
        user = _USER.first(user=user_id)
        return user if user and self.user_can_authenticate(user) else None


class _MembershipsNow(Func):
    """What `acting.memberships_of` finds, as JSON."""

    template = "(SELECT jsonb_agg(to_jsonb(m)) FROM memberships_of(%(expressions)s) m)"
    output_field: ClassVar[Any] = JSONField()


def _user() -> QuerySet[User]:
    return User.objects.filter(pk=Given("user")).annotate(memberships_now=_MembershipsNow("pk"))


_USER = Prepared(_user)
