"""How long sounds are kept (P16): by department, else by the company's own rule."""

from typing import Annotated

from pydantic import Field, model_validator

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension

#: Days; None: for ever.
Days = Annotated[int, Field(ge=1, le=36_500)]


class Keep(Frozen):
    """Days after which recordings of calls and messages of callers go; None: they stay for ever."""

    recordings: Days | None = None
    messages: Days | None = None


class DepartmentKeep(Keep):
    """What holds for the calls of one department, in place of the company's rule."""

    department: Extension


class RetentionPolicy(Frozen):
    """A call of several departments is kept as long as the longest of them says. Nothing goes
    before an owner has seen what would, and said yes to just these rules (`hub.privacy`).
    """

    company: Keep = Keep()
    departments: tuple[DepartmentKeep, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "RetentionPolicy":
        named = [each.department for each in self.departments]
        if len(set(named)) != len(named):
            raise ValueError("one rule for a department")
        return self

    @property
    def is_empty(self) -> bool:
        """Everything stays for ever."""
        return all(
            each.recordings is None and each.messages is None
            for each in (self.company, *self.departments)
        )
