"""Faults that the person at the keyboard can cure: one line, with the cure."""

import click


class Fault(click.ClickException):
    """Printed as `vochi: <what happened>: <what to do>`; exit status 1."""

    def show(self, file: object = None) -> None:
        """One line on standard error."""
        del file
        click.echo(f"vochi: {self.format_message()}", err=True)
