"""Sessions in the database, as Django keeps them (settings.SESSION_ENGINE). Every page reads one, so its statement is prepared."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from carehomes.access.prepared import Prepared, given_moment, given_text


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        """The session while it lasts. Without it the key is forgotten, as in Django's own."""
        found = _SESSION.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found


def _session() -> QuerySet[Session]:
    return Session.objects.filter(session_key=given_text("key"), expire_date__gt=given_moment("now"))


_SESSION = Prepared(_session)
