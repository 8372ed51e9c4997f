"""features.conf: what employees press in a call."""

from vochi.core.confs.section import Section, render_sections


def features_conf() -> str:
    """No feature codes inside a call yet; the file must be there."""
    return render_sections(Section("general"), Section("featuremap"))
