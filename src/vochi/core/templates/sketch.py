"""A scheme while it is drawn: nodes with their words, groups of people, what a caller hears."""

from collections.abc import Sequence
from itertools import count

from vochi.core.countries import COUNTRIES
from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.office.department import Department
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.person import Person
from vochi.core.office.routing import route
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.callback_offer import CallbackOffer
from vochi.core.scheme.nodes.client_check import ClientCheck, Listed
from vochi.core.scheme.nodes.external import ExternalNumber
from vochi.core.scheme.nodes.greeting import Greeting
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.schedule import Hours, Period, Schedule
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.nodes.voicemail import Voicemail
from vochi.core.templates.answers import Answers
from vochi.core.templates.hours import is_round_the_clock, shown, spoken
from vochi.core.templates.part import Part, Spoken
from vochi.core.wording import say

#: Names of people that an explanation lists before it says how many more there are.
_NAMED = 4
_COLUMN, _ROW = 280, 170


class Sketch:
    """Draws from the end to the beginning: a node is added when where it leads is known.

    Prompts are named by what they are, with the scheme's id before it. What callers hear and what
    the scheme calls things is in its own language, what is explained in that of the `reader`.
    """

    def __init__(self, office: Office, template: str, answers: Answers, reader: Language) -> None:
        self.office = office
        self.reader: Language = reader
        self.template = template
        self.answers = answers
        self.language: Language = answers.language or office.company.language
        self.name = answers.name or self.words(f"template.{template}.name")
        self.id = _free(template, {scheme.id for scheme in office.inbound})
        self.nodes: dict[str, Node] = {}
        self.departments: list[Department] = []
        self.spoken: list[Spoken] = []
        self.told: list[str] = []
        self.notes: list[str] = []

    def words(self, code: str, **facts: str) -> str:
        """Words of the scheme's own language."""
        return say(code, {"company": self.office.company.name, **facts}, self.language)

    def tell(self, code: str, **facts: str) -> None:
        """One more sentence of the explanation."""
        self.told.append(say(f"template.tells.{code}", facts, self.reader))

    def add(self, name: str, node: Node) -> str:
        """Place a node and give its id."""
        self.nodes[name] = node
        return name

    def text(self, kind: str, text: str) -> str:
        """A text to be spoken; the id of its prompt."""
        prompt = f"{self.id[:24].rstrip('-')}-{kind}"
        name = f"{self.name[:40]}: {self.words(f'template.prompt.{kind}')}"
        self.spoken.append(Spoken(id=prompt, name=name[:80], text=text, language=self.language))
        return prompt

    def people(self, ids: Sequence[str]) -> tuple[Person, ...]:
        """People by id, in the order of the office; unknown ones are left out."""
        return tuple(person for person in self.office.people if person.id in set(ids))

    def first(self) -> tuple[Person, ...]:
        """Who answers first: those named, else everybody."""
        return self.people(self.answers.people) or self.office.people

    def second(self) -> tuple[Person, ...]:
        """Who helps: those named who do not answer first anyway."""
        first = set(self.answers.people)
        return tuple(each for each in self.people(self.answers.second) if each.id not in first)

    def group(self, people: Sequence[Person], code: str) -> tuple[str, ...]:
        """What rings them: the person, a department of just them, or a new one."""
        if len(people) == 1:
            return (people[0].extension,)
        members = tuple(person.id for person in people)
        for department in (*self.office.departments, *self.departments):
            if set(department.members) == set(members):
                return (department.number,)
        number = self._free_number()
        if number is None:
            return tuple(person.extension for person in people)
        name = self.words(f"template.group.{code}")
        self.departments.append(Department(number=number, name=name, members=members))
        return (number,)

    def named(self, people: Sequence[Person]) -> str:
        """`Анна, Борис и ещё 3`."""
        names = ", ".join(person.name for person in people[:_NAMED])
        if len(people) <= _NAMED:
            return names
        facts = {"names": names, "count": str(len(people) - _NAMED)}
        return say("template.more", facts, self.reader)

    def hours(self, default: tuple[Hours, ...]) -> tuple[Hours, ...]:
        """Those answered, else the template's; none: round the clock."""
        hours = default if self.answers.hours is None else self.answers.hours
        return () if is_round_the_clock(hours) else hours

    def begin(self, then: str, hours: tuple[Hours, ...] = (), *, greet: bool = True) -> None:
        """The way in: the blacklist, the hours, the greeting. Ends the drawing."""
        if greet:
            then = self._greeting(then)
        if hours:
            closed = self._closed(hours)
            name = self.words("template.period")
            period = Period(id="work", name=name, hours=hours)
            exits = {"work": then, "holiday": closed, "other": closed}
            then = self.add("hours", Schedule(periods=(period,), exits=exits))
        busy = self.add("refused", HangUp(cause="busy"))
        check = ClientCheck(test=Listed(list="blacklist"), exits={"yes": busy, "no": then})
        self.add("start", Start(exits={"next": self.add("blacklist", check)}))
        self.tell("blacklist")

    def mail(self) -> str:
        """Nobody has answered: the caller leaves a message."""
        self.tell("mail")
        return self.add(
            "mail", Voicemail(prompt=self.text("mail", self.words("template.said.mail")))
        )

    def offer(self, declined: str) -> str:
        """Nobody has answered: a key, and he is called back."""
        self.tell("offer")
        exits = {"taken": self.add("noted", HangUp()), "declined": declined}
        prompt = self.text("offer", self.words("template.said.offer"))
        return self.add("offer", CallbackOffer(prompt=prompt, exits=exits))

    def mobile(self, then: str, name: str = "mobile") -> str:
        """The mobile that is rung when the office is silent, where a line can carry it."""
        number = self.answers.mobile
        if number is None:
            return then
        for scheme in self.office.outbound:
            if route(self.office, scheme.id, number).lines:
                self.tell("mobile", number=pretty(number))
                exits = {"nobody": then, "no_line": then}
                node = ExternalNumber(
                    number=number, outbound=scheme.id, seconds=25, confirm=True, exits=exits
                )
                return self.add(name, node)
        self.notes.append(say("template.no_way_outside", {"number": pretty(number)}, self.reader))
        return then

    def part(self) -> Part:
        """What was drawn, laid out from left to right."""
        order = _depths(self.nodes)
        rows: dict[int, int] = {}
        placed: dict[str, Node] = {}
        for name in sorted(self.nodes, key=lambda each: order[each]):
            column = order[name]
            row = rows.get(column, 0)
            rows[column] = row + 1
            at = {"x": column * _COLUMN, "y": row * _ROW}
            placed[name] = self.nodes[name].model_copy(update=at)
        return Part(
            scheme=InboundScheme(id=self.id, name=self.name, nodes=placed),
            departments=tuple(self.departments),
            spoken=tuple(self.spoken),
            explains=tuple(reversed(self.told)),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _greeting(self, then: str) -> str:
        text = self.answers.greeting
        if text is None:
            text = self.words("template.said.hello")
        if not text:
            return then
        self.tell("hello", text=text)
        return self.add("hello", Greeting(prompt=self.text("hello", text), exits={"next": then}))

    def _closed(self, hours: tuple[Hours, ...]) -> str:
        """What waits for a caller at night."""
        said = self.words("template.said.closed", hours=spoken(hours, self.language))
        emergency = COUNTRIES.get(self.office.company.country)
        if self.template == "clinic" and emergency and "103" in emergency.emergency:
            said += " " + self.words("template.said.ambulance")
        how = self.answers.closed
        if how == "words":
            self.tell("closed_words", hours=shown(hours, self.reader))
            return self.add("closed", HangUp(prompt=self.text("closed", said)))
        asked = self.words(f"template.said.closed_{how}")
        prompt = self.text("closed", f"{said} {asked}")
        self.tell(f"closed_{how}", hours=shown(hours, self.reader))
        if how == "voicemail":
            return self.add("closed", Voicemail(prompt=prompt))
        exits = {
            "taken": self.add("closed-noted", HangUp()),
            "declined": self.add("closed-mail", Voicemail()),
        }
        return self.add("closed", CallbackOffer(prompt=prompt, exits=exits))

    def _free_number(self) -> str | None:
        """The first number of the plan's departments that means nothing else."""
        office, plan = self.office, self.office.numbering
        country = COUNTRIES.get(office.company.country)
        local = None if country is None else country.local_form(office.company.area_code)
        if local is not None and len(local.pattern) == plan.length:
            return None
        directory = Directory(office)
        taken = {*directory.by_extension, *directory.departments, *directory.follow_mes}
        taken |= {each.number for each in office.conferences}
        taken |= {each.number for each in self.departments}
        taken |= set(country.emergency if country else ())
        for prefix in plan.departments:
            width = plan.length - len(prefix)
            for number in range(1, 10**width if width > 0 else 0):
                found = f"{prefix}{number:0{width}}"
                if found not in taken:
                    return found
        return None


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(name for n in count(2) if (name := f"{wanted}-{n}") not in taken)


def _depths(nodes: dict[str, Node]) -> dict[str, int]:
    """How far each node is from the start, by the shortest way."""
    found = {"start": 0}
    waiting = ["start"]
    for name in waiting:
        for target in nodes[name].exits.values():
            if target not in found:
                found[target] = found[name] + 1
                waiting.append(target)
    return found
