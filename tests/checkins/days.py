"""The week of the mock-ups, in which the tests of check-ins live, and the moment of the call."""

from datetime import UTC, date, datetime

from carehomes.deadlines import Week

WEEK = Week(2026, 48)
TODAY = date(2026, 11, 25)  # a Wednesday
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
