"""Figures of a bench: beside their targets, as a table for people or one JSON object."""

import json
import sys
from typing import Literal

from vochi.core.frozen import Frozen


class Figure(Frozen):
    """One measured value of a row of quality.md; `floor` is what it was measured against."""

    value: float
    unit: str
    target: float
    better: Literal["less", "more"] = "less"
    floor: str = ""

    @property
    def ok(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target if self.better == "less" else self.value >= self.target


def progress(text: str) -> None:
    """A line on standard error."""
    print(f"· {text}", file=sys.stderr, flush=True)


def show(figures: dict[str, Figure], as_json: bool) -> int:
    """Print them; 1 when a target is missed, else 0."""
    if as_json:
        told = {
            name: {
                "value": f.value,
                "unit": f.unit,
                "target": f.target,
                "ok": f.ok,
                "floor": f.floor,
            }
            for name, f in figures.items()
        }
        print(json.dumps(told))
    else:
        for name, figure in figures.items():
            sign = "<=" if figure.better == "less" else ">="
            verdict = "ok  " if figure.ok else "MISS"
            print(
                f"{verdict} {name:9} {figure.value:9.3f} {figure.unit:10} "
                f"(target {sign} {figure.target:g}; {figure.floor})"
            )
    return 0 if all(figure.ok for figure in figures.values()) else 1
