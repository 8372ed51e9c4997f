"""confbridge.conf: rooms of the office. What is said in them is said by the dialplan."""

from vochi.core.confs.section import Section, render_sections
from vochi.core.dialplan.conference import GUEST, room_profile
from vochi.core.office.document import Office


def confbridge_conf(office: Office) -> str:
    """A profile for each room; everybody in it is equal."""
    guest = (
        ("type", "user"),
        # Asterisk's own announcements are not in every language of ours.
        ("quiet", "yes"),
        ("announce_user_count", "no"),
        ("music_on_hold_when_empty", "yes"),
        ("dsp_drop_silence", "yes"),
    )
    rooms = (
        Section(room_profile(each.number), (("type", "bridge"), ("max_members", str(each.most))))
        for each in office.conferences
    )
    return render_sections(Section("general"), Section(GUEST, guest), *rooms)
