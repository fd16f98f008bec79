"""The forms of signing in, in plain words; and those of the people page."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth.password_validation import validate_password

from goldenthread.core.tenancy.models import Agency, Person, Seat, User
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.web.forms import DateField, RadioSelect

CHOOSING = (
    "Use 12 characters or more. Three or four words that have nothing to do with each other "
    "are easy to remember and hard to guess."
)


class Plain:
    """Labels and hints of ours on a form of allauth's; no placeholders, which vanish when they are needed."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # the field's own class has it
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.pop("autofocus", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc]  # allauth has no types
    labels = {"login": "Email address", "password": "Password"}


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    labels = {"email": "Email address"}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": CHOOSING}


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    labels = {"oldpassword": "Your password now", "password1": "New password", "password2": "New password again"}
    hints = {"password1": CHOOSING}


class SetPasswordForm(Plain, account.SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": CHOOSING}


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    labels = {"password": "Your password"}


class JoinForm(forms.Form):
    """A person who is new here: what to call them, and a password."""

    name = forms.CharField(label="Your full name", max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password", help_text=CHOOSING, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password is held to the same rules as everywhere, and must not be like the person's own name or
        address.
        """
        values = super().clean() or {}
        if values.get("password"):
            try:
                validate_password(values["password"], User(email=self.email, name=values.get("name", "")))
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return values


class InviteForm(forms.Form):
    """Who is asked, for which agency, to do what, from when."""

    name = forms.CharField(label="Full name", max_length=200)
    title = forms.CharField(label="Job title", max_length=200, required=False)
    email = forms.EmailField(
        label="Work email address", help_text="The invitation goes here, and this is what they will sign in with."
    )
    agency = forms.ModelChoiceField(
        label="Agency they speak for", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    role = forms.ChoiceField(label="Role", widget=RadioSelect)
    since = DateField(label="First day", help_text="For example, 27 3 2026")
    until = DateField(label="Last day", help_text="Leave empty if no end is known.", required=False)

    def __init__(
        self, *args: Any, agencies: Any, roles: frozenset[str], person: Person | None = None, **kwargs: Any
    ) -> None:
        known = (
            {"name": person.name, "title": person.title, "email": person.email, "agency": person.agency_id}
            if person
            else {}
        )
        kwargs["initial"] = {"since": today(), **known, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # the field's own class has it
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in roles]  # type: ignore[attr-defined]  # the field has it

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["until"] < values["since"]:
            self.add_error("until", "The last day must be the first day or later")
        return values


class LostFactorForm(forms.Form):
    """How the one who asks was known to be the person."""

    reason = forms.CharField(
        label="How did you make sure that it is them?",
        help_text="Such as: seen in person, or rung back by the number in the council's directory. Not by email alone.",
        max_length=300,
    )


class SeatForm(forms.Form):
    """What is to become of a seat."""

    mark_optional = False  # which of the two further questions is needed depends on the first

    CHOICES = [("role", "Change the role from today"), ("end", "End the seat")]
    change = forms.ChoiceField(label="What do you want to do?", choices=CHOICES, widget=RadioSelect)
    role = forms.ChoiceField(label="New role", required=False)
    last_day = DateField(
        label="Last day, if the seat is to end",
        help_text="Leave empty to end it now: they lose access at their next click.",
        required=False,
    )

    def __init__(self, *args: Any, seat: Seat, roles: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [choice for choice in Role.choices if choice[0] in roles and choice[0] != seat.role]
        self.fields["role"].choices = [("", "Choose a role"), *given]  # type: ignore[attr-defined]  # the field has it
        self.seat = seat

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("change") == "role" and not values.get("role") and "role" not in self.errors:
            self.add_error("role", "Choose the new role")
        last = values.get("last_day")
        if values.get("change") == "end" and last and last < max(today(), self.seat.since):
            self.add_error("last_day", "The last day cannot be in the past, or before the seat began")
        return values
