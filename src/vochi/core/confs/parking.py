"""res_parking.conf: the lot where clients wait with music."""

from vochi.core.confs.section import Section, render_sections
from vochi.core.dialplan.parking import LOT
from vochi.core.office.document import Office
from vochi.core.sounds import music_class


def parking_conf(office: Office) -> str:
    """Slots have no extension of Asterisk's making: `codes` takes, `park` puts there."""
    parking = office.parking
    music = parking.music if parking.music == "default" else music_class(parking.music)
    lot = (
        ("parkpos", f"1-{parking.slots}"),
        ("parkingtime", str(parking.seconds)),
        ("parkedmusicclass", music),
        ("findslot", "first"),
        # Where a client goes whose time is up, is told by who parks (`Park(...,c(...))`).
        ("comebacktoorigin", "no"),
        ("comebackcontext", "park-back"),
    )
    return render_sections(Section("general"), Section(LOT, lot))
