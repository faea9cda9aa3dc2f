"""What check-ins add to the demo area, each in its order: calls, what is seen of residents, rounds, signposts. Each registers itself."""

from checkins.demo import calls, personas, residents, rounds, signposting

__all__ = ["calls", "personas", "residents", "rounds", "signposting"]
