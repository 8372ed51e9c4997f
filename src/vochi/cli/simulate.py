"""`vochi simulate`: one life of a caller through an office, as a timeline."""

from datetime import datetime
from pathlib import Path

import click

from vochi.cli.fault import Fault
from vochi.cli.language import language, t
from vochi.cli.office import load
from vochi.core.office.document import Office
from vochi.core.schedule import zone_of
from vochi.core.scheme.life import ClientLife, Life, PhoneLife, Pressed, Tale
from vochi.core.scheme.simulate import simulate as live
from vochi.core.wording import say

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    help=t("Прожить один звонок по файлу конторы", "Live one call through an office file")
)
@click.argument("file", type=FILE)
@click.option("--line", help=t("линия (иначе первая)", "line (else the first)"))
@click.option("--number", help=t("наш номер, на который звонят", "our number that is dialled"))
@click.option("--caller", default="+375291234567", help=t("кто звонит; '' скрыт", "who; '' hidden"))
@click.option("--at", help=t("когда, 2026-11-23T10:00", "when, 2026-11-23T10:00"))
@click.option("--keys", default="", help=t("нажатия по очереди: 1,2,-", "keys in turn: 1,2,-"))
@click.option(
    "--answers", multiple=True, help=t("кто и когда отвечает: 180=3", "who answers: 180=3")
)
@click.option("--busy", multiple=True, help=t("занятый телефон или линия", "a busy phone or line"))
@click.option("--offline", multiple=True, help=t("телефон или линия без связи", "no connection"))
@click.option("--away", multiple=True, help=t("180=dnd, 180=to:181", "180=dnd, 180=to:181"))
@click.option("--hook", multiple=True, help=t("веб-хук: адрес=ветка", "webhook: address=branch"))
@click.option("--known", is_flag=True, help=t("клиент известен", "the client is known"))
@click.option(
    "--list", "lists", multiple=True, help=t("клиент в списке", "the client is on a list")
)
@click.option("--tag", "tags", multiple=True, help=t("метка клиента", "a tag of the client"))
@click.option("--responsible", help=t("его менеджер", "his manager"))
@click.option("--last", help=t("с кем говорил", "whom he talked to last"))
@click.option(
    "--queue-ahead", type=click.IntRange(0), default=0, help=t("ждут до него", "wait before")
)
@click.option("--patience", type=float, help=t("сколько секунд ждёт", "hangs up after seconds"))
@click.option("--json", "as_json", is_flag=True, help=t("один объект JSON", "one JSON object"))
def simulate(file: Path, **asked: object) -> None:
    """Print what happens to the caller; exit status 0, whatever it is."""
    office = load(file)
    as_json = bool(asked.pop("as_json"))
    try:
        life = _life(office, _Asked(asked))
    except ValueError as wrong:
        told = " ".join(str(wrong).split())
        raise Fault(t(f"так не бывает: {told}", f"this cannot be: {told}")) from None
    tale = live(office, life)
    if as_json:
        click.echo(tale.model_dump_json())
    else:
        for text in lines(tale):
            click.echo(text)


def lines(tale: Tale) -> tuple[str, ...]:
    """The timeline in words, what happens inside a node shifted to the right."""
    told = []
    for moment in tale.moments:
        inside = moment.node is not None and moment.code != "life.enters"
        shift = "    " if inside else ""
        words = say(moment.code, moment.facts, language()).rstrip()
        told.append(f"{_clock(moment.at):>8}  {shift}{words}")
    facts = {"by": tale.answered_by or "—", "waited": f"{tale.waited:g}"}
    told.append(f"{'':8}  {say(f'life.end.{tale.end}', facts, language())}")
    return tuple(told)


class _Asked:
    """Options as they were typed."""

    def __init__(self, given: dict[str, object]) -> None:
        self._given = given

    def text(self, name: str) -> str | None:
        found = self._given[name]
        return None if found is None else str(found)

    def many(self, name: str) -> tuple[str, ...]:
        """Repeated options, each of which may hold several with commas."""
        found = self._given[name]
        told = found if isinstance(found, tuple) else (found,)
        return tuple(part for each in told for part in str(each).split(",") if part)

    def pairs(self, name: str) -> dict[str, str]:
        """`left=right`, each; ValueError."""
        found = self._given[name]
        told = found if isinstance(found, tuple) else ()
        split = [str(each).partition("=") for each in told]
        wrong = next((left for left, sign, _ in split if not sign), None)
        if wrong is not None:
            raise ValueError(f"{name}: {wrong}")
        return {left: right for left, _, right in split}

    def number(self, name: str) -> float | None:
        found = self._given[name]
        return None if found is None else float(str(found))

    def flag(self, name: str) -> bool:
        return bool(self._given[name])


def _life(office: Office, asked: _Asked) -> Life:
    """ValueError where an option makes no sense."""
    line_ids = {line.id for line in office.lines}
    line = asked.text("line") or next(iter(line.id for line in office.lines), "")
    if line not in line_ids:
        raise ValueError(t(f"нет линии {line}", f"there is no line {line}"))
    number = asked.text("number")
    phones: dict[str, PhoneLife] = {}
    outside: dict[str, PhoneLife] = {}
    lines_: dict[str, str] = {}

    def put(name: str, life: PhoneLife, line_state: str) -> None:
        if name in line_ids:
            lines_[name] = line_state
        elif name.startswith("+"):
            outside[name] = life
        else:
            phones[name] = life

    for name, seconds in asked.pairs("answers").items():
        put(name, PhoneLife(answers=float(seconds)), "")
    for name in asked.many("busy"):
        put(name, PhoneLife(state="busy"), "busy")
    for name in asked.many("offline"):
        put(name, PhoneLife(state="offline"), "down")
    return Life.model_validate(
        {
            "line": line,
            "number": number,
            "caller": asked.text("caller"),
            "at": _moment(office, asked.text("at")),
            "client": ClientLife(
                known=asked.flag("known"),
                lists=asked.many("lists"),
                tags=asked.many("tags"),
                responsible=asked.text("responsible"),
                last=asked.text("last"),
            ),
            "phones": phones,
            "outside": outside,
            "lines": lines_,
            "away": asked.pairs("away"),
            "keys": tuple(
                Pressed(digits="" if each == "-" else each) for each in asked.many("keys")
            ),
            "hooks": {url: branch or None for url, branch in asked.pairs("hook").items()},
            "queue_ahead": int(asked.number("queue_ahead") or 0),
            "patience": asked.number("patience"),
        }
    )


def _moment(office: Office, at: str | None) -> datetime:
    """Without a zone it is the company's."""
    zone = zone_of(office.company)
    moment = datetime.now(zone) if at is None else datetime.fromisoformat(at)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"
