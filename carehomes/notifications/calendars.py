"""Calendar files of e-mails (RFC 5545): whoever receives one can put it into their calendar, and an update or a cancellation finds it.

A room hands in the entry without recipient; the drain names the recipient, whom only it knows. No names, nothing clinical.
"""

from icalendar import Calendar, vCalAddress

TYPE = "text/calendar"


def addressed(calendar: str, recipient: str) -> tuple[bytes, str]:
    """The file for this recipient, and its MIME type with the method (RFC 6047: it must stand there too)."""
    file = Calendar.from_ical(calendar)
    for event in file.walk("VEVENT"):
        attendee = vCalAddress(f"mailto:{recipient}")
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        event.add("attendee", attendee)
    return file.to_ical(), f"{TYPE}; method={file['METHOD']}"
