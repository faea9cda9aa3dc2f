"""Input of the pages of check-ins, but for the check-in itself: its questions are versioned data (`checkins.check_in_form`)."""
