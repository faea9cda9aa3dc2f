"""Searches that may hold a name or an NHS number: posted, and kept in the session of their person, never in an address.

Addresses end up in histories, logs and other sites' referrers. A page's address carries only the number of the search.
"""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

_MOST_KEPT = 10


def keep(session: SessionBase, page: str, search: Any) -> int:
    """Remembers a search of a page and returns its number. The last few are kept, so that the browser's Back finds them."""
    searches: dict[str, Any] = session.get(page, {})
    number = max((int(each) for each in searches), default=0) + 1
    latest = dict(list(searches.items())[1 - _MOST_KEPT :])
    session[page] = {**latest, str(number): search}
    return number


def kept(session: SessionBase, page: str, number: str) -> Any:
    """The search of this number; None where the session knows none."""
    return session.get(page, {}).get(number)
