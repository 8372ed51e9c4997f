"""How far a company has come with its first run."""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow


class FirstRun(CompanyRow):
    """One row a company. `typed` is what stands in the fields of each step, as JSON, so that
    another browser goes on; never a password. `made` is what the template put into the office
    (`core.templates.arrange.Arranged`), as JSON; empty: nothing yet.
    """

    revision = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=12, default="company")
    skipped = models.CharField(max_length=120, blank=True, default="")
    typed = models.TextField(default="{}")
    made = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="first_run_once")]
