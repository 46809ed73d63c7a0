import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.validators import MaxLengthValidator

from lotsen_portal.accounts import limits, tasks
from lotsen_portal.accounts.models import User
from lotsen_portal.common.forms import BaseForm

NOBODYS_CODE = "000000"
CODE = re.compile(r"[0-9]{6}")
NO_CODE = "Der Code hat sechs Ziffern. Bitte geben Sie ihn so ein, wie er in der E-Mail steht."
WRONG_CODE = {
    2: "Der Code stimmt nicht. Sie haben noch zwei Versuche.",
    1: "Der Code stimmt nicht. Sie haben noch einen Versuch.",
}
DIFFERENT = "Bitte geben Sie zweimal dasselbe Passwort ein."
LONGEST_NAME = 100
_BROKEN = (AssertionError, AttributeError, RecursionError, TypeError, ValueError)
UNREADABLE = (*_BROKEN, ArithmeticError, LookupError, struct.error)
WRONG_KEY = (
    "Dieser Schlüssel ließ sich nicht lesen, oder er gehört nicht zu Ihrem Konto. Bitte versuchen"
    " Sie es noch einmal oder nehmen Sie einen anderen Weg."
)
UNKNOWN_KEY = (
    "Diesen Passkey kennt das Portal nicht oder nicht mehr. Bitte melden Sie sich anders an; einen"
    " neuen richten Sie danach unter „Konto“, „Zweiter Faktor“ ein."
)


class _BeginsAtOnce(forms.Form):
    """The one thing to do on its page: whoever arrives can type, and tabs past nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = next(iter(self.fields.values()))
        first.widget.attrs["autofocus"] = True


class _AsksForAddress(_BeginsAtOnce):
    """An address that may be written to: allauth takes longer ones than anybody has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("email").max_length
        self.fields["email"].validators.append(MaxLengthValidator(longest))
        self.fields["email"].widget.attrs["maxlength"] = longest


class AskForCodeForm(_AsksForAddress, RequestLoginCodeForm):
    """The address for a code; counted for it, and as much work without an account as with one."""

    def clean_email(self) -> str:
        email = str(super().clean_email())
        _count("code", email)
        if not self._user:
            tasks.wake("code", email, NOBODYS_CODE)
        return email


class AskForLinkForm(_AsksForAddress, ResetPasswordForm):
    """The address for a new password's link; counted, and the worker's likewise."""

    def clean_email(self) -> str:
        email = str(super().clean_email())
        _count("link", email)
        return email

    def save(self, request: Any, **kwargs: Any) -> str:
        email = str(self.cleaned_data["email"])
        tasks.wake("link", email)
        return email


def _count(what: str, email: str) -> None:
    if sentence := limits.too_often(context.request, what, email):
        tasks.wake("limited", email)
        raise forms.ValidationError(sentence)


class LoginCodeForm(_BeginsAtOnce, ConfirmLoginCodeForm):
    """The mailed code, and for how long this device is to be remembered.

    The view reads the wish; staff sign in for a day whatever they tick. What cannot be a code is
    no try; a view that gets `is_over` sends for a new one.
    """

    is_try = is_over = False
    stay = forms.BooleanField(label="Auf diesem Gerät 90 Tage angemeldet bleiben", required=False)

    def __init__(self, *args: Any, asked_at: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_at = asked_at

    def clean_code(self) -> str:
        code = normalize_user_code(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise forms.ValidationError(NO_CODE)
        self.is_try = True
        left = limits.tries_left(context.request, self.asked_at)
        if left >= 0 and compare_user_code(actual=code, expected=self.expected_code):
            return code
        self.is_over = left <= 0
        raise forms.ValidationError(WRONG_CODE.get(left, limits.CODES))


class _CountedSecondFactor(_BeginsAtOnce):
    """A second factor: allauth has one sentence for all that is tried too often."""

    def clean_code(self) -> Any:
        try:
            return super().clean_code()  # type: ignore[misc]  # allauth's form stands behind
        except forms.ValidationError as error:
            if error.code == "too_many_login_attempts":
                raise forms.ValidationError(limits.SECOND_FACTORS) from error
            raise


class SecondFactorForm(_CountedSecondFactor, mfa.AuthenticateForm):
    """The code of the app, or a spare one."""


class ConfirmByCodeForm(_CountedSecondFactor, mfa.ReauthenticateForm):
    """The same, to confirm who one is."""


class ConfirmByPasswordForm(_BeginsAtOnce, ReauthenticateForm):
    """The password, to confirm who one is."""


class _KeyField(forms.Form):
    """What the browser says of a key, hidden: without JavaScript it stays empty."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={"required": WRONG_KEY, "invalid": WRONG_KEY},
    )


class AddKeyForm(_KeyField, AddWebAuthnForm):
    """A passkey or security key; allauth calls the wish to sign in by it alone "Passwortlos"."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME, required=False)
    passwordless = forms.BooleanField(
        label="Ohne Passwort anmelden",
        help_text=(
            "Mit Haken genügt dieser Schlüssel zum Anmelden (Passkey): Er fragt nach"
            " Fingerabdruck, Gesicht oder PIN. Ohne Haken geben Sie zuerst Ihr Passwort ein, und"
            " der Schlüssel ist der zweite Schritt."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        with _read_as_key():
            return super().clean() or {}


class NameKeyForm(EditWebAuthnForm):
    """What a key is called, in a list of few."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME)


class SecondFactorByKeyForm(_KeyField, AuthenticateWebAuthnForm):
    """A passkey or security key after the password."""

    def clean_credential(self) -> Authenticator:
        with _read_as_key():
            return super().clean_credential()


class ConfirmByKeyForm(_KeyField, ReauthenticateWebAuthnForm):
    """The same, to confirm who one is."""

    def clean_credential(self) -> Authenticator:
        with _read_as_key():
            return super().clean_credential()


class SignInByKeyForm(_KeyField, LoginWebAuthnForm):
    """A passkey; allauth would say of one that it does not know that the code is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        messages = self.fields["credential"].error_messages
        messages["required"] = messages["invalid"] = UNKNOWN_KEY

    def clean_credential(self) -> Authenticator:
        try:
            with _read_as_key():
                return super().clean_credential()
        except forms.ValidationError as error:
            raise forms.ValidationError(UNKNOWN_KEY) from error


@contextmanager
def _read_as_key() -> Iterator[None]:
    """Say of a key that is wrong, or cannot be read at all, what is true of it.

    The library behind allauth takes what a browser sends for well-formed.
    """
    try:
        yield
    except UNREADABLE as error:
        raise forms.ValidationError(WRONG_KEY) from error
    except forms.ValidationError as error:
        is_limit = error.code == "too_many_login_attempts"
        raise forms.ValidationError(limits.SECOND_FACTORS if is_limit else WRONG_KEY) from error


class _Repeated(forms.Form):
    """A new password, twice; allauth says Du where the two differ."""

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFERENT)
        return super().clean() or cleaned


class ChangePassword(_Repeated, ChangePasswordForm):
    """A new password instead of the old one."""


class SetPassword(_Repeated, SetPasswordForm):
    """The first password of an account."""


class ResetPassword(_Repeated, ResetPasswordKeyForm):
    """A new password, by a mailed link."""


class NewPasswordForm(BaseForm):
    """The password of an account that an invitation opens."""

    password = forms.CharField(
        label="Passwort",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label="Passwort wiederholen",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password"), cleaned.get("repeated")
        if first and second and first != second:
            self.add_error("repeated", "Die beiden Passwörter sind verschieden.")
        return cleaned
