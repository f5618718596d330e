"""Who crossed the border, and who is in and until when."""

from __future__ import annotations

from django.db import models

from ..vocabulary import Direction, DocumentKind
from .bodies import Office, Site
from .fields import among, chosen, number, programme_key
from .people import Person


class Crossing(models.Model):
    """One passage of a document over the border. Two in one second are told apart by `sequence`."""

    kind = chosen(DocumentKind)
    document_number = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="crossings")
    direction = chosen(Direction)
    at = models.DateTimeField()
    day = models.DateField()
    sequence = models.PositiveIntegerField()
    post = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="crossings")
    verdict = models.CharField(max_length=20)

    class Meta:
        constraints = [
            among("crossing_kind", "kind", DocumentKind),
            among("crossing_direction", "direction", Direction),
            models.UniqueConstraint(fields=["kind", "document_number", "sequence"], name="crossing_sequence"),
        ]
        indexes = [models.Index(fields=["person", "at"])]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"document_number"})


class Stay(models.Model):
    """A stay from a crossing in to a crossing out; open while the person is in.

    `leave_by` is the last lawful day (`latest` where the programme leaves it between two days, `leave_by` being the
    earlier one); empty where the programme does not know the limit.
    """

    number = number()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    kind = chosen(DocumentKind)
    on_permit = models.ForeignKey("Permit", on_delete=models.PROTECT, null=True, related_name="stays")
    place = programme_key()
    crossing_in = models.OneToOneField(Crossing, on_delete=models.PROTECT, related_name="stay_begun")
    crossing_out = models.OneToOneField(Crossing, on_delete=models.PROTECT, null=True, related_name="stay_ended")
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    leave_by = models.DateField(null=True)
    latest = models.DateField(null=True)
    flagged_on = models.DateField(null=True)

    class Meta:
        constraints = [
            among("stay_kind", "kind", DocumentKind),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(left_on__isnull=True), name="in_one_place_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("entered_on")),
                name="stay_ends_after",
            ),
        ]
        indexes = [
            models.Index(fields=["leave_by"], condition=models.Q(left_on__isnull=True), name="presence_by_limit"),
            models.Index(fields=["person", "entered_on"]),
        ]

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
