"""What `load_england` adds of this app, each in its order: check-ins, what they raised, rounds. Each registers itself."""

from checkins.england import calls, clinical, issues, rounds

__all__ = ["calls", "clinical", "issues", "rounds"]
