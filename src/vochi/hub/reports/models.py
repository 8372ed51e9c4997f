"""Figures of the call log: all of it derived, and may be thrown away (`rebuild`)."""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow


class Fact(CompanyRow):
    """What reports count of one call; `id` is the call's. `day` and `hour` are the company's own.

    `departments`, `spoke` (who talked), `caller`, `free` (who was rung, was free and did not
    answer a call that was missed) are `,181,182,`. `people` are seconds of talk by extension.
    `legs` are `line i|o began ended`, in seconds of the epoch, `!` for an employee whom no line
    took. `back`: of a missed call, what became of the promise that it is part of: `o` we reached
    the client, `i` he got through himself, `n` it is open, `c` it was closed by hand or nothing is
    owed to him (blacklist), `h` his number was hidden; `back_after`: seconds till he was reached.
    """

    id = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    direction = models.CharField(max_length=8)
    result = models.CharField(max_length=12, blank=True, default="")
    client = models.CharField(max_length=80, blank=True, default="")
    line = models.CharField(max_length=40, blank=True, default="")
    source = models.CharField(max_length=40, blank=True, default="")
    departments = models.CharField(max_length=200, blank=True, default="")
    caller = models.CharField(max_length=8, blank=True, default="")
    spoke = models.CharField(max_length=400, blank=True, default="")
    free = models.CharField(max_length=400, blank=True, default="")
    people = models.JSONField(default=dict)
    legs = models.TextField(blank=True, default="")
    waited = models.FloatField(default=0)
    talked = models.FloatField(default=0)
    back = models.CharField(max_length=1, blank=True, default="")
    back_after = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["company", "day"], name="fact_day"),
        ]


class Rollup(CompanyRow):
    """Sums of a day: `body` is an object of `tally.COUNTERS` in that order, without zeros at the
    end, by kind and key: `a` all, `h9` an hour, `d901` a department, `la1-1` a line, `ssite` a
    source, `p181` a person. `x` is the longest wait of a caller, in seconds, and the call's id.
    """

    day = models.DateField()
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "day"], name="rollup_once")]


class SightSum(CompanyRow):
    """Sums of a day as far as a sight reaches (`sights.key_of`); `body` as of Rollup.

    They hold while the Rollup `of` is that of the day and the day is not stained: it is not
    thrown away with them, for whoever keeps sums may do so late.
    """

    sight = models.CharField(max_length=64)
    day = models.DateField()
    of = models.BigIntegerField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "sight", "day"], name="sight_sum_once")
        ]


class Dirty(CompanyRow):
    """A day whose sums are to be made anew."""

    day = models.DateField()
    stamp = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "dirty"
        constraints = [models.UniqueConstraint(fields=["company", "day"], name="dirty_once")]


class Standing(CompanyRow):
    """That the facts of a company were made from its whole log, by the time zone `zone`."""

    zone = models.CharField(max_length=64)
    is_whole = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="reports_standing_once")]


class PlanRow(CompanyRow):
    """What the line planner told on a day, by an office; it takes a second to reckon."""

    day = models.DateField()
    office = models.PositiveIntegerField()
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="plan_once")]
