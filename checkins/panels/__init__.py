"""What check-ins show on the pages of homes and residents, each in its order: the week's calls, who waits, rounds, signposts."""

from checkins.panels import home, residents, rounds, signposting

__all__ = ["home", "residents", "rounds", "signposting"]
