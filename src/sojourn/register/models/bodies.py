"""Offices, firms, their sites, and agencies; and what each may do from when to when."""

from __future__ import annotations

from django.db import models

from ..called import called
from ..vocabulary import OfficeKind
from .fields import among, chosen, number, programme_key


class Office(models.Model):
    """An office of an authority: at a place of the programme, for one authority of the programme."""

    number = number()
    name = models.CharField(max_length=200)
    kind = chosen(OfficeKind)
    place = programme_key()
    authority = programme_key()

    class Meta:
        constraints = [among("office_kind", "kind", OfficeKind)]
        verbose_name, verbose_name_plural = called("called.office"), called("called.offices")

    def __str__(self) -> str:
        return self.name


class Employer(models.Model):
    """A firm. Whether it may hire stands in its qualifications."""

    number = number()
    name = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, unique=True, null=True)
    place = programme_key()
    sector = programme_key()
    legal_representative = models.BooleanField(null=True)
    registered_on = models.DateField()
    admitted_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """Where work is done: a works, a yard, a farm."""

    number = number()
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    place = programme_key()
    sector = programme_key()

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A labour agency. Its grade stands in its ratings."""

    number = number()
    name = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, unique=True, null=True)
    place = programme_key()
    registered_on = models.DateField()

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """Whether a firm may hire border workers, from a day until the next row says otherwise."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="qualifications")
    held = models.BooleanField()
    since = models.DateField()
    decision = models.OneToOneField("Decision", on_delete=models.PROTECT, null=True, related_name="qualification")

    class Meta:
        indexes = [models.Index(fields=["employer", "since"])]


class Rating(models.Model):
    """The grade of an agency, from a day until the next row."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="ratings")
    grade = programme_key()
    since = models.DateField()
    decision = models.OneToOneField("Decision", on_delete=models.PROTECT, null=True, related_name="rating")

    class Meta:
        indexes = [models.Index(fields=["agency", "since"])]
