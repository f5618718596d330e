"""Who crossed the border, and who is in and until when."""

from __future__ import annotations

from django.db import models

from ..vocabulary import BorderVerdict, Direction, DocumentKind, GapKind, Overstay
from .bodies import Office, Site
from .cases import Decision
from .fields import among, chosen, number, programme_key
from .people import Person


class Crossing(models.Model):
    """One passage of a document over the border.

    `sequence` counts the document's crossings as the register learnt of them, so that two in one second stay apart.
    `refusal` is the decision by which an officer refused the entry: then nobody came in.
    """

    kind = chosen(DocumentKind)
    document_number = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="crossings")
    direction = chosen(Direction)
    at = models.DateTimeField()
    day = models.DateField()
    sequence = models.PositiveIntegerField()
    post = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="crossings")
    verdict = chosen(BorderVerdict)
    reasons = models.JSONField(default=list)
    refusal = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="crossing_refused")

    class Meta:
        constraints = [
            among("crossing_kind", "kind", DocumentKind),
            among("crossing_direction", "direction", Direction),
            among("crossing_verdict", "verdict", BorderVerdict),
            models.UniqueConstraint(fields=["kind", "document_number", "at", "direction"], name="crossing_once"),
            models.UniqueConstraint(fields=["kind", "document_number", "sequence"], name="crossing_sequence"),
        ]
        indexes = [models.Index(fields=["person", "at"])]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"document_number", "reasons"})


class Stay(models.Model):
    """A stay from a crossing in to a crossing out; open while the person is in.

    `leave_by` is the last lawful day (`latest` where the programme leaves it between two days, `leave_by` being the
    earlier one); empty where the programme does not know the limit. A stay that has ended without a crossing out has no
    `left_on`: she was gone by `gone_by`, the day she came in again.
    """

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    kind = chosen(DocumentKind)
    on_permit = models.ForeignKey("Permit", on_delete=models.PROTECT, null=True, related_name="stays")
    place = programme_key()
    crossing_in = models.OneToOneField(Crossing, on_delete=models.PROTECT, related_name="stay_begun")
    crossing_out = models.OneToOneField(Crossing, on_delete=models.PROTECT, null=True, related_name="stay_ended")
    open = models.BooleanField(default=True)
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    gone_by = models.DateField(null=True)
    leave_by = models.DateField(null=True)
    latest = models.DateField(null=True)
    flag = chosen(Overstay, blank=True)
    flagged_on = models.DateField(null=True)

    class Meta:
        constraints = [
            among("stay_kind", "kind", DocumentKind),
            models.UniqueConstraint(fields=["person"], condition=models.Q(open=True), name="in_one_place_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(open=True, left_on=None, gone_by=None, crossing_out=None)
                | models.Q(open=False, left_on__isnull=False, gone_by=None, crossing_out__isnull=False)
                | models.Q(open=False, left_on=None, gone_by__isnull=False, crossing_out=None),
                name="stay_open_left_or_gone",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("entered_on")),
                name="stay_ends_after",
            ),
            models.CheckConstraint(
                condition=models.Q(flag="", flagged_on=None)
                | models.Q(flag__in=[flag.value for flag in Overstay], flagged_on__isnull=False),
                name="stay_flagged_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["leave_by"], condition=models.Q(open=True), name="presence_by_limit"),
            models.Index(fields=["person", "entered_on"]),
        ]

    def __str__(self) -> str:
        return self.number


class Gap(models.Model):
    """Something missing between two crossings: a question that a late crossing or an officer answers.

    `crossing` is the one out that nobody came in before, or the one in that nobody went out after.
    """

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gaps")
    kind = chosen(GapKind)
    crossing = models.OneToOneField(Crossing, on_delete=models.PROTECT, related_name="gap")
    noticed_on = models.DateField()
    closed_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("Account", on_delete=models.PROTECT, null=True, related_name="gaps_answered")

    class Meta:
        constraints = [among("gap_kind", "kind", GapKind)]
        indexes = [models.Index(fields=["person"], condition=models.Q(closed_on=None), name="gaps_open")]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"answer"})

    def __str__(self) -> str:
        return self.number


class CheckIn(models.Model):
    """That somebody was at a site on a day. Nothing of where she was otherwise, and not for long."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="check_ins")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="check_ins")
    day = models.DateField()
    by_herself = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "site", "day"], name="check_in_once_a_day")]
