"""`sojourn register`: a register set up, filled, written out and verified from the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sojourn.cli.speaking import say
from sojourn.ledger import label_of_column, label_of_table
from sojourn.policy import Language
from sojourn.register import models
from sojourn.register.cards import Card, public_key, sign_card, sign_list, signing_key
from sojourn.register.demo.generating import write_city
from sojourn.register.refusal import Refused
from tests.register.forging import without_guards
from tests.register.ledgers.runs import write_run

from .conftest import Call
from .reading_along import LANGUAGES

PASSWORD = "a long password\n"


@pytest.fixture
def office(db: None, call: Call) -> str:
    """The number of the first office, of a register with an operator `root` and an auditor `eye`."""
    made = call(
        *[
            "register",
            "office",
            "add",
            "Supervision",
            "--kind",
            "supervision",
            "--place",
            "pingxiang",
            "--authority",
            "hrss",
            "--json",
        ]
    )
    number = str(json.loads(made.out)["office"])
    for sign_in, role, acts in (("root", "operator", ()), ("eye", "auditor", ("--as", "root"))):
        added = call(
            "register", "user", "add", sign_in, "--name", sign_in, "--role", role, "--office", number, *acts,
            typed=PASSWORD,
        )  # fmt: skip
        assert (added.code, added.err) == (0, "")
    return number


def test_a_register_is_set_up(office: str) -> None:
    """Given an empty register, when its first office and accounts are added, then they are there and may sign in."""
    root = models.Account.objects.get(sign_in="root")
    assert root.check_password("a long password")
    assert root.office is not None
    assert root.office.number == office
    assert models.Event.objects.filter(kind="account.added").count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_calls_are_told(office: str, call: Call, language: Language) -> None:
    """Given what cannot be done, then one line on standard error says so, in the language, and nothing is done."""
    wrong = (
        ("office", "add", "X", "--kind", "castle", "--place", "pingxiang", "--authority", "hrss", "--as", "root"),
        ("office", "add", "X", "--kind", "zone", "--place", "atlantis", "--authority", "hrss", "--as", "root"),
        ("office", "add", "X", "--kind", "zone", "--place", "pingxiang", "--authority", "x", "--as", "root"),
        ("office", "add", "X", "--kind", "zone", "--place", "pingxiang", "--authority", "hrss"),
        ("office", "add", "X", "--kind", "zone", "--place", "pingxiang", "--authority", "hrss", "--as", "nobody"),
        ("user", "add", "root", "--name", "x", "--role", "operator", "--office", office, "--as", "root"),
        ("user", "add", "w", "--name", "x", "--role", "worker", "--office", office, "--as", "root"),
        ("import", "/nowhere", "--as", "root"),
        ("export", "/tmp/x", "--second", "eye", "--as", "root"),
        ("export", "/tmp/x", "--full", "--as", "root"),
        ("settle", "no_such_boundary", "2019-06-10", "--reason", "x", "--as", "root"),
        ("day", "2019-06-10", "--as", "root"),
    )
    for arguments in wrong:
        said = call("register", *arguments, typed=PASSWORD, language=language)
        assert (said.code, said.out) == (2, ""), arguments
        assert said.err.strip(), arguments
        assert "Traceback" not in said.err
    assert models.Office.objects.count() == 1
    assert models.Account.objects.count() == 2


def test_a_ledger_goes_in_and_out(office: str, call: Call, tmp_path: Path) -> None:
    """Given a ledger, then it is taken in once, counted, written out, and moved whole by two officers."""
    write_city(tmp_path / "city", workers=0.02)
    assert call("register", "import", str(tmp_path / "city"), "--as", "root").code == 0
    again = call("register", "import", str(tmp_path / "city"), "--as", "root")
    assert (again.code, again.out) == (2, "")
    counted = json.loads(call("register", "stats", "--json").out)
    assert counted["employers"] == 60
    out = call("register", "export", str(tmp_path / "out"), "--as", "root", "--json")
    assert json.loads(out.out)["rows"]["permits"] == counted["permits"]
    sealed = tmp_path / "sealed"
    wrong = call("register", "export", str(sealed), "--full", "--second", "eye", "--as", "root", typed="no\nno\n")
    assert wrong.code == 2
    assert not sealed.exists()
    typed = PASSWORD + "a phrase that nobody guesses\n"
    moved = call("register", "export", str(sealed), "--full", "--second", "eye", "--as", "root", typed=typed)
    assert moved.code == 0, moved.err
    assert sealed.exists()


def test_a_ledger_is_taken_in_by_somebody(db: None, call: Call, tmp_path: Path) -> None:
    """Given a register without any account, then a ledger is refused with a word on what to do, and nothing is done."""
    write_run(tmp_path / "run", 15, months=1)
    told = call("register", "import", str(tmp_path / "run"), language=Language.EN)
    assert (told.code, told.out) == (2, "")
    assert told.err.strip() == Refused("account_first").told(Language.EN)
    assert not models.Person.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_run_lacks_is_told_by_name(office: str, call: Call, tmp_path: Path, language: Language) -> None:
    """Given a simulation's ledger, then what was put in for it and kept beside it is told, in the reader's words."""
    write_run(tmp_path / "run", 15, months=1)
    told = call("register", "import", str(tmp_path / "run"), "--as", "root", language=language)
    assert (told.code, told.err) == (0, "")
    permits, crossings = (label_of_table(name, language) for name in ("permits", "crossings"))
    site = label_of_column("site_id", language)
    named = {
        say(
            language, "register.rows_of", name=say(language, "register.column_of", table=permits, column=site), count=15
        ),
        say(language, "register.rows_of", name=label_of_table("applications", language), count=15),
        say(language, "register.rows_of", name=crossings, count=2),
    }
    assert named <= set(told.out.splitlines())


def test_the_chain_is_verified(office: str, call: Call) -> None:
    """Given a chain that holds, then 0; given one that somebody has changed, then 1, and where and why."""
    whole = call("register", "verify")
    assert (whole.code, whole.out) == (0, say(Language.EN, "register.chain_holds", count=2) + "\n")
    with without_guards():
        models.Event.objects.filter(sequence=2).update(kind="nothing.happened")
    broken = call("register", "verify")
    assert (broken.code, broken.out) == (1, say(Language.EN, "register.chain_changed", at=2) + "\n")
    assert json.loads(call("register", "verify", "--json").out) == {
        "holds": False,
        "events": 2,
        "at": 2,
        "why": "changed",
    }


def test_what_a_checkpoint_takes_along(office: str, call: Call, tmp_path: Path) -> None:
    """Given a register, then key and list are written, and a code that is none of its own is told as such."""
    assert call("register", "checkpoint", str(tmp_path / "post")).code == 0
    files = ["--key", str(tmp_path / "post/key.txt"), "--list", str(tmp_path / "post/void.txt")]
    said = call("register", "verify-card", "SJ1.nothing", *files)
    assert (said.code, said.out) == (1, say(Language.EN, "register.card_not_ours") + "\n")


def test_a_card_is_verified_without_a_database(tmp_path: Path) -> None:
    """Given a code, the key and a list, then another process without a database or its settings verifies it."""
    import base64
    from datetime import UTC, datetime

    key = signing_key(tmp_path)
    card = Card("P-7K3QX9TB-M", date(2019, 6, 1), date(2019, 6, 30), "pingxiang_zone", "E-1")
    (tmp_path / "key.txt").write_text(base64.b64encode(public_key(key)).decode())
    at = datetime(2019, 6, 3, 1, tzinfo=UTC)
    for name, void in (("fresh", []), ("void", [card.permit])):
        (tmp_path / f"{name}.txt").write_text(sign_list(at, void, key))

    def verified(*more: str, code: str = "") -> tuple[int, str]:
        environment = {**os.environ, "LANG": "en", "SOJOURN_DATA": str(tmp_path / "none"), "DATABASE_URL": "nonsense"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "sojourn",
                "register",
                "verify-card",
                "-",
                "--key",
                str(tmp_path / "key.txt"),
                *more,
            ],
            input=code or sign_card(card, key),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not (tmp_path / "none").exists()
        return done.returncode, done.stdout.partition("\n")[0]

    fresh = ("--list", str(tmp_path / "fresh.txt"), "--at", "2019-06-03")
    assert verified(*fresh) == (0, say(Language.EN, "register.card_valid"))
    assert verified(*fresh, "--place", "pingxiang") == (0, say(Language.EN, "register.card_valid"))
    assert verified(*fresh, "--place", "dongxing") == (1, say(Language.EN, "register.card_outside_area"))
    assert verified("--at", "2019-06-03") == (1, say(Language.EN, "register.card_not_certain"))
    assert verified("--list", str(tmp_path / "void.txt"), "--at", "2019-06-03")[1] == say(
        Language.EN, "register.card_void"
    )
    assert verified("--list", str(tmp_path / "fresh.txt"), "--at", "2019-07-01")[1] == say(
        Language.EN, "register.card_expired"
    )


def test_a_token_is_made_and_ended(office: str, call: Call) -> None:
    """Given an account, when a token is made for it, then its secret is told once and is good until it is ended."""
    from sojourn.register.services.tokens import known

    until = (date.today().replace(day=1)).isoformat()[:4]
    made = call(
        "register", "token", "add", "root", "--name", "Gate", "--until", f"{until}-12-31", "--as", "root", "--json"
    )
    told = json.loads(made.out)
    assert known(told["secret"]) is not None
    assert told["secret"] not in str(list(models.Event.objects.values_list("facts", flat=True)))
    assert call("register", "token", "end", told["token"], "--as", "root").code == 0
    assert known(told["secret"]) is None


def test_the_night_and_the_sweep_say_what_they_did(office: str, call: Call) -> None:
    """Given a register, when the night's work and the sweep are done, then each says how many rows of what."""
    assert json.loads(call("register", "nightly", "--as", "root", "--json").out)["stays_flagged"] == 0
    swept = json.loads(call("register", "sweep", "--as", "eye", "--json").out)
    assert set(swept) >= {"check_ins", "people"}
    for language in LANGUAGES:
        told = call("register", "sweep", "--as", "eye", "--lang", language.value)
        assert told.code == 0
        assert len(told.out.splitlines()) == len(swept)
