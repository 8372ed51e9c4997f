"""User events that the compiled dialplan writes into CEL, and that the fold reads.

`CELGenUserEvent(V_CALL,dir=in&line=a1-1&...)`: values are url-encoded (RFC 3986) and never hold
what a caller sent; caller name and number are columns of the CEL row itself.

V_CALL  first thing on the first channel of a call, once per call:
        `dir=in&office=7&line=a1-1&did=+375291112233&scheme=main`      call from a line
        `dir=out&office=7&from=101&to=+375291234567`                   employee -> outside
        `dir=int&office=7&from=101&to=102`                             employee -> inside
        `office` is the version of the office; `country=BY&area=17` are appended to each;
        `via=+37517...` is the old number that was dialled (S07)
V_NODE  a node of an inbound scheme was entered or left:
        `scheme=main&node=n3&kind=ring&out=enter`; `out` is `enter` or the name of the port.
        On leaving, where known: `key=2` (what was pressed), `why=late` (webhook, see Webhook)
V_SKIP  somebody was not rung, and why: `to=180&why=dnd`
        (why: dnd, forward, wrap, no_line, no_route, paused, limit, full); forward has `on=<whom>`.
        A phone that is busy or not registered needs no event: its leg tells.
V_STEP  a step of a follow me began: `fm=401&step=2`; `out=skipped`: nothing could ring in it
V_LINE  an outgoing call tries a line: `line=a1-1`; or could not: `line=a1-1&why=busy`
        (why: busy, down, failed, unknown, paused, limit, unsigned, rest); `by=180`: whose minutes
V_END   why the call ends without an answer:
        `why=no_route|no_line|refused|no_target|busy|hangup|closed|limit|unsigned|pin|empty_slot`
        (closed: abroad or premium is not open; hangup: a node HangUp, with `cause=busy` and so on)
V_REC   a recording began on this channel: `file=<UniqueID>.raw` (left: the channel's own side)
V_MARK  in a recording: `what=pause|resume|on|off|notice`, on the channel that bears it
V_TAG   `tag=vip` or `source=site`: a node Tag
V_SMS   a node asks for an SMS to the caller: `scheme=main&node=n5`
V_BACK  the caller asked to be called back: `scheme=main&node=n5`, `to` when it is not his number
V_MAIL  a message was left: `file=<UniqueID>.mail.wav&owner=901&seconds=12` (owner may be missing)
V_HOOK  a webhook answered: `scheme=..&node=..&status=ok|late|refused|unreachable|other&ms=120`
V_AWAY  an employee changed his state by phone: `ext=180&state=dnd|none|ready|forward&to=181`
V_WRAP  wrap-up time began: `ext=180&until=<epoch>`
V_SPY   `by=180&who=181&mode=listen|whisper|barge&call=<linked id of the call listened to>`, on the
        channel of who listens; without `call` nobody can tell whose call it was.
        Refused: `&out=refused`
V_PARK  a call was parked: `slot=1&by=180`; taken: `slot=1&out=taken&by=181`;
        on its way back: `slot=1&out=back&to=180`, then `to=<colleague>`, `to=<department>`,
        `to=mail`. PARK_START and PARK_END of Asterisk stand beside it.
V_PICK  a ringing call was picked up: `by=182&from=180`
V_CONF  a channel entered or left a conference: `room=701&out=enter|left&by=180`
V_XFER  a transfer was refused or came back: `by=180&to=+375..&why=` as V_END, or `no_answer`;
        by code also `kind=blind|attended|third`
V_SCORE `ext=180&score=5`: the client's score, on his channel
V_LIMIT a limit was reached: `what=call|day|abroad|route|line|line_month&ext=180&line=..`,
        `out=cut|refused` (line: minutes of the line that day, line_month: of its SIM card's month,
        whoever spoke; the others are those of `ext`)
V_TEST  the line doctor's own call came: `line=a1-1`; its conversation is no call of anybody's
"""

from typing import Literal

EventName = Literal[
    "V_CALL", "V_NODE", "V_SKIP", "V_STEP", "V_LINE", "V_END", "V_REC", "V_MARK", "V_TAG", "V_SMS",
    "V_BACK", "V_MAIL", "V_HOOK", "V_AWAY", "V_WRAP", "V_SPY", "V_PARK", "V_PICK", "V_CONF",
    "V_XFER", "V_SCORE", "V_LIMIT", "V_TEST",
]  # fmt: skip
