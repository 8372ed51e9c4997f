"""Core's rules about offices, by the names under which this room uses them."""

import importlib
from typing import Any

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem


def verify(document: Office) -> tuple[Problem, ...]:
    """All problems of a document."""
    found: tuple[Problem, ...] = _core("vochi.core.office.verify").verify(document)
    return found


def plan(old: Office, new: Office) -> tuple[Any, ...]:
    """What changes from one document to the next."""
    found: tuple[Any, ...] = _core("vochi.core.plan").plan(old, new)
    return found


def say(code: str, facts: dict[str, str], language: Language) -> str:
    """Words for a code."""
    return str(_core("vochi.core.wording").say(code, facts, language))


def _core(name: str) -> Any:
    return importlib.import_module(name)
