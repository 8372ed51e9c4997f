"""What every world knows of an office: its phones, its prompts, how targets are rung."""

from functools import cached_property

from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.phrases import PHRASES
from vochi.core.scheme.ringing import plan
from vochi.core.scheme.world import PHRASE_SECONDS, RingPlan, Strategy


class Premises:
    """Part of a world; the document tells it all."""

    office: Office

    @cached_property
    def directory(self) -> Directory:
        """Who has a phone."""
        return Directory(self.office)

    @cached_property
    def _prompts(self) -> dict[str, float]:
        return {prompt.id: prompt.seconds for prompt in self.office.prompts}

    def endpoints(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """What rings for extensions and departments, each once: SIP accounts, and mobiles."""
        return self.directory.endpoints(targets)

    def prompt_seconds(self, prompt: str) -> float:
        """Of a prompt that is missing: something, so that it makes no second problem of a loop."""
        if prompt in PHRASES:
            return PHRASE_SECONDS
        return self._prompts.get(prompt, PHRASE_SECONDS)

    def plan(
        self,
        targets: tuple[str, ...],
        seconds: float,
        strategy: Strategy,
        turn: float,
        *,
        outbound: str | None = None,
    ) -> RingPlan:
        """As the dialplan is compiled from it."""
        return plan(self.directory, targets, seconds, strategy, turn, outbound=outbound)
