"""`vochi journal verify` and `vochi refold`."""

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import home_option
from vochi.cli.service import hub
from vochi.home import Home


@click.group(help=t("Журнал станции", "The journal of the box"))
def journal() -> None:
    """Commands on the journal."""


@journal.command(help=t("Проверить цепочку", "Check the chain of hashes"))
@home_option
def verify(home: Home) -> None:
    """Read it from end to end; says the first entry that was changed, lost or doubled."""
    from vochi.box.journal import Journal, JournalDamaged  # noqa: PLC0415 - SQLite only here

    file = home.box / "journal.db"
    if not file.exists():
        raise Fault(t(f"журнала ещё нет: {file}", f"no journal yet: {file}"))
    try:
        book = Journal(file, boot="")
    except JournalDamaged as damage:
        raise Fault(t(f"журнал повреждён: {damage}", f"the journal is damaged: {damage}")) from None
    broken, (last, _), rewritten = book.check(), book.head, len(book.redacted())
    book.close()
    if broken is not None:
        raise Fault(
            t(
                f"цепочка нарушена на записи {broken.seq}: {broken.why}",
                f"the chain is broken at entry {broken.seq}: {broken.why}",
            )
        )
    click.echo(t(f"{last} записей, цепочка цела.", f"{last} entries, the chain is whole."))
    if rewritten:
        click.echo(
            t(
                f"Из них переписано по просьбе стереть человека: {rewritten}.",
                f"Rewritten since somebody asked to be erased: {rewritten}.",
            )
        )


@click.command(help=t("Пересобрать журнал звонков из событий", "Derive the call log anew"))
@home_option
def refold(home: Home) -> None:
    """Gives identical rows: the log is a fold of the journal."""
    hub(home)
    from vochi.hub.calls.refold import refold as derive  # noqa: PLC0415 - Django must be ready
    from vochi.hub.companies.models import Company  # noqa: PLC0415

    for company in Company.objects.order_by("pk"):
        count = derive(company.pk)
        click.echo(f"{company.name}: " + t(f"звонков {count}", f"{count} calls"))
