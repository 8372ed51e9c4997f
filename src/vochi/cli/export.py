"""`vochi export`: everything that is kept, in one file of a documented format (P32)."""

from pathlib import Path

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import home_option
from vochi.cli.service import hub
from vochi.home import Home


@click.command(help=t("Выгрузить всё одним файлом", "Export everything into one file"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sounds", is_flag=True, help=t("с записями разговоров", "with recordings"))
@home_option
def export(home: Home, file: Path, *, sounds: bool) -> None:
    """Works with the hub running or not; the format is told in docs/export.md."""
    if file.exists():
        raise Fault(t(f"файл уже есть: {file}", f"the file is there already: {file}"))
    hub(home)
    from vochi.hub.accounts.deeds import record  # noqa: PLC0415 - Django must be ready
    from vochi.hub.companies.models import Company  # noqa: PLC0415
    from vochi.hub.privacy.whole_archive import write_company  # noqa: PLC0415

    company = Company.objects.order_by("pk").first()
    if company is None:
        raise Fault(t("компании ещё нет", "there is no company yet"))
    part = file.with_name(f".{file.name}.part")
    try:
        for _ in write_company(company.pk, part, sounds=sounds):
            pass
        part.chmod(0o600)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    record(company.pk, "archive_all", None, "privacy", "", sounds=sounds)
    size = file.stat().st_size
    click.echo(t(f"{file}: {size} байт", f"{file}: {size} bytes"))
