"""Every jump of a compiled office lands, whatever its variables hold; nothing falls off an end.

Read from the text that Asterisk reads: goldens, offices of the scenarios, random ones with every
kind of node, features switched off, titles of strangers. The same offices load without a complaint.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from load_asterisk import Loader, running
from offices import NASTY, OFFICES, site

from vochi.core.compile import compile_dialplan
from vochi.core.dialplan.render import render
from vochi.core.office.document import Office
from vochi.core.office.verify import verify
from vochi.core.phrases import Language
from vochi.core.scheme import direct
from vochi.engine.tree import Tree
from vochi.lab.bare import sample_office
from vochi.lab.drawing import good_document
from vochi.lab.overlay import overlay

OVERLAYS = Path(__file__).parents[1] / "scenarios" / "offices"
SEEDS = range(40)
#: In a real Asterisk.
LOADED = range(12)
CODES = (
    "blind", "attended", "third", "park", "record", "pause", "pickup", "pull", "dnd", "dnd_off",
    "forward", "forward_off", "ready", "listen", "whisper", "barge", "intercom", "prompt",
)  # fmt: skip

#: No caller is there: a voice of ours that ends when it has spoken into an ear.
ASIDE = ("aside", "whisper", "ear")
_STATUSES = (
    "ANSWER", "BUSY", "NOANSWER", "CANCEL", "CONGESTION", "CHANUNAVAIL", "DONTCALL", "TORTURE",
    "INVALIDARGS",
)  # fmt: skip
_MODES = ("", "_ask", "_moved", "_reach")
_ENDS = (
    "yes", "noline", "linesbusy", "noroute", "abroad", "premium", "limit", "unsigned", "pin",
    "notanumber", "CHANUNAVAIL",
)  # fmt: skip
#: Terminal applications: no step may follow the last one.
_LAST = re.compile(r"(Goto|Return|Hangup|Busy|Congestion)\(")


def document(seed: int) -> dict[str, Any]:
    """A random office with all that issue 3 brought, called as strangers would call it."""
    random = Random(seed)
    found = good_document(seed)
    names = iter(random.sample(NASTY, len(NASTY)))
    for each in (*found["people"], *found["departments"], *found["follow_me"], *found["prompts"]):
        each["name"] = next(names, "x")
    languages: tuple[Language, ...] = ("ru", "en", "be")
    people = found["people"]
    for each in people:
        each["language"] = random.choice((None, *languages))
        each["wrap_up"] = random.choice((0, 30))
        each["record"] = random.random() < 0.5
        each["pin"] = random.choice((None, "4321"))
        each["outbound"] = random.choice((None, "all"))
    people[0]["outbound"] = "all"
    people[0]["listens_to"] = ["901"]
    people[0]["colleague"] = random.choice((None, people[1]["extension"]))
    found["company"]["language"] = random.choice(languages)
    for each in found["departments"]:
        strategies = ("ring_all", "linear", "round_robin", "least_recent", "random")
        each["strategy"] = random.choice(strategies)
        each["score"] = random.random() < 0.5
    found["conferences"] = [
        {"number": "701", "name": random.choice(NASTY), "pin": random.choice((None, "4321")),
         "record": random.random() < 0.5},
    ]  # fmt: skip
    found["parking"] = {"slots": random.randint(1, 9), "department": random.choice((None, "901"))}
    found["features"] = {name: None for name in CODES if random.random() < 0.2}
    found["outbound"][0]["routes"][0].update(
        pin=random.random() < 0.3,
        sticky=random.random() < 0.5,
        order=random.choice(("listed", "least_used", "least_spent")),
        minutes=random.choice((None, 10)),
    )
    return found


def _named() -> Iterator[tuple[str, Office]]:
    yield from OFFICES.items()
    base = overlay(sample_office(), yaml.safe_load((OVERLAYS / "base.yaml").read_text()))
    for file in sorted(OVERLAYS.glob("*.yaml")):
        yield (
            file.stem,
            overlay(
                base,
                yaml.safe_load(file.read_text().replace("{hooks}", "http://127.0.0.1:9")) or {},
            ),
        )
    for seed in SEEDS:
        yield f"drawn-{seed}", Office.model_validate(document(seed))


ALL = dict(_named())


class Read:
    """The text of a dialplan: context -> extension -> [(label, call)], and what it includes."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.contexts: dict[str, dict[str, list[tuple[str | None, str]]]] = {}
        self.includes: dict[str, list[str]] = {}
        here = extension = ""
        for line in render(compile_dialplan(office, site())).splitlines():
            if line.startswith("["):
                here = line[1:-1]
                assert here not in self.contexts, f"twice: {here}"
                self.contexts[here], self.includes[here] = {}, []
            elif line.startswith("include => "):
                self.includes[here].append(line.removeprefix("include => "))
            elif match := re.match(r"exten => ([^,]+),hint,", line):
                continue
            elif match := re.match(r"exten => ([^,]+),1(?:\(([^)]+)\))?,(.*)", line):
                extension = match[1]
                assert extension not in self.contexts[here], f"twice: {extension}@{here}"
                self.contexts[here][extension] = [(match[2], match[3])]
            elif match := re.match(r" same => n(?:\(([^)]+)\))?,(.*)", line):
                self.contexts[here][extension].append((match[1], match[2]))
            else:
                assert not line, line

    def has(self, context: str, extension: str) -> bool:
        """Whether a call that goes there finds a step."""
        if any(matches(name, extension) for name in self.contexts.get(context, ())):
            return True
        return any(self.has(each, extension) for each in self.includes.get(context, ()))

    def values(self, name: str, here: str, extension: str) -> tuple[str, ...]:
        """What a variable may hold there. KeyError: this test does not know."""
        people = tuple(person.extension for person in self.office.people)
        # 199 was taken out a moment ago; nothing: a line's channel.
        own = (*people, "199")
        known = {
            # Who only asks dials nothing.
            "V_MODE": _MODES if not here.startswith("over-") else ("", "_moved", "_reach"),
            "V_DIRECT": direct.numbers(self.office),
            "DIALSTATUS": _STATUSES,
            "V_EXT": (*own, "") if here != "in-call" else own,
            "V_PARKER": own,
            "V_BEHALF": own,
            "V_MAY": _ENDS[1:],
            "V_PAYER": (*own, ""),
            "V_KEYS": ("180", "1", "9*", "0#5"),
            # `tell` whispers an end.
            "ARG1": (*_ENDS[1:], "BUSY", "NOANSWER", "CONGESTION", "refused"),
            "V_CLIENT": ("+375296000001",),
            "V_NEXT": tuple(
                each.removeprefix("m") for each in self.contexts[here] if each[1:].isdigit()
            ) if here != "route" and not here.startswith("route-")
            else tuple(self.contexts.get("try", ())),
        }  # fmt: skip
        if name == "EXTEN":
            return (sample(extension),)
        if name == "V_DIALLED":
            return (re.sub(r"\D", "", sample(extension)),)
        if name == "V_TO":
            return ("180", "901", "+375296000009") if here != "forwarded" else ("+375296000009",)
        if name == "V_MANAGER":
            return own
        return known[name]


def matches(name: str, extension: str) -> bool:
    """As Asterisk matches: X, Z, N, sets; `!` any rest, `.` a rest of one; dashes mean nothing."""
    if not name.startswith("_"):
        return name.replace("-", "") == extension.replace("-", "")
    pattern, index = "", 1
    while index < len(name):
        char = name[index]
        if char == "[":
            end = name.index("]", index)
            pattern += name[index : end + 1].replace("*", "\\*")
            index = end
        else:
            plain = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", "!": ".*", ".": ".+", "-": ""}
            pattern += plain.get(char, re.escape(char))
        index += 1
    return re.fullmatch(pattern, extension.replace("-", "")) is not None


def sample(name: str) -> str:
    """Something that the extension matches."""
    if not name.startswith("_"):
        return name
    if name == "_[+0-9]!":
        return "+375296000009"
    bare = re.sub(r"\[(.)[^]]*\]", r"\1", name[1:])
    digits = bare.replace("X", "2").replace("Z", "2").replace("N", "2")
    return digits.replace("!", "").replace(".", "1")


def fill(text: str, read: Read, here: str, extension: str) -> Iterator[str]:
    """Every text that this may be when its variables are filled in."""
    text = re.sub(r"\$\{FILTER\([^,]*,(\$\{EXTEN[^}]*\})\)\}", r"\1", text)
    text = re.sub(r"\$\{FILTER\([^,]*,\$\{(PJSIP|CALLERID).*\}\)\}", "+375291112233", text)
    text = re.sub(r"\$\{STRFTIME\(.*%Y%m%d\)\}", "20261123", text)
    if text == "person,${V_MANAGER}":
        # Whom `known` has not found is none any more.
        yield from (f"person,{each.extension}" for each in read.office.people)
        return
    match = re.search(r"\$\{(\w+)(?::(\d+))?\}", text)
    if match is None:
        assert "$" not in text, text
        yield text
        return
    for value in read.values(match[1], here, extension):
        cut = value[int(match[2] or 0) :]
        yield from fill(text[: match.start()] + cut + text[match.end() :], read, here, extension)


def jumps(call: str) -> Iterator[str]:
    """Texts `context,extension` to which a step may lead; labels are seen to elsewhere."""
    if match := re.match(r"(?:Goto|Gosub)\(([^,]+,.*?),1(?:\(.*\))?\)$", call):
        yield match[1]
    if match := re.match(r"GotoIf\(.*\?([^,?]+,[^?]+),1\)$", call):
        yield match[1]
    handlers = "CHANNEL\\(hangup_handler_push\\)|CONNECTED_LINE_SEND_SUB"
    if match := re.match(rf"Set\((?:{handlers})=(.+),1\)", call):
        yield match[1]
    for target, context in re.findall(r"Local/([^@&,]+)@([\w-]+)", call):
        yield f"{context},{target}"
    if call.startswith("Dial("):
        for option, where in re.findall(r"([Ub])\(([\w^+-]+)", call):
            context, *rest = where.split("^")
            yield f"{context},{rest[0] if option == 'b' and rest else 's'}"


@pytest.mark.parametrize("name", ALL)
def test_every_jump_lands(name: str) -> None:
    read = Read(ALL[name])
    lost: list[str] = []
    for context, extensions in read.contexts.items():
        for each in read.includes[context]:
            assert each in read.contexts, f"{context} includes {each}"
        for extension, steps in extensions.items():
            labels = {label for label, _ in steps if label}
            here = f"{extension}@{context}"
            if (
                extension not in {"h", "T"}
                and context not in ASIDE
                and not _LAST.match(steps[-1][1])
            ):
                lost.append(f"falls off: {here}: {steps[-1][1]}")
            for _, call in steps:
                if match := re.match(r"GotoIf\(.*\?(\w[\w-]*)\)$", call):
                    assert match[1] in labels, f"{here}: {call}"
                for jump in jumps(call):
                    for place in fill(jump, read, context, extension):
                        where, _, to = place.partition(",")
                        if not read.has(where, to):
                            lost.append(f"{here}: {call} -> {place}")
    assert not lost, "\n".join(sorted(set(lost)))


def test_the_walk_sees_a_hole() -> None:
    """Else its silence would mean nothing."""
    read = Read(OFFICES["romashka"])
    assert read.has("phone-all", "80291234567")
    assert not read.has("ends", "nosuchend")
    assert not read.has("department-909", "c180")
    assert list(jumps("Gosub(department-901,c${V_EXT},1(30,))")) == ["department-901,c${V_EXT}"]
    assert list(jumps("GotoIf($[1]?ends,BUSY${V_MODE},1)")) == ["ends,BUSY${V_MODE}"]


@pytest.fixture(scope="module")
def loader(tree: Tree) -> Iterator[Loader]:
    with running(tree, OFFICES["smallest"]) as loader:
        yield loader


@pytest.mark.parametrize("seed", LOADED)
def test_loads_without_a_complaint(loader: Loader, seed: int) -> None:
    office = ALL[f"drawn-{seed}"]
    assert not [each for each in verify(office) if each.severity == "error"]
    assert loader.load(office) == []
    written = " ".join(loader.files.values())
    for title in (each.name for each in (*office.follow_me, *office.conferences)):
        assert len(title) < 3 or title not in written


@pytest.mark.parametrize("file", sorted(OVERLAYS.glob("*.yaml")), ids=lambda file: file.stem)
def test_offices_of_scenarios_load(loader: Loader, file: Path) -> None:
    assert loader.load(ALL[file.stem]) == []


def test_a_stranger_dials_into_no_open_meeting() -> None:
    """Rooms without a PIN are for people of the office; clients come by transfer."""
    told = document(0)
    told["conferences"] = [
        {"number": "701", "name": "x"},
        {"number": "702", "name": "x", "pin": "4321"},
    ]
    office = Office.model_validate(told)
    assert "701" not in direct.numbers(office)
    assert "702" in direct.numbers(office)
    assert not Read(office).contexts["direct"].get("701")
