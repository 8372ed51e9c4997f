"""cel.conf and cel_custom.conf: every event of a call, as CSV that a hostile name cannot forge."""

from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.confs.section import Section, render_sections

#: `ALL` less what says nothing new (DTMF, transfers of other technologies). A client who is put
#: on hold or waits for a transfer shows only by the music that begins: STREAM_BEGIN, STREAM_END.
_EVENTS = (
    "CHAN_START", "CHAN_END", "ANSWER", "HANGUP", "BRIDGE_ENTER", "BRIDGE_EXIT", "APP_START",
    "APP_END", "PARK_START", "PARK_END", "BLINDTRANSFER", "ATTENDEDTRANSFER", "PICKUP", "FORWARD",
    "LINKEDID_END", "LOCAL_OPTIMIZE", "LOCAL_OPTIMIZE_BEGIN", "STREAM_BEGIN",
    "STREAM_END", "USER_DEFINED",
)  # fmt: skip


def cel_conf() -> str:
    """`apps` must be named one by one: `all` gives no APP events at all (engine.md)."""
    general = Section(
        "general",
        (("enable", "yes"), ("apps", "dial,park,queue"), ("events", ",".join(_EVENTS))),
    )
    return render_sections(general)


def cel_custom_conf() -> str:
    """The delimited format of RFC 4180; the JSON one can be forged by a quote in a name."""
    rows = Section(
        "cel.csv",
        (("format", "dsv"), ("separator", ","), ("fields", ",".join(CEL_FIELDS))),
    )
    return render_sections(rows)
