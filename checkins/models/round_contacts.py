"""Who is on a round's agenda and why, what is typed about them, and what became of it. Every row follows its resident.

A resident who moves takes the rows along; their round may then lie in a home of before, so only the resident's key carries the home.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.models import DoneBy, Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident
from checkins.models.choices import DatedChoice
from checkins.models.drafts import Draft
from checkins.models.nominations import Contact, Nomination
from checkins.models.rounds import CLINICAL, InvitedAs, OfRound, Round


class AppointmentCategory(DatedChoice):
    """A national GP appointment category that a contact on a round is recorded under."""


class ItemSource(models.TextChoices):
    """How a resident came onto an agenda."""

    NOMINATION = "nomination", "Named by the home"
    CARRIED_OVER = "carried_over", "Carried over"
    DUE_REVIEW = "due_review", "Due"
    BY_HAND = "by_hand", "Added"


@tracked()
class AgendaItem(models.Model):
    """A resident on a round's agenda: in which place, why. Being on it is no contact."""

    data_class = DataClass.RESIDENT
    personal = frozenset({"why"})
    staff = frozenset("added_by_name removed_by_name".split())
    impersonal = frozenset({"reasons"})
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, db_constraint=False, related_name="agenda_items")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_constraint=False, related_name="items")
    place = models.PositiveSmallIntegerField(help_text="In the order that the team agreed")
    source = models.CharField(max_length=12, choices=ItemSource)
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, db_constraint=False, null=True, blank=True, related_name="agenda_items"
    )
    reasons = models.JSONField(default=list, help_text="Values of Reason")
    why = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "resident", "home"], name="checkins_item_id_resident_home"),
            models.UniqueConstraint(
                fields=["round", "resident"], condition=Q(removed_at=None), name="checkins_item_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "place"], name="checkins_item_round"),
            models.Index(fields=["resident", "-added_at"], name="checkins_item_person"),
            models.Index(fields=["home"], name="checkins_item_home"),
        ]

    def __str__(self) -> str:
        return f"item {self.pk} of {self.round_id}"


class _OfResident(models.Model):
    """Carries the resident and the home that may see the row now; one composite key ties both to the agenda item."""

    data_class = DataClass.RESIDENT
    resident_id = models.BigIntegerField()
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class _OfItem(_OfResident):
    item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, db_constraint=False, primary_key=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True


class RoundCard(_OfItem, Draft):
    """What is typed into a resident's card so far, as form fields; see rules.merge. Deleted when the card is done."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["home"], name="checkins_card_home")]

    def __str__(self) -> str:
        return f"card of {self.item_id}"


class Outcome(models.TextChoices):
    """How a resident's turn ended. Only `COUNTS` are contacts."""

    SEEN = "seen", "Seen"
    DISCUSSED = "discussed", "Discussed"
    NOT_REACHED = "not_reached", "Not reached"
    PUT_OFF = "put_off", "Put off"


COUNTS = (Outcome.SEEN, Outcome.DISCUSSED)


class RoundContactQuerySet(models.QuerySet["RoundContact"]):
    def counted(self) -> "RoundContactQuerySet":
        """The contacts: residents seen by a clinician, or discussed with one and the discussion written down."""
        return self.filter(outcome__in=COUNTS, clinician_as__in=CLINICAL)


@tracked()
class RoundContact(_OfItem, DoneBy):
    """What became of one resident's turn on a round. The database holds the rule of what counts as a contact: only one that a clinician
    made and somebody recorded, or a discussion with one that was written down (EHCH reports contacts, not agendas).
    """

    personal = frozenset("decided put_off_reason".split())
    staff = frozenset({"clinician_name"})
    impersonal = frozenset("held_on put_off_until".split())
    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_constraint=False, related_name="contacts")
    held_on = models.DateField(help_text="The day of the round: it can be asked after the resident has moved")
    outcome = models.CharField(max_length=12, choices=Outcome)
    mode = models.CharField(max_length=12, choices=Contact, blank=True)
    clinician_user_id = models.BigIntegerField(null=True, blank=True)
    clinician_name = models.CharField(max_length=150, blank=True)
    clinician_as = models.CharField(max_length=20, choices=InvitedAs, blank=True)
    category = models.ForeignKey(
        AppointmentCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of whoever was seen. A discussion without the resident need not be an appointment (GPAD guidance)",
    )
    decided = models.TextField(blank=True)
    put_off_until = models.DateField(
        null=True, blank=True, help_text="The day from which it comes onto an agenda again"
    )
    put_off_reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="Not reached or put off: when it came onto another agenda"
    )

    objects = RoundContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(outcome__in=COUNTS) | (Q(clinician_as__in=CLINICAL) & ~Q(clinician_name="") & ~Q(mode="")),
                name="checkins_contact_by_clinician",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="seen") | Q(category__isnull=False), name="checkins_contact_seen_has_category"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="discussed") | ~Q(decided=""), name="checkins_contact_discussion_written"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=COUNTS) | Q(category=None, mode=""),
                name="checkins_contact_none_without_category",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="put_off") | (Q(put_off_until__isnull=False) & ~Q(put_off_reason="")),
                name="checkins_contact_put_off_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resident_id", "-at"], name="checkins_contact_person"),
            models.Index(fields=["home", "-at"], name="checkins_contact_home"),
            models.Index(fields=["round"], name="checkins_contact_round"),
            models.Index(
                fields=["home", "put_off_until"],
                condition=Q(outcome__in=("not_reached", "put_off"), settled_at=None),
                name="checkins_contact_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"contact of {self.item_id}"


@tracked()
class RoundAction(_OfResident):
    """Something to do that was agreed: by whom, by when. It becomes an issue when the round is written up, and then stays as it is."""

    personal = frozenset({"words"})
    staff = frozenset({"owner_name"})
    impersonal = frozenset({"due_on"})
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, db_constraint=False, related_name="actions")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    owner_user_id = models.BigIntegerField(null=True, blank=True)
    owner_name = models.CharField(max_length=150)
    owner_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    issue_id = models.BigIntegerField(null=True, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["item", "number"], name="checkins_roundaction_item"),
            models.Index(fields=["home"], name="checkins_roundaction_home"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"


class RoundAddendum(OfRound, DoneBy):
    """What was added after a round had been signed off. The signed record stays as it was."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset({"text"})
    text = models.TextField()
    key = models.UUIDField(unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["round", "at"], name="checkins_addendum_round"),
            models.Index(fields=["home"], name="checkins_addendum_home"),
        ]

    def __str__(self) -> str:
        return f"addendum to {self.round_id}"
