"""Published calculations that check-ins use: each a pure function over a dated table with its source."""

from checkins.calculations.early_warning import BANDS, PARAMETERS, Band, News2, news2

__all__ = ["BANDS", "PARAMETERS", "Band", "News2", "news2"]
