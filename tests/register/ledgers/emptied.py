"""An empty register in the place of one that has been at work."""

from __future__ import annotations

from django.db import connection

from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.numbers import new_number
from sojourn.register.vocabulary import OfficeKind, Purpose, Role
from tests.register.forging import without_guards


def emptied() -> None:
    """Take every row out, as only the database's owner could."""
    from django.apps import apps

    tables = [model._meta.db_table for model in apps.get_app_config("register").get_models()]
    with without_guards(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")


def an_operator() -> models.Account:
    """The first account of a register, in an office of her own."""
    operator = models.Account(number=new_number("U"), sign_in="first", name="First operator", role=Role.OPERATOR)
    operator.set_password("a long password")
    with acting(operator, Purpose.OPERATION):
        operator.office = models.Office.objects.create(
            number=new_number("O"),
            name="Supervision",
            kind=OfficeKind.SUPERVISION,
            place="pingxiang",
            authority="hrss",
        )
        operator.save()
    return operator
