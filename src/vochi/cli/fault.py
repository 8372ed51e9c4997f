"""Faults that the person at the keyboard can cure: one line, with the cure."""

import os
import sqlite3
import sys

import click

from vochi.core.wording import say
from vochi.home import BrokenSettings
from vochi.language import language, t
from vochi.machine import database_fault, fault_of


class Fault(click.ClickException):
    """Printed as `vochi: <what happened>: <what to do>`; exit status 1."""

    def show(self, file: object = None) -> None:
        """One line on standard error."""
        del file
        click.echo(f"vochi: {self.format_message()}", err=True)


def words_of(trouble: Exception) -> str:
    """One line for a fault of the machine, a refusal of the hub or a mistake of ours."""
    answer, engine = sys.modules.get("vochi.hub.answer"), sys.modules.get("vochi.engine.errors")
    django, home = sys.modules.get("django.db"), os.environ.get("VOCHI_HOME", "")
    if answer is not None and isinstance(trouble, answer.Refused):
        return say(trouble.body.code, trouble.body.facts, language())
    if engine is not None and isinstance(trouble, engine.EngineError):
        return say(trouble.code, trouble.facts, language())
    if isinstance(trouble, BrokenSettings):
        facts = {"path": str(trouble.file), "why": trouble.why}
        return say("settings.broken", facts, language())
    if isinstance(trouble, OSError | sqlite3.Error):
        return say(*fault_of(trouble, home), language())
    if django is not None and isinstance(trouble, django.DatabaseError):
        return say(*database_fault(str(trouble), home), language())
    what = f"{type(trouble).__name__}: {trouble}".splitlines()[0]
    return t(
        f"ошибка в самой программе ({what}); подробно: повторите с VOCHI_DEBUG=1",
        f"a mistake in Vochi itself ({what}); to see where: run it again with VOCHI_DEBUG=1",
    )
