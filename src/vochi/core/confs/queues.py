"""queues.conf: one queue for each node Queue; its members are people, by what their phones do."""

from collections.abc import Iterator

from vochi.core.confs.section import Section, render_sections
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.scheme.nodes.queue import Queue, key_context, queue_name
from vochi.core.scheme.ringing import everybody
from vochi.core.scheme.world import Strategy
from vochi.core.site import Site
from vochi.core.sounds import SiteSounds

_STRATEGIES: dict[Strategy, str] = {
    "ring_all": "ringall", "linear": "linear", "round_robin": "rrmemory",
    "least_recent": "leastrecent", "random": "random",
}  # fmt: skip
#: Nobody of whom this is true can answer.
_NOBODY = "unavailable,invalid,unknown"
#: Seconds between two looks who is free: each look leaves rows in the journal.
_RETRY = "2"


def queues_conf(office: Office, site: Site) -> str:
    """Everything about queues; callers who wait stay when it is read again."""
    directory = Directory(office)
    sounds = SiteSounds(office, site)
    general = Section(
        "general",
        (
            ("persistentmembers", "no"),
            ("autofill", "yes"),
            ("shared_lastcall", "yes"),
            ("log_restricted_caller_id", "no"),
        ),
    )
    queues = (
        _queue(queue_name(scheme.id, name), key_context(scheme.id, name), node, directory, sounds)
        for scheme in office.inbound
        for name, node in sorted(scheme.nodes.items())
        if isinstance(node, Queue)
    )
    return render_sections(general, *queues)


def _queue(name: str, key: str, node: Queue, directory: Directory, sounds: SiteSounds) -> Section:
    tell = node.tell_every > 0
    return Section(
        name,
        (
            ("musicclass", sounds.music(node.music)),
            ("strategy", _STRATEGIES[node.strategy]),
            ("timeout", str(node.turn)),
            ("timeoutpriority", "app"),
            ("timeoutrestart", "no"),
            ("retry", _RETRY),
            ("maxlen", str(node.most)),
            ("ringinuse", "no"),
            ("joinempty", _NOBODY),
            ("leavewhenempty", _NOBODY),
            ("memberdelay", "0"),
            ("reportholdtime", "no"),
            *((("context", key),) if node.callback_key is not None else ()),
            ("announce-frequency", str(node.tell_every)),
            ("min-announce-frequency", str(max(5, node.tell_every)) if tell else "15"),
            ("announce-position", "yes" if tell else "no"),
            ("announce-holdtime", "yes" if tell else "no"),
            ("announce-round-seconds", "0"),
            ("periodic-announce-frequency", "0"),
            # Who is first hears no number; the words of Asterisk itself know no Belarusian.
            ("queue-youarenext", sounds.phrase("hold-on")),
            ("queue-thereare", sounds.phrase("queue-position")),
            ("queue-callswaiting", ""),
            ("queue-holdtime", sounds.phrase("queue-wait")),
            ("queue-minute", sounds.phrase("queue-minutes")),
            ("queue-minutes", sounds.phrase("queue-minutes")),
            ("queue-thankyou", ""),
            *(("member", member) for member in _members(node, directory)),
        ),
    )


def _members(node: Queue, directory: Directory) -> Iterator[str]:
    """`interface, penalty, name, state, ring in use, wrap-up`; who has no phone is none."""
    for extension in everybody(directory, node.targets):
        person = directory.by_extension.get(extension)
        if person is None or not directory.endpoints((extension,)):
            continue
        rest = str(person.wrap_up or "")
        yield f"Local/{extension}@queued,0,{extension},hint:{extension}@phones,no,{rest}"
