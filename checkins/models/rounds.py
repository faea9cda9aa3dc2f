"""Home rounds and MDT meetings: when and where, who is invited, and who may fetch them into a calendar.

A round's row holds no resident and no free text, so that a commissioner may count it. Who is on its agenda, and what was decided, is
in rows of class resident (`round_contacts`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.models import DoneBy, Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome


class RoundKind(models.TextChoices):
    HOME_ROUND = "home_round", "Home round"
    MDT = "mdt", "MDT meeting"


class RoundMode(models.TextChoices):
    VIRTUAL = "virtual", "By video"
    VISIT = "visit", "Visit"


class RoundState(models.TextChoices):
    DRAFT = "draft", "Being prepared"
    AGENDA_PUBLISHED = "agenda_published", "Agenda published"
    IN_SESSION = "in_session", "In session"
    WRITTEN_UP = "written_up", "To sign off"
    SIGNED_OFF = "signed_off", "Signed off"
    CANCELLED = "cancelled", "Cancelled"


COMING_STATES = (RoundState.DRAFT, RoundState.AGENDA_PUBLISHED)
WRITABLE_STATES = (RoundState.IN_SESSION, RoundState.WRITTEN_UP)


class CancelReason(models.TextChoices):
    """Why a round is not held. A commissioner sees the reason, so it is chosen and never typed."""

    NOBODY_TO_SEE = "nobody_to_see", "Nobody is on the agenda"
    TEAM_AWAY = "team_away", "The team cannot come"
    HOME_CANNOT = "home_cannot", "The home cannot take part"
    HELD_ELSEWHERE = "held_elsewhere", "Held at another time"
    BY_MISTAKE = "by_mistake", "Made by mistake"


@tracked(inserts=False)
class Round(models.Model):
    """A home round or MDT meeting of one home. `state` is kept by the action that appends the status.

    The counts are those of its agenda, kept by the action that changes it: a contact is a resident seen, or discussed with a clinician.
    """

    data_class = DataClass.HOME
    staff = frozenset({"chair_name"})
    impersonal = frozenset("held_on link".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=10, choices=RoundKind)
    held_on = models.DateField()
    starts_at = models.TimeField(help_text="On London's clocks")
    minutes = models.PositiveSmallIntegerField(default=60, help_text="How long it is planned to take")
    mode = models.CharField(max_length=8, choices=RoundMode)
    link = models.URLField(max_length=300, blank=True, help_text="Where a virtual one is joined")
    chair_user_id = models.BigIntegerField()
    chair_name = models.CharField(max_length=150)
    chair_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    check_in_id = models.BigIntegerField(null=True, blank=True, help_text="The check-in that it was convened from")
    state = models.CharField(max_length=16, choices=RoundState, default=RoundState.DRAFT)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    now_item_id = models.BigIntegerField(null=True, blank=True, help_text="Whose card is open in the meeting")
    now_since = models.DateTimeField(null=True, blank=True)
    order_agreed_at = models.DateTimeField(null=True, blank=True, help_text="When the team last agreed its order")
    on_agenda = models.PositiveSmallIntegerField(default=0, help_text="Residents on its agenda")
    seen = models.PositiveSmallIntegerField(default=0)
    discussed = models.PositiveSmallIntegerField(default=0)
    invited = models.PositiveSmallIntegerField(default=0)
    attended = models.PositiveSmallIntegerField(default=0)
    calendar_sequence = models.PositiveSmallIntegerField(
        default=0, help_text="SEQUENCE of its calendar entry (RFC 5545)"
    )
    revision = models.PositiveIntegerField(default=1, help_text="Grows with every change; a stale form is told")
    key = models.UUIDField(unique=True, help_text="The form that convened it; also the UID of its calendar entry")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "home"], name="checkins_round_id_home"),
            models.CheckConstraint(
                condition=~Q(state__in=("in_session", "written_up", "signed_off")) | Q(began_at__isnull=False),
                name="checkins_round_began",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed_off") | Q(ended_at__isnull=False, signed_off_at__isnull=False),
                name="checkins_round_signed_off",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "-held_on"], name="checkins_round_home"),
            models.Index(fields=["held_on", "home"], name="checkins_round_day"),
            models.Index(
                fields=["home", "held_on"],
                condition=~Q(state__in=("signed_off", "cancelled")),
                name="checkins_round_open",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk} of {self.home_id}"


class OfRound(models.Model):
    """Carries the round and its home; the composite key is made in the migration."""

    data_class = DataClass.HOME
    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_constraint=False, related_name="%(class)ss")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class RoundStatus(OfRound, DoneBy):
    """Appended at every change of state: what, when, by whom, why."""

    append_only = True
    state = models.CharField(max_length=16, choices=RoundState)
    reason = models.CharField(max_length=16, choices=CancelReason, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["round", "at"], name="checkins_roundstatus_round"),
            models.Index(fields=["home", "-at"], name="checkins_roundstatus_home"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.state}"


class InvitedAs(models.TextChoices):
    """What somebody comes as. Those of `CLINICAL` can make a contact."""

    GP = "gp", "GP"
    GERIATRICIAN = "geriatrician", "Geriatrician"
    COMMUNITY_MATRON = "community_matron", "Community matron"
    NURSE = "nurse", "Nurse"
    PHARMACIST = "pharmacist", "Pharmacist"
    MENTAL_HEALTH = "mental_health", "Mental health team"
    PALLIATIVE = "palliative", "Palliative care team"
    THERAPIST = "therapist", "Therapist"
    CLINICIAN = "clinician", "Clinician"  # of a profession that nobody has said
    PHARMACY_TECHNICIAN = "pharmacy_technician", "Pharmacy technician"
    HOME_STAFF = "home_staff", "Home staff"
    CARE_COORDINATOR = "care_coordinator", "Care coordinator"
    SOCIAL_WORKER = "social_worker", "Social worker"
    OTHER = "other", "Other"


CLINICAL = (
    InvitedAs.GP,
    InvitedAs.GERIATRICIAN,
    InvitedAs.COMMUNITY_MATRON,
    InvitedAs.NURSE,
    InvitedAs.PHARMACIST,
    InvitedAs.MENTAL_HEALTH,
    InvitedAs.PALLIATIVE,
    InvitedAs.THERAPIST,
    InvitedAs.CLINICIAN,
)


class InvitationAnswer(models.TextChoices):
    NONE = "none", "No answer yet"
    YES = "yes", "Comes"
    NO = "no", "Cannot come"


@tracked()
class RoundInvitation(OfRound):
    """Somebody who is asked to come: a person with an account, or one outside by e-mail address. Attendance is counted here."""

    personal = frozenset({"email"})
    staff = frozenset("person_name prescribes".split())
    impersonal = frozenset({"organisation_name"})
    invited_as = models.CharField(max_length=20, choices=InvitedAs)
    person_name = models.CharField(max_length=150)
    prescribes = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="As colleagues knew it when they were invited: 'independent prescriber (respiratory)'",
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_name = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField(null=True, blank=True, help_text="Their account; null for somebody outside")
    email = models.EmailField(blank=True, help_text="Only of somebody outside: an account has its own")
    answer = models.CharField(max_length=4, choices=InvitationAnswer, default=InvitationAnswer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "user_id"], condition=Q(removed_at=None), name="checkins_invitation_person"
            ),
            models.UniqueConstraint(
                fields=["round", "email"], condition=Q(removed_at=None) & ~Q(email=""), name="checkins_invitation_email"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home"], name="checkins_invitation_home"),
            models.Index(fields=["user_id", "round"], name="checkins_invitation_user"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.round_id}"

    @property
    def is_clinical(self) -> bool:
        """Whether a contact of theirs counts."""
        return self.invited_as in CLINICAL


class CalendarFeed(models.Model):
    """A person's secret calendar address. Only the digest of its secret is kept; a new one ends the old one."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset({"secret_digest"})
    user_id = models.BigIntegerField()
    secret_digest = models.CharField(max_length=64, help_text="SHA-256")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id"], condition=Q(revoked_at=None), name="checkins_feed_one_each")
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
