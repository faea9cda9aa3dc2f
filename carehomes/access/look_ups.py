"""How often one person may look up NHS numbers: enough for work, too seldom to try numbers out (settings.LOOK_UPS_BY_NHS_NUMBER)."""

from django.conf import settings
from django.core.cache import cache

TOO_OFTEN = "You have looked up many numbers in the last minute. Wait a minute, then try again"
TOO_MANY_REQUESTS = 429


def may_look_up(user_id: int) -> bool:
    """Takes one of the person's look-ups; False when they are used up. Each comes back when its time has passed.

    One count for the search, the list of residents and the log of readings. While the cache is away nobody is refused.
    """
    return take(f"nhs-number:{user_id}", *settings.LOOK_UPS_BY_NHS_NUMBER)


def take(what: str, most: int, seconds: int) -> bool:
    """Takes one of so many goes in so many seconds; False when they are used up."""
    return any(cache.add(f"{what}:{place}", 1, seconds) for place in range(most))
