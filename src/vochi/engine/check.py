"""Does the running Asterisk have what the files say? Read back over AMI and from its log."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from vochi.core.office.problem import Problem
from vochi.engine.ami import Ami
from vochi.engine.errors import Refused

_SECTION: Final = re.compile(r"^\[([^\]]+)\]")
_SHOWN: Final = re.compile(r"^\[ Context '([^']+)' created by 'pbx_config' \]")
#: An error of a module that reads configuration; errors of calls and of the network are no reason.
_ERROR: Final = re.compile(
    r"\] ERROR\[\d+\]:? (?P<source>config|config_options|pbx_config|pbx|sorcery|res_sorcery_config"
    r"|loader|res_pjsip/[a-z_]+|pjsip_configuration|config_auth|config_transport|location"
    r"|res_musiconhold|cel_custom|cel|manager|rtp_engine)\.c: (?P<text>.*)"
)


class LogMark:
    """The place in Asterisk's log where something began."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._size = log.stat().st_size if log.exists() else 0

    def errors(self) -> tuple[str, ...]:
        """Errors of configuration since then."""
        if not self._log.exists():
            return ()
        with self._log.open("rb") as file:
            # A file that became shorter was rotated: all of it is new.
            if self._log.stat().st_size >= self._size:
                file.seek(self._size)
            text = file.read().decode("utf-8", "replace")
        found = (_ERROR.search(line) for line in text.splitlines())
        return tuple(f"{hit['source']}: {hit['text'][:200]}" for hit in found if hit)


async def check(ami: Ami, files: Mapping[str, str], mark: LogMark) -> tuple[Problem, ...]:
    """Nothing when all is well; raises `AmiError` when Asterisk is not there to be asked."""
    contexts = sections(files.get("extensions.conf", "")) - {"general", "globals"}
    endpoints = endpoints_of(files.get("pjsip.conf", ""))
    shown = await _contexts(ami)
    known = await _endpoints(ami)
    return (
        *(_missing("publish.context_missing", name) for name in sorted(contexts - shown)),
        *(_missing("publish.context_left", name) for name in sorted(shown - contexts)),
        *(_missing("publish.endpoint_missing", name) for name in sorted(endpoints - known)),
        *(_missing("publish.endpoint_left", name) for name in sorted(known - endpoints)),
        *(Problem(code="publish.error", place="", facts={"text": it}) for it in mark.errors()),
    )


def sections(text: str) -> set[str]:
    """Names of the sections of a configuration file."""
    return {found[1] for found in map(_SECTION.match, text.splitlines()) if found}


def endpoints_of(text: str) -> set[str]:
    """Names of the sections of pjsip.conf that are endpoints."""
    found: set[str] = set()
    name = ""
    for line in text.splitlines():
        section = _SECTION.match(line)
        if section:
            name = section[1]
        elif re.fullmatch(r"type\s*=\s*endpoint", line.strip()):
            found.add(name)
    return found


async def _contexts(ami: Ami) -> set[str]:
    told = await ami.command("dialplan show")
    return {found[1] for found in map(_SHOWN.match, told.splitlines()) if found}


async def _endpoints(ami: Ami) -> set[str]:
    try:
        listed = await ami.items("PJSIPShowEndpoints")
    except Refused as error:
        if error.facts["detail"].startswith("No endpoints"):  # Asterisk's empty list
            return set()
        raise
    return {event["ObjectName"] for event in listed if event.name == "EndpointList"}


def _missing(code: str, name: str) -> Problem:
    return Problem(code=code, place="", facts={"name": name})
