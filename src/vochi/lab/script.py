"""The fixed script of `./vochi demo --exit`: played, then compared with the call log exactly."""

from dataclasses import dataclass
from datetime import datetime

from vochi.lab import romashka
from vochi.lab.desk import Row
from vochi.lab.play import Outcome, Player
from vochi.lab.scenario import Scenario, read_script
from vochi.lab.stand import Stand

#: The client whose card is there before he calls.
KNOWN = {"name": "Наталья Гончар", "company_name": "Василёк", "phones": ["8 029 611-23-01"]}


@dataclass(frozen=True)
class Played:
    """What came of the script: rows of the log (oldest first), and every difference in words."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]

    def table(self) -> str:
        """The log as a table."""
        return table(self.rows)


def script() -> dict[str, Scenario]:
    """The scenarios by name."""
    return read_script(romashka.SCRIPT)


async def play(stand: Stand) -> Played:
    """Play it on a stand whose log is empty; exact: a row too many is a difference as well."""
    before = {row["id"] for row in await stand.desk.calls()}
    await stand.desk.post("/clients", KNOWN)
    scenarios = script()
    outcomes = await Player(stand).play_all(scenarios)
    rows = [row for row in await stand.desk.calls() if row["id"] not in before]
    problems = [line for outcome in outcomes.values() for line in _told(outcome)]
    expected = sum(len(scenario.expect.logged) for scenario in scenarios.values())
    if len(rows) != expected:
        problems.append(f"{len(rows)} rows in the log, the script has {expected}")
    linked = [row["linked_id"] for row in rows]
    problems += [f"{each} is in the log twice" for each in set(linked) if linked.count(each) > 1]
    rows.sort(key=lambda row: str(row["started_at"]))
    return Played(tuple(rows), tuple(problems))


def _told(outcome: Outcome) -> list[str]:
    return [outcome.text()] if outcome.problems else []


def table(rows: tuple[Row, ...]) -> str:
    """Rows of the log as a table for a terminal."""
    heads = ("Начало", "Куда", "Клиент", "Линия", "Сотрудник", "Итог", "Ждал", "Говорил", "Запись")
    lines = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    shown = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
    return "\n".join((shown[0], "─" * (sum(widths) + 2 * len(widths) - 2), *shown[1:]))


_DIRECTIONS = {"in": "← вход", "out": "→ исход", "internal": "↔ внутр"}
_RESULTS = {
    "answered": "отвечен", "missed": "пропущен", "busy": "занято", "no_line": "нет линии",
    "failed": "не удался", "refused": "отказ", "interrupted": "прерван", "no_answer": "без ответа",
}  # fmt: skip


def _cells(row: Row) -> tuple[str, ...]:
    client = row["client"]
    name = str(client["pretty"]) + (f" {client['name']}" if client["id"] else "")
    called = f" → {row['number']}" if row["direction"] == "internal" else ""
    employee = row["employee"] or row["caller"]
    return (
        datetime.fromisoformat(row["started_at"]).astimezone().strftime("%H:%M:%S"),
        _DIRECTIONS[row["direction"]],
        f"{name}{called}" or "скрыт",
        str(row["line_name"] or ""),
        f"{employee['extension']} {employee['name']}" if employee else "",
        _RESULTS.get(str(row["result"]), str(row["state"])),
        f"{row['waited']:.1f}",
        f"{row['talked']:.1f}" if row["talked"] else "",
        "есть" if row["has_recording"] else "",
    )
