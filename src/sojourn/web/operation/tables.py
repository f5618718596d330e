"""The three tables that operators see: offices, accounts of offices, firms and agencies, and tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from sojourn.register import Account, By, Office, Refused, Token, accounts, bound, tokens

from ..desk.doing import attempted
from ..saying import say
from ..shelf import teller
from .forms import AddAccount, AddOffice, AddToken, ByService
from .wording import language_now, word

_Shown = TypeVar("_Shown", bound=Callable[..., Any])


def column(name: str, *, yes_no: bool = False) -> Callable[[_Shown], _Shown]:
    """A column under a heading of its own."""

    def mark(show: _Shown) -> _Shown:
        show.short_description = word(f"desk.operation.{name}")  # type: ignore[attr-defined]
        show.boolean = yes_no  # type: ignore[attr-defined]
        return show

    return mark


def action(name: str) -> Callable[[_Shown], _Shown]:
    """An act on the rows that are ticked."""

    def mark(act: _Shown) -> _Shown:
        act.short_description = word(f"desk.operation.{name}")  # type: ignore[attr-defined]
        return act

    return mark


#: How the audit trail marks a column whose values it does not hold.
_HIDDEN = " changed"


def _changed(row: Any) -> list[tuple[str, str]]:
    """What an entry of the audit trail says became different; of a personal value only that it did."""
    after, before = row.after or {}, row.before or {}
    found = []
    for name, value in after.items():
        if name.endswith(_HIDDEN):
            if value:
                found.append((name.removesuffix(_HIDDEN), "…"))
        elif before.get(name) != value:
            found.append((name, f"{before.get(name)} → {value}"))
    return found


class OfOperators(admin.ModelAdmin):  # type: ignore[type-arg]
    """A table whose rows are added by a service, changed by acts of their own, and never deleted."""

    form_of: type[ByService]
    list_per_page = 100
    show_full_result_count = False
    save_on_top = False
    object_history_template = "sojourn/operation/history.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """An operator's pages: the site lets in nobody else."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """To be looked at."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Added by a service."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows are changed by the acts of a table alone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing that others rest on is deleted."""
        return False

    def get_form(self, request: Any, obj: Model | None = None, change: bool = False, **named: Any) -> Any:
        """The form to add a row with, in the name of the operator; a row that is there has none."""
        if obj is not None:
            return super().get_form(request, obj, change, **named)
        language = self.admin_site.language  # type: ignore[attr-defined]
        return type("Adding", (self.form_of,), {"by": request.by, "language": language})

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """What is asked for; of a row that is there, its columns."""
        return self.form_of._meta.fields if obj is None else self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """A row that is there is only looked at."""
        return () if obj is None else self.list_display

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        """The row that was made, with the secret that is to be told."""
        made = super().save_form(request, form, change)
        made.told_once = form.secret
        return made

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service has made the row."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The audit trail has it, and the ledger."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The audit trail has it, and the ledger."""

    def history_view(self, request: Any, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What the audit trail has of a row."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        trail = accounts.changes(request.by, self.opts.db_table, obj.pk)
        rows = [
            {"at": one.at, "actor": one.actor, "how": word(f"desk.operation.{one.operation}"), "changed": _changed(one)}
            for one in trail
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "opts": self.opts,
            "object": obj,
            "rows": rows,
        }
        return TemplateResponse(request, self.object_history_template, context)

    def told_once(self, request: HttpRequest, told: list[tuple[str, str]]) -> HttpResponse:
        """The page that tells secrets, once: there is no other that could."""
        context = {
            **self.admin_site.each_context(request),
            "title": word("desk.operation.told_once"),
            "opts": self.opts,
            "told": told,
        }
        return TemplateResponse(request, "sojourn/operation/told_once.html", context)

    def done(self, request: Any, rows: QuerySet[Any], act: Callable[[By, str], Any]) -> list[Any]:
        """What an act gives for each row; one that is refused is told of, and the others are done."""
        language, found = self.admin_site.language, []  # type: ignore[attr-defined]
        for row in rows:
            came = attempted(lambda number=row.number: act(request.by, number))  # type: ignore[misc]
            if isinstance(came, Refused):
                self.message_user(request, f"{row}: {came.told(language)}", messages.ERROR)
            else:
                found.append(came)
        if found:
            self.message_user(request, say(language, "desk.operation.done", count=len(found)), messages.SUCCESS)
        return found


class Offices(OfOperators):
    """The offices."""

    form_of = AddOffice
    list_display = ("of_number", "of_name", "of_kind", "of_place", "of_authority")
    search_fields = ("number", "name")
    ordering = ("name",)

    @column("number")
    def of_number(self, office: Office) -> str:
        """Its number."""
        return str(office.number)

    @column("name")
    def of_name(self, office: Office) -> str:
        """Its name, as it was entered."""
        return office.name

    @column("kind")
    def of_kind(self, office: Office) -> str:
        """What kind of office."""
        return say(language_now(), f"desk.office.{office.kind}")

    @column("place")
    def of_place(self, office: Office) -> str:
        """Where."""
        return str(teller(bound().programme, language_now()).label(office.place))

    @column("authority")
    def of_authority(self, office: Office) -> str:
        """Of which authority."""
        return str(teller(bound().programme, language_now()).label(office.authority))


class Accounts(OfOperators):
    """Who may sign in for an office, a firm or an agency."""

    form_of = AddAccount
    list_display = ("of_number", "of_sign_in", "of_name", "of_role", "belongs", "is_open", "two_steps")
    search_fields = ("number", "sign_in", "name", "office__name", "employer__name", "agency__name")
    ordering = ("sign_in",)
    actions = ("give_password", "end_sessions", "take_second_step", "close", "reopen")

    def get_queryset(self, request: Any) -> QuerySet[Account]:
        """All but the workers' own: those are nobody's to look at here."""
        return accounts.listed(request.by).select_related("second_factor").order_by("sign_in")

    def response_add(self, request: Any, obj: Any, post_url_continue: Any = None) -> Any:
        """Tell the password for once."""
        return self.told_once(request, [(obj.sign_in, obj.told_once)])

    @column("number")
    def of_number(self, account: Account) -> str:
        """Its number."""
        return str(account.number)

    @column("sign_in")
    def of_sign_in(self, account: Account) -> str:
        """What she signs in as."""
        return account.sign_in

    @column("name")
    def of_name(self, account: Account) -> str:
        """Her name."""
        return account.name

    @column("role")
    def of_role(self, account: Account) -> str:
        """In which role."""
        return say(language_now(), f"desk.role.{account.role}")

    @column("belongs")
    def belongs(self, account: Account) -> str:
        """For whom."""
        return str(account.office or account.employer or account.agency or "")

    @column("open", yes_no=True)
    def is_open(self, account: Account) -> bool:
        """Whether it opens anything."""
        return account.is_active

    @column("two_steps", yes_no=True)
    def two_steps(self, account: Account) -> bool:
        """Whether it has a second step."""
        return hasattr(account, "second_factor")

    @action("give_password")
    def give_password(self, request: Any, rows: QuerySet[Account]) -> HttpResponse | None:
        """A password for once for each."""
        given = self.done(request, rows, accounts.give_password)
        return self.told_once(request, [(one.account.sign_in, one.password) for one in given]) if given else None

    @action("end_sessions")
    def end_sessions(self, request: Any, rows: QuerySet[Account]) -> None:
        """End every session of each."""
        self.done(request, rows, accounts.end_sessions)

    @action("take_second_step")
    def take_second_step(self, request: Any, rows: QuerySet[Account]) -> None:
        """Take a second step away that is lost."""
        self.done(request, rows, accounts.take_second_factor)

    @action("close")
    def close(self, request: Any, rows: QuerySet[Account]) -> None:
        """Have each open nothing any more."""
        self.done(request, rows, accounts.close)

    @action("reopen")
    def reopen(self, request: Any, rows: QuerySet[Account]) -> None:
        """Have each open again."""
        self.done(request, rows, accounts.reopen)


class Tokens(OfOperators):
    """By what the programs of offices, firms and agencies are known."""

    form_of = AddToken
    list_display = ("of_number", "of_name", "of_account", "beginning_of", "made", "expires", "used", "revoked")
    search_fields = ("number", "name", "account__sign_in")
    ordering = ("-pk",)
    actions = ("revoke",)

    def get_queryset(self, request: Any) -> QuerySet[Token]:
        """Every token."""
        return super().get_queryset(request).select_related("account")

    def response_add(self, request: Any, obj: Any, post_url_continue: Any = None) -> Any:
        """Tell its secret, once."""
        return self.told_once(request, [(obj.name, obj.told_once)])

    @column("number")
    def of_number(self, token: Token) -> str:
        """Its number."""
        return str(token.number)

    @column("name")
    def of_name(self, token: Token) -> str:
        """Where it is used."""
        return token.name

    @column("account")
    def of_account(self, token: Token) -> str:
        """Under whose rights."""
        return token.account.sign_in

    @column("beginning")
    def beginning_of(self, token: Token) -> str:
        """How it begins."""
        return token.beginning

    @column("made_on")
    def made(self, token: Token) -> str:
        """The day it was made."""
        return token.made_on.isoformat()

    @column("expires_on")
    def expires(self, token: Token) -> str:
        """Its last day."""
        return token.expires_on.isoformat()

    @column("used_on")
    def used(self, token: Token) -> str:
        """The day it was used last."""
        return token.used_on.isoformat() if token.used_on else "-"

    @column("revoked_on")
    def revoked(self, token: Token) -> str:
        """The day it was revoked."""
        return token.revoked_on.isoformat() if token.revoked_on else "-"

    @action("revoke")
    def revoke(self, request: Any, rows: QuerySet[Token]) -> None:
        """End each from this moment on."""
        self.done(request, rows, tokens.revoke)


def register_tables(site: admin.AdminSite) -> None:
    """Put the three on a site, and nothing else."""
    site.register(Office, Offices)
    site.register(Account, Accounts)
    site.register(Token, Tokens)
