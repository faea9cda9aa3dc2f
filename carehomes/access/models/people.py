"""People, whether their account is open, and whether e-mail reaches them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from carehomes.access.tenancy import DataClass


class UserManager(BaseUserManager["User"]):
    """People by their e-mail address, whatever case it is typed in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Django's hook for signing in."""
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
