"""Forms of the operators' pages: what they ask for in the reader's language, and done by a service of the register."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from sojourn.policy import Language
from sojourn.register import Account, By, Office, OfficeKind, Refused, Role, Token, accounts, bound, setting_up, tokens

from ..desk.doing import attempted
from ..saying import say
from ..shelf import programme, teller


class ByService(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose row is made by a service. `by` and `language` are set on a class of its own for each request."""

    by: ClassVar[By]
    language: ClassVar[Language]
    made: Model
    secret = ""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, field in self.fields.items():
            field.label = say(self.language, f"desk.operation.{name}")

    def act(self, said: dict[str, Any]) -> Model:
        """Do it; the row that was made comes back. Raises Refused."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Have it done, once every answer is one: what is refused stands at the field it is about."""
        said = super().clean() or {}
        if not self.errors:
            done = attempted(lambda: self.act(said))
            if isinstance(done, Refused):
                at = done.field if done.field in self.fields else None
                self.add_error(at, done.told(self.language))
            else:
                self.made = done
        return said

    def _post_clean(self) -> None:
        """The service has made the row: there is none to fill in here."""

    def save(self, commit: bool = True) -> Any:
        """The row that was made."""
        return self.made

    def save_m2m(self) -> None:
        """Nothing hangs on it."""

    def choices(self, name: str, found: list[tuple[str, str]]) -> None:
        """Have a field choose among these."""
        label = self.fields[name].label
        self.fields[name] = forms.ChoiceField(choices=[("", "---------"), *found], label=label)


class AddOffice(ByService):
    """An office at a place of the programme, for one of its authorities."""

    class Meta:
        """What is asked for."""

        model = Office
        fields: ClassVar[list[str]] = ["name", "kind", "place", "authority"]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        told, known = teller(bound().programme, self.language), programme(bound().programme)
        self.choices("kind", [(kind.value, say(self.language, f"desk.office.{kind.value}")) for kind in OfficeKind])
        for name, keys in (("place", known.places), ("authority", known.authorities)):
            self.choices(name, sorted(((key, str(told.label(key))) for key in keys), key=lambda one: one[1]))

    def act(self, said: dict[str, Any]) -> Model:
        """Add it."""
        return setting_up.add_office(
            self.by,
            name=said["name"],
            kind=OfficeKind(said["kind"]),
            place=said["place"],
            authority=said["authority"],
        )


class AddAccount(ByService):
    """An account for somebody of an office, a firm or an agency; the password for once is told on the next page."""

    employer = forms.CharField(max_length=40, required=False)
    agency = forms.CharField(max_length=40, required=False)

    class Meta:
        """What is asked for."""

        model = Account
        fields: ClassVar[list[str]] = ["sign_in", "name", "role", "office", "employer", "agency"]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        roles = [role for role in Role if role is not Role.WORKER]
        self.choices("role", [(role.value, say(self.language, f"desk.role.{role.value}")) for role in roles])
        self.fields["office"].required = False

    def act(self, said: dict[str, Any]) -> Model:
        """Add it, and remember the password for the page that tells it."""
        office = said["office"].number if said["office"] is not None else ""
        belongs = setting_up.Belongs(
            office=office, employer=said["employer"].strip().upper(), agency=said["agency"].strip().upper()
        )
        given = accounts.add(
            self.by, sign_in=said["sign_in"], name=said["name"], role=Role(said["role"]), belongs=belongs
        )
        self.secret = given.password
        return given.account


class AddToken(ByService):
    """A token for the programs of an account; its secret is told on the next page."""

    expires_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    class Meta:
        """What is asked for."""

        model = Token
        fields: ClassVar[list[str]] = ["account", "name", "expires_on"]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        open_ones = accounts.listed(self.by).filter(is_active=True).order_by("sign_in")
        self.fields["account"].queryset = open_ones  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = lambda one: f"{one.sign_in} ({one.number})"  # type: ignore[attr-defined]

    def act(self, said: dict[str, Any]) -> Model:
        """Make it, and remember its secret for the page that tells it."""
        ends: date = said["expires_on"]
        made = tokens.make(self.by, said["account"], said["name"], ends)
        self.secret = made.secret
        return made.token
