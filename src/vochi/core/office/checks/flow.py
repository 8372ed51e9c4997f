"""Nodes of the flow: schedules and the calendar, menus, webhooks, tags, ways to other schemes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from vochi.core.calendar import LONGEST
from vochi.core.office.document import Office
from vochi.core.office.problem import FlowProblem, Problem, error, warning
from vochi.core.schedule import minutes, overlaps
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.go_to import GoToScheme
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.nodes.tag import Tag
from vochi.core.scheme.nodes.webhook import Webhook

#: Ports that a schedule has beside its periods, and a webhook beside its branches.
_OWN_PORTS = frozenset({"holiday", "other"})
_DEFAULT = "default"


def check_flow(office: Office) -> Iterator[Problem]:
    """Settings that contradict themselves; where a call can then go is checked elsewhere."""
    try:
        ZoneInfo(office.company.time_zone)
    except (ValueError, OSError, LookupError):
        zone = office.company.time_zone
        yield error("company.unknown_zone", "company/time_zone", zone=zone)
    yield from _holidays(office)
    known = {scheme.id for scheme in office.inbound}
    for index, scheme in enumerate(office.inbound):
        for name, node in scheme.nodes.items():
            here = _Here(f"inbound/{index}/nodes/{name}", scheme.name, name)
            yield from _node(here, node, known)


@dataclass(frozen=True)
class _Here:
    place: str
    scheme: str
    node: str

    def error(self, code: FlowProblem, field: str = "", **facts: str) -> Problem:
        return error(code, self.place + field, scheme=self.scheme, node=self.node, **facts)

    def warning(self, code: FlowProblem, field: str = "", **facts: str) -> Problem:
        return warning(code, self.place + field, scheme=self.scheme, node=self.node, **facts)


def _node(here: _Here, node: Node, known: set[str]) -> Iterator[Problem]:
    match node:
        case Schedule():
            yield from _schedule(here, node)
        case Menu():
            for key in _doubles(node.keys):
                yield here.error("menu.key_twice", "/keys", key=key)
            if not node.keys and not node.extensions:
                yield here.warning("menu.no_keys", "/keys")
        case Webhook():
            for branch in _doubles(node.branches):
                yield here.error("webhook.branch_twice", "/branches", branch=branch)
            if _DEFAULT in node.branches:
                yield here.error("webhook.branch_reserved", "/branches", branch=_DEFAULT)
            if _is_nowhere(node.url):
                yield here.error("webhook.no_address", "/url")
            elif node.url.startswith("http:"):
                yield here.warning("webhook.not_encrypted", "/url")
        case Tag(tag=None, source=None):
            yield here.warning("tag.nothing")
        case GoToScheme() if node.scheme not in known:
            yield here.error("node.unknown_scheme", "/scheme", target=node.scheme)
        case _:
            pass


def _schedule(here: _Here, node: Schedule) -> Iterator[Problem]:
    names = {period.id: period.name for period in node.periods}
    for name in _doubles(tuple(period.id for period in node.periods)):
        yield here.error("schedule.period_twice", "/periods", period=name)
    for period in node.periods:
        if period.id in _OWN_PORTS:
            yield here.error("schedule.period_reserved", "/periods", period=period.id)
        if any(minutes(hours.since) == minutes("24:00") for hours in period.hours):
            yield here.error("schedule.begins_at_end", "/periods", period=period.name)
    for overlap in overlaps(node):
        yield here.error(
            "schedule.overlap",
            "/periods",
            period=names[overlap.first],
            other=names[overlap.second],
            weekday=str(overlap.weekday),
            clock=overlap.clock,
        )


def _holidays(office: Office) -> Iterator[Problem]:
    off: set[date] = set()
    for index, day in enumerate(office.holidays.off):
        place = f"holidays/off/{index}"
        if day.to is None:
            off.add(day.day)
        elif day.to < day.day:
            yield error("holidays.backwards", f"{place}/to", name=day.name, day=str(day.to))
        elif (day.to - day.day).days >= LONGEST:
            yield error("holidays.too_long", f"{place}/to", name=day.name, most=str(LONGEST))
    seen: set[date] = set()
    for index, working in enumerate(office.holidays.working):
        place = f"holidays/working/{index}"
        if working.day in seen:
            yield error("holidays.working_twice", place, day=str(working.day))
        if working.day in off:
            yield error("holidays.off_and_working", place, day=str(working.day))
        seen.add(working.day)


def _is_nowhere(url: str) -> bool:
    """Nothing can ever be there (RFC 2606); the constructor writes it where none was chosen."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0]
    return host.lower().rstrip(".").rpartition(".")[2] == "invalid"


def _doubles(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
