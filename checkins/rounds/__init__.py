"""Home rounds and MDT meetings besides their rows: who may do what, the card of a resident, where an agenda comes from, calendars."""
