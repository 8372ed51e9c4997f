"""Everything that happened in the lab, in order, for a person who asks why a test failed."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Moment:
    """`at` is seconds since the lab began; `who` a party, `what` plain words."""

    at: float
    who: str
    what: str


@dataclass
class Timeline:
    """Moments as they come."""

    moments: list[Moment] = field(default_factory=list)

    def note(self, at: float, who: str, what: str) -> None:
        """Add a moment."""
        self.moments.append(Moment(at, who, what))

    def since(self, at: float) -> tuple[Moment, ...]:
        """Moments from `at` on."""
        return tuple(moment for moment in self.moments if moment.at >= at)

    def text(self, since: float = 0.0, only: Collection[str] | None = None) -> str:
        """A line for each moment, times counted from `since`; `only` these parties."""
        moments = [each for each in self.since(since) if only is None or each.who in only]
        width = max((len(moment.who) for moment in moments), default=0)
        return "\n".join(
            f"{moment.at - since:8.2f}  {moment.who:<{width}}  {moment.what}" for moment in moments
        )

    def failures(self) -> tuple[str, ...]:
        """What went wrong in the lab itself: a fault of the test, not of the office."""
        return tuple(each.what for each in self.moments if each.what.startswith("FAILED"))
