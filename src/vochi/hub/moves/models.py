"""Old numbers, and how far each has come."""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow


class NumberMove(CompanyRow):
    """One old number of the company (E.164) and its plan; `done` are ids of steps that a person
    has ticked, with commas. `asked_in`, `asked_out`: since when a test call is waited for.
    """

    number = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    operator = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=8)
    plan = models.CharField(max_length=8)
    to = models.CharField(max_length=16, blank=True, default="")
    line = models.CharField(max_length=40, blank=True, default="")
    due = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True, default="")
    done = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    asked_in = models.DateTimeField(null=True, blank=True)
    asked_out = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="number_move_once")
        ]
