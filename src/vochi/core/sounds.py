"""Where the sounds of an office lie on its engine."""

from dataclasses import dataclass

from vochi.core.office.document import Office
from vochi.core.phrases import Phrase
from vochi.core.site import Site


@dataclass(frozen=True)
class SiteSounds:
    """Prompts are files by content; each is also a class of music on hold."""

    office: Office
    site: Site

    def sound(self, prompt: str) -> str:
        """Absolute path without the ending; KeyError: no such prompt."""
        for each in self.office.prompts:
            if each.id == prompt:
                return f"{self.site.prompts}/{each.sha256}"
        raise KeyError(prompt)

    def phrase(self, phrase: Phrase) -> str:
        """Absolute path without language and ending."""
        return f"{self.site.phrases}/{phrase}"

    @property
    def messages(self) -> str:
        """Where messages and recordings are written, `<UniqueID>.mail.wav` and so on."""
        return f"{self.site.state}/spool/monitor"

    def music(self, name: str) -> str:
        """Class of music on hold."""
        return name if name == "default" else music_class(name)


def music_class(prompt: str) -> str:
    """Class of a prompt as music: some bare names, as `general`, mean something to Asterisk."""
    return f"prompt-{prompt}"


def department_class(number: str) -> str:
    """Class of the music of a department."""
    return f"department-{number}"
