"""The words of an issue: kinds, priorities, states, and what can happen to one. Text in the database, never a PostgreSQL enum."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What an issue is about. The first fifteen are the sections of the weekly check-in, under the same keys."""

    MEDICINES = "medicines", "Medicines"
    END_OF_LIFE = "end_of_life", "End of life"
    INFECTION = "infection", "Infection"
    URGENT_CLINICAL = "urgent_clinical", "Clinical"
    NEW_RESIDENTS = "new_residents", "New or returned resident"
    FALLS = "falls", "Falls"
    NUTRITION = "nutrition", "Nutrition and hydration"
    MENTAL_STATE = "mental_state", "Mental state"
    STAFFING = "staffing", "Staffing"
    STOCK = "stock", "PPE and stock"
    EQUIPMENT = "equipment", "Equipment"
    TRAINING = "training", "Training"
    VISITING = "visiting", "Visiting and isolation"
    FAMILY = "family", "Family"
    OTHER = "other", "Other"
    SUPPLY = "supply", "Medicines supply"
    NO_ANSWER = "no_answer", "Home does not answer"


BY_ITSELF = (Kind.NO_ANSWER,)  # raised by Homeround when something did not happen, and never by hand
BY_HAND = [(each.value, each.label) for each in Kind if each not in BY_ITSELF]


class Priority(TextChoices):
    """How soon, in words; how many working hours that is says a dated policy (`DuePolicy`)."""

    URGENT = "urgent", "Urgent"
    TWO_DAYS = "two_days", "Within 2 days"
    WEEK = "week", "Within the week"
    ROUTINE = "routine", "Routine"


class IssueState(TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    IN_PROGRESS = "in_progress", "In progress"
    HANDED_OFF = "handed_off", "Handed off"
    RESOLVED = "resolved", "Home to confirm"
    REOPENED = "reopened", "Reopened"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


OVER = (IssueState.CLOSED, IssueState.WITHDRAWN)
NOBODY_YET = (IssueState.OPEN, IssueState.REOPENED)  # nobody has taken it up
OURS = (IssueState.OPEN, IssueState.ACCEPTED, IssueState.IN_PROGRESS, IssueState.REOPENED)  # the owner's turn


class Happened(TextChoices):
    """What a status row says. It holds no free text: words that go with it are an `IssueNote`."""

    RAISED = "raised", "Raised"
    ACCEPTED = "accepted", "Accepted"
    ASSIGNED = "assigned", "Given to"
    STARTED = "started", "Started"
    HANDED_OFF = "handed_off", "Handed off"
    CAME_BACK = "came_back", "Answer came back"
    RESOLVED = "resolved", "Resolved"
    CONFIRMED = "confirmed", "Confirmed by the home and closed"
    NOT_DONE = "not_done", "Not done, says the home"
    CANNOT_SAY = "cannot_say", "The home cannot say yet"
    REOPENED = "reopened", "Reopened"
    WITHDRAWN = "withdrawn", "Withdrawn"
    PRIORITY = "priority", "Priority changed"
    ESCALATED = "escalated", "Overdue"
    MOVED = "moved", "Moved with the resident"
    OWNER_LEFT = "owner_left", "Owner no longer works with the home"


class SaidBy(TextChoices):
    """How the words of the home reached us."""

    PHONE = "phone", "by phone"
    VISIT = "visit", "in person"
    HERE = "here", "in Homeround"
