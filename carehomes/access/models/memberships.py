"""Who may act for an organisation, who is invited to, and what a role may see through a relationship."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models.dated import Dated
from carehomes.access.models.organisations import Organisation
from carehomes.access.models.people import User
from carehomes.access.prescribing import LONGEST_SCOPE, PRESCRIBERS, Prescriber, Prescribing
from carehomes.access.roles import ROLE_CHOICES
from carehomes.access.tenancy import HOME_CLASSES, DataClass


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
