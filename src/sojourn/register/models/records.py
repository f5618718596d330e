"""What is only ever added to: the ledger of events, the database's own audit trail, and who looked at whom.

Rows of these tables cannot be changed or deleted: `guards` has the database refuse it.
"""

from __future__ import annotations

from django.db import models

from ..vocabulary import Act
from .bodies import Office
from .fields import among, chosen
from .people import Person


class ChainHead(models.Model):
    """The end of the chain of events: one row, held by whoever adds the next."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


class Event(models.Model):
    """Something that happened, in the order in which it happened, each holding the hash of the one before.

    `facts` never hold a personal value; of those only `commitment` stands here, made under the person's own key.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    day = models.DateField()
    kind = models.CharField(max_length=60)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="events")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="events")
    purpose = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="events")
    facts = models.JSONField()
    commitment = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "day"]), models.Index(fields=["person", "sequence"])]


class AuditRow(models.Model):
    """What the database saw change: which row of which table, which columns, by whom and what for.

    Values of personal columns never stand here, only that they changed.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)


class Look(models.Model):
    """Somebody saw something of a person: who, for which office, how, what and what for."""

    at = models.DateTimeField()
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="looks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="looks")
    role = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seen_by")
    act = chosen(Act)
    purpose = models.CharField(max_length=40)
    what = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["person", "at"])]
        constraints = [
            among("look_act", "act", Act),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="look_has_purpose"),
        ]


class Withheld(models.Model):
    """That a person is not shown the looks of an office for the sake of an inquiry: on a ground, and to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="withheld")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="withheld")
    ground = models.TextField()
    since = models.DateField()
    until = models.DateField()
    decided_by = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="withheld")
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renewed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(ground=""), name="withheld_on_a_ground"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="withheld_ends_after"),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"ground"})


class Request(models.Model):
    """A change somebody asked for under a key of her own, and its answer, so that it is done once."""

    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="requests")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="request_once")]


class Today(models.Model):
    """The day a demonstration stands at. A real register has no such row and goes by the clock."""

    day = models.DateField()


class SettledDay(models.Model):
    """The day of a change that the programme's sources leave open and the office knows, with how it knows."""

    boundary = models.CharField(max_length=80, unique=True)
    day = models.DateField()
    reason = models.TextField()
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="settled_days")
