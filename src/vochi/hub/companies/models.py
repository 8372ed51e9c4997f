"""Companies: to which everything else belongs."""

from django.db import models


class Company(models.Model):
    """One company; its name and place are taken from its office when that is published.

    `events` is the number of the last event of its desk: raising it locks the row, so events of
    one company get their numbers in the order in which they become visible. `facts` counts in the
    same way what calls must know of clients (see `clients.facts`).
    """

    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="BY")
    area_code = models.CharField(max_length=5, default="17", blank=True)
    language = models.CharField(max_length=2, default="ru")
    time_zone = models.CharField(max_length=64, default="Europe/Minsk")
    events = models.BigIntegerField(default=0)
    facts = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        """The name."""
        return self.name
