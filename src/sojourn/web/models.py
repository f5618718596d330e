"""The site's one table: which edition of each programme it has served, and since when. Nothing about visitors."""

from django.db import models


class Edition(models.Model):
    """A programme as its files stood, by the fingerprint of all of them.

    Answers print the edition they came from, so that a person can later show which text of the rules she was told.
    """

    programme = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    served_since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row for each text of a programme."""

        constraints = [models.UniqueConstraint(fields=["programme", "fingerprint"], name="one_row_an_edition")]
        ordering = ["programme", "-served_since"]

    def __str__(self) -> str:
        return f"{self.programme} {self.fingerprint[:8]}"
