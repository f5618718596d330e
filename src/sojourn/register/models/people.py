"""Workers: who they are stands apart from what happened, under a key of their own, so that it can end."""

from __future__ import annotations

from django.db import models

from ..vocabulary import DocumentKind, Sex
from .bodies import Agency, Employer, Site
from .fields import among, chosen, money, number, programme_key


class Person(models.Model):
    """A worker, known by a number that says nothing. What is left when her data has gone."""

    number = number()
    nationality = programme_key()
    province = programme_key(blank=True)
    border_commune = models.BooleanField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = chosen(Sex, default=Sex.UNSPECIFIED.value)
    registered_on = models.DateField()
    erased_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "people"
        constraints = [among("person_sex", "sex", Sex)]

    def __str__(self) -> str:
        return self.number


class PersonDetails(models.Model):
    """What identifies a person. Erased when nothing needs it any more."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="details", primary_key=True)
    name = models.CharField(max_length=120)
    birth_date = models.DateField()
    home = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="vi")

    class Meta:
        verbose_name_plural = "details of people"

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"name", "birth_date", "home", "phone"})


class PersonKey(models.Model):
    """The key of a person's commitments in the ledger. When it is gone nobody can tie a value to them again."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="key", primary_key=True)
    secret = models.BinaryField(max_length=32)

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"secret"})


class Document(models.Model):
    """A border pass or passport, by the number it shows."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = chosen(DocumentKind)
    document_number = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            among("document_kind", "kind", DocumentKind),
            models.UniqueConstraint(fields=["kind", "document_number"], name="document_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="document_ends_after"
            ),
        ]

    class Personal:
        """Values that must never stand in the ledger or the audit trail."""

        columns = frozenset({"document_number"})


class Job(models.Model):
    """A person's work at a firm, from a day to a day. Who sees her follows from it, and ends with it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="jobs")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="jobs")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="jobs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="placements")
    occupation = models.CharField(max_length=120)
    wage_promised = money(null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    how_ended = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["employer", "until"]),
            models.Index(fields=["agency", "until"]),
            models.Index(fields=["person", "until"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")), name="job_ends_after"
            )
        ]
