"""The only writer of dialplan: a tree becomes the text of `extensions.conf`.

`event_field` and `plain` are the one place where characters are made harmless: a field of an event
is url-encoded, everything else must be of characters that mean nothing to Asterisk.
"""

import re
from typing import assert_never
from urllib.parse import quote

from vochi.core.dialplan import application as app
from vochi.core.dialplan.expression import (
    AtLeast,
    AtOnce,
    Both,
    Choose,
    Condition,
    Either,
    Encoded,
    Func,
    Joined,
    Matches,
    Math,
    Not,
    Now,
    Option,
    Pattern,
    Same,
    Stamp,
    Text,
    Unread,
    Value,
    Var,
)
from vochi.core.dialplan.tree import Context, Dialplan, Extension

_PLAIN = re.compile(r"[A-Za-z0-9_.+*#@:/ =~-]*")
#: A regular expression of ours: nothing that ends a text, an argument or a variable.
_EXPRESSION = re.compile(r"[A-Za-z0-9_.+*@:/ =~|()\\[\]^?-]*")
#: A tone of the country by name, or one of ours: `!1000/400`, Hz and milliseconds.
_TONE = re.compile(r"[a-z]+|![0-9]+/[0-9]+")
#: Value of a SIP header of ours.
_HEADER = re.compile(r"[A-Za-z0-9_./:;=<> -]+")
_NAME = re.compile(r"[A-Za-z0-9_.+*#!\[\]-]+")
#: What MixMonitor does: b = only while bridged, D = both sides in one file, left is the channel's.
_RECORD = "bD"
#: a = append. Without b the file is open again at once, and who watches it sees that it goes on.
_RECORD_ONTO = "aD"
#: Stands for `$` in what WaitForCondition asks again and again; never in our own words.
_LATER = "%"


def event_field(text: str) -> str:
    """Encode any text for a field of a user event (RFC 3986): nothing in it means anything."""
    return quote(text, safe="")


def plain(text: str) -> str:
    """Give the text back when no character of it means anything to Asterisk; else ValueError."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"not plain text for a dialplan: {text!r}")
    return text


def render(dialplan: Dialplan) -> str:
    """Write the whole tree, contexts in their order, every context a block."""
    return "\n".join(_context(context) for context in dialplan.contexts)


def value(what: Value) -> str:
    """Write one argument."""
    match what:
        case Text(text):
            return plain(text)
        case Encoded(text):
            return event_field(text)
        case Var(name, 0, None):
            return f"${{{_name(name)}}}"
        case Var(name, start, None):
            return f"${{{_name(name)}:{start}}}"
        case Var(name, start, length):
            return f"${{{_name(name)}:{start}:{length}}}"
        case Func(name, args):
            return f"${{{_name(name)}({','.join(map(value, args))})}}"
        case Joined(parts):
            return "".join(map(value, parts))
        case Choose(condition, yes, no):
            return f"${{IF({_condition(condition)}?{value(yes)}:{value(no)})}}"
        case AtOnce(parts):
            return "&".join(map(value, parts))
        case Option(letters, arguments):
            return f"{_name(letters)}({'^'.join(map(value, arguments))})"
        case Unread(name, of):
            return f"{_name(name)}({value(of)})"
        case Pattern(expression):
            return _expression(expression)
        case Now():
            return "${STRFTIME(,,%s.%3q)}"
        case Math(left, op, right):
            return f"$[{value(left)} {op} {value(right)}]"
        case Stamp(form, zone, epoch):
            moment = "" if epoch is None else value(epoch)
            return f"${{STRFTIME({moment},{plain(zone)},{form})}}"
        case _:
            assert_never(what)


def call(what: app.Application) -> str:
    """Write one application with its arguments, e.g. `Dial(PJSIP/101&PJSIP/102,30)`."""
    match what:
        case app.Announce(event, fields):
            body = "&".join(f"{_name(key)}={value(held)}" for key, held in fields)
            return f"CELGenUserEvent({event},{body})"
        case app.Answer():
            return "Answer()"
        case app.Playback(path):
            return f"Playback({plain(path)})"
        case app.Ring(endpoints, seconds, music):
            targets = "&".join(f"PJSIP/{plain(endpoint)}" for endpoint in endpoints)
            limit = "" if seconds is None else str(seconds)
            return f"Dial({targets},{limit}{'' if music is None else f',m({plain(music)})'})"
        case app.DialOut(line, number, on_answer):
            extra = "" if on_answer is None else f",,U({plain(on_answer)})"
            return f"Dial(PJSIP/{value(number)}@{plain(line)}{extra})"
        case app.Record(onto, bridged):
            how = f"{_RECORD_ONTO}{'b' if bridged else ''}" if onto else _RECORD
            return f"MixMonitor(${{UNIQUEID}}.raw,{how})"
        case app.StopRecording():
            return "StopMixMonitor()"
        case app.GoTo(place):
            return f"Goto({_place(place)})"
        case app.GoToIf(condition, label):
            return f"GotoIf({_condition(condition)}?{_name(label)})"
        case app.Call(place, ()):
            return f"Gosub({_place(place)})"
        case app.Call(place, arguments):
            return f"Gosub({_place(place)}({','.join(map(value, arguments))}))"
        case app.ComeBack():
            return "Return()"
        case app.Assign(variable, held):
            return f"Set({_name(variable)}={value(held)})"
        case app.Busy(seconds):
            return f"Busy({seconds})"
        case app.Congestion(seconds):
            return f"Congestion({seconds})"
        case app.Progress():
            return "Progress()"
        case app.PlayTones(tone):
            if not _TONE.fullmatch(tone):
                raise ValueError(f"not a tone: {tone!r}")
            return f"PlayTones({tone})"
        case app.Wait(seconds):
            return f"Wait({seconds:g})"
        case app.WaitUntil(condition, seconds):
            asked = _condition(condition)
            if _LATER in asked or '"' in asked:
                raise ValueError(f"not a condition to wait for: {asked!r}")
            return f"WaitForCondition({_LATER},{asked.replace('$', _LATER)},{value(seconds)})"
        case app.HangUp(cause):
            return f"Hangup({cause})"
        case app.OnHangUp(place):
            return f"Set(CHANNEL(hangup_handler_push)={_place(place)})"
        case app.OnOther(place):
            return f"Set(CONNECTED_LINE_SEND_SUB={_place(place)})"
        case app.GoToPlaceIf(condition, place):
            return f"GotoIf({_condition(condition)}?{_place(place)})"
        case app.AssignTo(where, held):
            return f"Set({_name(where.name)}({','.join(map(value, where.args))})={value(held)})"
        case app.Dial(targets, seconds, options):
            limit = "" if seconds is None else value(seconds)
            extra = "" if options is None else f",{value(options)}"
            return f"Dial({'&'.join(map(value, targets))},{limit}{extra})"
        case app.AddHeader(name, held):
            if not _HEADER.fullmatch(held):
                raise ValueError(f"not a header of ours: {held!r}")
            escaped = held.replace(";", "\\;")
            return f"Set(PJSIP_HEADER(add,{_name(name)})={escaped})"
        case app.Do(name, arguments):
            return f"{name}({','.join(map(value, arguments))})"
        case _:
            assert_never(what)


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f"not a name for a dialplan: {text!r}")
    return text


def _place(place: app.Place) -> str:
    return f"{_name(place.context)},{value(place.extension)},1"


def _condition(condition: Condition) -> str:
    return f"$[{_inner(condition)}]"


def _inner(condition: Condition) -> str:
    match condition:
        case Same(left, right):
            return f'"{value(left)}" = "{value(right)}"'
        case AtLeast(left, right):
            most = right if isinstance(right, int) else f"0{value(right)}"
            return f"0{value(left)} >= {most}"
        case Not(what):
            return f"!({_inner(what)})"
        case Both(parts):
            return " & ".join(f"({_inner(part)})" for part in parts)
        case Either(parts):
            return " | ".join(f"({_inner(part)})" for part in parts)
        case Matches(what, expression):
            return f'"{value(what)}" : "{_expression(expression)}"'
        case _:
            assert_never(condition)


def _expression(text: str) -> str:
    if not _EXPRESSION.fullmatch(text):
        raise ValueError(f"not an expression for a dialplan: {text!r}")
    return text


def _context(context: Context) -> str:
    lines = [f"[{_name(context.name)}]"]
    lines += [f"include => {_name(name)}" for name in context.includes]
    for name, devices in context.hints:
        if devices:
            lines.append(f"exten => {_name(name)},hint,{'&'.join(map(plain, devices))}")
    for extension in context.extensions:
        lines += _extension(extension)
    return "\n".join(lines) + "\n"


def _extension(extension: Extension) -> list[str]:
    lines = []
    for number, step in enumerate(extension.steps):
        head = f"exten => {_name(extension.name)},1" if number == 0 else " same => n"
        label = "" if step.label is None else f"({_name(step.label)})"
        lines.append(f"{head}{label},{call(step.application)}")
    return lines
