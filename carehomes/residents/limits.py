"""How often one person may look up NHS numbers: enough for work, too seldom to try numbers out."""

from django.core.cache import cache

MOST, SECONDS = 20, 60


def may_look_up(user_id: int) -> bool:
    """Takes one of the person's 20 look-ups a minute; False when they are used up. Each comes back a minute after it was taken."""
    return any(cache.add(f"nhs-number:{user_id}:{place}", 1, SECONDS) for place in range(MOST))
