"""People, organisations and memberships; what a role may see through a relationship; who read what."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from carehomes.access.history import tracked
from carehomes.access.kinds import LeadershipKind, LinkKind, OrganisationKind, RelationshipKind
from carehomes.access.prescribing import LONGEST_SCOPE, PRESCRIBERS, Prescriber, Prescribing
from carehomes.access.roles import ROLE_CHOICES
from carehomes.access.tenancy import HOME_CLASSES, DataClass


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from `starts_on` until the day before `ends_on`."""

    def on(self, day: "date | models.Value") -> "DatedQuerySet":
        """Those that hold on this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class Dated(models.Model):
    """A fact that holds for a time: from `starts_on`, and until `ends_on`, the first day on which it no longer holds."""

    impersonal = frozenset("starts_on ends_on".split())
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A person who can sign in once they have set a password (None: only after an invitation or through a provider)."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address, kept in lower case."""

    data_class = DataClass.PERSONAL
    personal = frozenset("email name password".split())
    impersonal = frozenset({"email_bounce_code"})
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("full name", max_length=150)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    email_bounced_at = models.DateTimeField(
        null=True, blank=True, help_text="No e-mail goes to the address until somebody confirms or corrects it"
    )
    email_bounce_code = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text="What the mail server said: a code, no words"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if not word.endswith(".") and word not in ("Dr", "Mr", "Mrs", "Ms")]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class AddressStatus(models.Model):
    """Appended when somebody's e-mail address is refused, confirmed or corrected: the address is also how they sign in."""

    class State(models.TextChoices):
        BOUNCED = "bounced", "Refused by the mail server"
        CONFIRMED = "confirmed", "Confirmed"
        CORRECTED = "corrected", "Corrected"

    data_class = DataClass.PERSONAL
    append_only = True
    personal = frozenset({"email"})
    staff = frozenset({"by_name"})
    impersonal = frozenset({"code"})
    user_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State)
    email = models.EmailField("e-mail address", help_text="The address as it was before")
    code = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user_id", "-at"], name="access_addressstatus_person")]

    def __str__(self) -> str:
        return f"address of {self.user_id}: {self.state}"


class AccountStatus(models.Model):
    """Appended when somebody's account is closed or opened again by the platform: when, by whom, why."""

    class State(models.TextChoices):
        CLOSED = "closed", "Closed"
        OPENED = "opened", "Opened again"

    data_class = DataClass.PERSONAL
    append_only = True
    personal = frozenset({"reason"})
    staff = frozenset({"by_name"})
    user_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user_id", "-at"], name="access_accountstatus_person")]

    def __str__(self) -> str:
        return f"account of {self.user_id}: {self.state}"


@tracked(inserts=False)
class Organisation(models.Model):
    """A tenant: an organisation with its ODS or GSS code. Codes are never reused; names and parents are dated rows beside it."""

    data_class = DataClass.REGISTER
    impersonal = frozenset(
        """
        name name_key ods_code gss_code cqc_provider_id active_from active_to address postcode phone urgent_phone
        """.split()
    )
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=200, help_text="The name of today; earlier ones are in OrganisationName")
    name_key = models.CharField(
        max_length=200, editable=False, help_text="Lower case, plain letters and single spaces, for finding"
    )
    ods_code = models.CharField("ODS code", max_length=10, null=True, blank=True, unique=True)
    gss_code = models.CharField("GSS code", max_length=9, null=True, blank=True, unique=True)
    cqc_provider_id = models.CharField("CQC provider id", max_length=20, null=True, blank=True, unique=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer works")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    urgent_phone = models.CharField(max_length=20, blank=True, help_text="The number for a same-day concern")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["id", "kind"], name="access_organisation_id_kind")]
        indexes: ClassVar = [
            models.Index(fields=["name_key"], name="access_organisation_name"),
            models.Index(fields=["kind", "name_key"], name="access_organisation_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(Dated):
    """A name that an organisation had for a time."""

    data_class = DataClass.REGISTER
    impersonal = frozenset({"name"})
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["starts_on"]

    def __str__(self) -> str:
        return self.name


class OrganisationParent(Dated):
    """A dated link upwards. Practices move PCN; CCGs became parts of ICBs. Never overwritten."""

    data_class = DataClass.REGISTER
    child = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=20, choices=LinkKind)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "parent", "kind", "starts_on"], name="access_organisationparent_once"
            ),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="access_organisationparent_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class OrganisationSuccession(models.Model):
    """One organisation took over from another on a day (CCG to ICB on 1 July 2022)."""

    data_class = DataClass.REGISTER
    impersonal = frozenset({"happened_on"})
    predecessor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="precursors")
    happened_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="access_organisationsuccession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


@tracked()
class Leadership(Dated):
    """A leadership contact of an organisation (seed rows 000-11, 001-7), kept by its administrators, the LPC's included."""

    data_class = DataClass.REGISTER
    personal = frozenset("person_name phone email".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="leadership")
    kind = models.CharField(max_length=40, choices=LeadershipKind)
    person_name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    kept_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="Whose entry it is")

    class Meta(Dated.Meta):
        ordering: ClassVar = ["kind", "person_name"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_name}"


class RoleKind(models.Model):
    """Which roles a membership of an organisation of a kind may have: the same rows as `roles.ROLES`, for a foreign key."""

    data_class = DataClass.REFERENCE
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    organisation_kind = models.CharField(max_length=20, choices=OrganisationKind)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "organisation_kind"], name="access_rolekind_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.organisation_kind}"


class Prescribes(models.Model):
    """Whether the person prescribes in this post, and in what. The database refuses it for a role that cannot prescribe."""

    personal = frozenset({"scope_of_practice"})
    prescribing = models.CharField(max_length=12, choices=Prescribing, blank=True, default="", db_default="")
    scope_of_practice = models.CharField(
        max_length=LONGEST_SCOPE, blank=True, default="", db_default="", help_text="In a few words, as 'respiratory'"
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(prescribing="", scope_of_practice="")
                | (Q(prescribing__in=("independent", "in_training"), role__in=PRESCRIBERS) & ~Q(scope_of_practice="")),
                name="%(app_label)s_%(class)s_prescribes",
            )
        ]

    @property
    def prescriber(self) -> Prescriber:
        return Prescriber(self.prescribing, self.scope_of_practice)


@tracked()
class Membership(Dated, Prescribes):
    """A person's role in an organisation, for a time. The database refuses a role that the kind of organisation cannot have."""

    data_class = DataClass.ORGANISATION
    personal = frozenset("job_title ended_reason".split())
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    organisation_kind = models.CharField(max_length=20, choices=OrganisationKind)
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    job_title = models.CharField(max_length=100, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            *Prescribes.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ends_on=None), name="access_membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.role} of {self.organisation_id}"


@tracked()
class Invitation(Prescribes):
    """An invitation to a membership. The address gets a link; whoever opens it sets a password and enrols a second factor."""

    data_class = DataClass.ORGANISATION
    personal = frozenset("email name job_title".split())
    staff = frozenset({"invited_by_name"})
    impersonal = frozenset("membership_ends_on token_digest".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField("e-mail address")
    name = models.CharField("full name", max_length=150)
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    job_title = models.CharField(max_length=100, blank=True)
    membership_ends_on = models.DateField(null=True, blank=True)
    token_digest = models.CharField(
        max_length=64, unique=True, editable=False, help_text="SHA-256 of the token in the link"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    invited_by = models.ForeignKey(  # NULL: the operators of the service, by command, who have no account
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    invited_by_name = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True, help_text="When its e-mail was refused for good")

    class Meta:
        constraints: ClassVar = [
            *Prescribes.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="access_invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation_id}"


class AccessRule(models.Model):
    """What a relationship with a home lets a role see: the same rows as `rules.RULES`, read by `visible_homes`."""

    data_class = DataClass.REFERENCE
    relationship_kind = models.CharField(max_length=20, choices=RelationshipKind)
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    sees = models.CharField(max_length=20, choices=[(str(each), str(each)) for each in HOME_CLASSES])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sees", "role", "relationship_kind"], name="access_accessrule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.relationship_kind}, {self.role}: {self.sees}"


class ReadLog(models.Model):
    """One reading of a resident's record: who, on whose behalf, whose record, which screen. Append-only by grant.

    Keys are plain numbers: the entry outlives whatever it points to.
    """

    data_class = DataClass.ORGANISATION
    append_only = True
    staff = frozenset({"person"})
    impersonal = frozenset("organisation_name screen".split())
    read_at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField()
    person = models.CharField(max_length=150)
    membership_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=200)
    resident_id = models.BigIntegerField()
    home_id = models.BigIntegerField()
    screen = models.CharField(max_length=60)
    request_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident_id", "-read_at"], name="access_readlog_resident"),
            models.Index(fields=["organisation_id", "user_id", "-read_at"], name="access_readlog_person"),
            models.Index(fields=["organisation_id", "-read_at"], name="access_readlog_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.resident_id}"


class IdempotencyKey(models.Model):
    """A form that was sent: its key, unique, and where its result is shown. A second sending shows the first result."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset("action result".split())
    key = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField()
    action = models.CharField(max_length=60)
    result = models.CharField(max_length=200)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)
