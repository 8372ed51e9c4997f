"""User events that the compiled dialplan writes into CEL, and that the fold reads.

`CELGenUserEvent(V_CALL,dir=in&line=a1-1&...)`: values are url-encoded (RFC 3986) and never hold
what a caller sent; caller name and number are columns of the CEL row itself.

V_CALL  first thing on the first channel of a call, once per call:
        `dir=in&office=7&line=a1-1&did=+375291112233&scheme=main`      call from a line
        `dir=out&office=7&from=101&to=+375291234567`                   employee -> outside
        `dir=int&office=7&from=101&to=102`                             employee -> inside
        `office` is the version of the office; `country=BY&area=17` are appended to each.
V_NODE  a node of an inbound scheme was entered or left:
        `scheme=main&node=n3&kind=ring&out=enter`; `out` is `enter` or the name of the port
V_LINE  an outgoing call tries a line: `line=a1-1`; or could not: `line=a1-1&why=busy`
        (why: busy, down, failed, unknown)
V_END   why the call ends without an answer: `why=no_route|no_line|refused|no_target|busy|hangup`
V_REC   a recording began on this channel: `file=<UniqueID>.raw` (left: the channel's own side)
"""

from typing import Literal

EventName = Literal["V_CALL", "V_NODE", "V_LINE", "V_END", "V_REC"]
