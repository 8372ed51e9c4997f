"""A scenario: who calls whom, who answers when, what is pressed; what must come of it. Data only.

    title: Музыка вместо гудков
    rows: [S25]
    people:
      client: {number: '+375291112233'}
    phones:
      '180': {answer: 2}
      '181': {}
    play:
    - {who: client, call: '+375296000001'}
    - {until: 180 talks}
    - {wait: 2}
    - {who: client, hang_up: true}
    expect:
      rung: [{who: '180', from: 0, to: 2}, {who: '181', from: 0, to: 2}]
      heard: [{who: client, by: music, seconds: [1.5, 2.5]}]
      logged: [{direction: in, result: answered, client: client, line: a1-1, employee: '180'}]

Every phone that may ring is named under `phones`; a phone that rings and is not named fails the
scenario. What is not named is not asked for. Seconds count from the first call of the scenario.
"""

from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import Field, model_validator

from vochi.core.frozen import Frozen
from vochi.lab.behaviour import Behaviour
from vochi.lab.expected import Expected
from vochi.lab.steps import Kill, Step


class Person(Behaviour):
    """Somebody outside. `name` is what the network sends as his name: any text."""

    number: str
    name: str = ""


class PhoneSetting(Behaviour):
    """A phone of the office; `plugged` false: not registered while the scenario plays."""

    plugged: bool = True
    display_name: str = ""


class Scenario(Frozen):
    """`alone`: nothing else may go on in the office, for something is killed.

    `office` names `offices/<name>.yaml` beside the scenarios, laid over the sample office
    (`lab.overlay`); scenarios of one office are played together.
    """

    title: str
    rows: tuple[str, ...]
    office: str | None = None
    alone: bool = False
    people: dict[str, Person] = Field(default_factory=dict)
    phones: dict[str, PhoneSetting] = Field(default_factory=dict)
    play: Annotated[tuple[Step, ...], Field(min_length=1)]
    expect: Expected

    @model_validator(mode="after")
    def _kills_alone(self) -> Self:
        if not self.alone and any(isinstance(step, Kill) for step in self.play):
            raise ValueError("who kills is alone: others would lose what they are in")
        return self

    def number(self, who: str) -> str:
        """The number of one of `people`, else the text itself."""
        person = self.people.get(who)
        return who if person is None else person.number


def read_scenario(file: Path) -> Scenario:
    """Read a scenario; raises yaml.YAMLError or pydantic.ValidationError."""
    return Scenario.model_validate(yaml.load(file.read_text(), Loader=_Loader))  # noqa: S506


def read_overlay(file: Path, hooks: str = "") -> dict[str, Any]:
    """What `lab.overlay` lays over an office; `{}` when the file is empty.

    `{hooks}` in it becomes the address of the stand's own program (`lab.program`).
    """
    text = file.read_text().replace("{hooks}", hooks)
    return yaml.load(text, Loader=_Loader) or {}  # noqa: S506


def read_script(file: Path) -> dict[str, Scenario]:
    """Several scenarios of one file, by name."""
    found = yaml.load(file.read_text(), Loader=_Loader)  # noqa: S506
    return {name: Scenario.model_validate(each) for name, each in found.items()}


class _Loader(yaml.SafeLoader):
    """Extensions and numbers stay text; only what is a number by its field becomes one."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag.endswith((":null", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
