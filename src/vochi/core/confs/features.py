"""features.conf: what employees press in a call, and where in the dialplan it is done."""

from vochi.core.confs.section import Section, render_sections
from vochi.core.dialplan.in_call import (
    CONTEXT,
    HIDDEN,
    HIDDEN_CODE,
    IN_CALL,
    TAKE_BACK,
    feature_name,
)
from vochi.core.office.document import Office
from vochi.core.phrases import Phrase
from vochi.core.site import Site

#: Seconds that Asterisk waits for more keys of a number: all have come, our feature presses them.
_NUMBER_SECONDS = "1"
#: Seconds that the colleague's phone rings before the employee has the client back.
_NO_ANSWER = "30"


def features_conf(office: Office, site: Site) -> str:
    """Only phones of employees have these features: their endpoints say so (`confs.pjsip`).

    Each runs a context of ours, so that a refusal is spoken and nobody is lost.
    """
    codes = office.features
    sound = _sound(site, "transfer-failed")
    general = (
        ("featuredigittimeout", str(codes.milliseconds)),
        ("transferdigittimeout", _NUMBER_SECONDS),
        ("atxfernoanswertimeout", _NO_ANSWER),
        ("atxferdropcall", "no"),
        ("atxferabort", TAKE_BACK),
        # `*8` is in our dialplan, which tells who picked up, and that there was nothing.
        ("pickupexten", ""),
        ("xferfailsound", sound),
        ("transferinvalidsound", sound),
    )
    # An empty code switches off what Asterisk would have by default (`#` transfers blindly).
    features = (
        ("blindxfer", ""),
        ("atxfer", HIDDEN_CODE),
        *((name, "") for name in ("disconnect", "parkcall", "automixmon")),
    )
    ours = (
        (feature_name(name), f"{code},{where},Gosub({CONTEXT},{name},1)")
        for name, where in IN_CALL.items()
        if (code := getattr(codes, name)) is not None
    )
    hidden = (
        (feature_name(name), f"{code},{where},Gosub({CONTEXT},{name},1)")
        for name, (code, where) in HIDDEN.items()
    )
    return render_sections(
        Section("general", general),
        Section("featuremap", features),
        Section("applicationmap", (*ours, *hidden)),
    )


def _sound(site: Site, phrase: Phrase) -> str:
    return f"{site.phrases}/{phrase}"
