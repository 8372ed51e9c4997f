"""Who the office is: country, language, time zone, and the numbers people dial inside."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from vochi.core import numbers
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Title

Language = Literal["ru", "en", "be"]


class Company(Frozen):
    """The company of the office; defaults are those of a company in Minsk."""

    name: Title
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "BY"
    area_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,5}$")] = "17"
    language: Language = "ru"
    time_zone: str = "Europe/Minsk"

    @property
    def numbering(self) -> numbers.Numbering:
        """How numbers outside are read here."""
        return numbers.Numbering(country=self.country, area_code=self.area_code)


class Numbering(Frozen):
    """Which first digits mean what inside, as regular prefixes of the internal numbers."""

    extensions: tuple[str, ...] = ("1",)
    follow_me: tuple[str, ...] = ("4",)
    conferences: tuple[str, ...] = ("7",)
    departments: tuple[str, ...] = ("9",)
    length: Literal[2, 3, 4, 5] = 3
