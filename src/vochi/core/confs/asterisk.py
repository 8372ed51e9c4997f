"""asterisk.conf: directories and options of the process."""

from vochi.core.confs.section import Section, render_sections
from vochi.core.site import Site


def asterisk_conf(site: Site) -> str:
    """Everything that Asterisk writes lies under the state directory; the tree is read-only."""
    directories = Section(
        "directories",
        (
            ("astetcdir", site.etc),
            ("astmoddir", site.modules),
            ("astvarlibdir", f"{site.state}/lib"),
            ("astdbdir", f"{site.state}/db"),
            # Asterisk looks for `keys` below it.
            ("astkeydir", site.state),
            ("astdatadir", site.data),
            ("astagidir", f"{site.state}/lib/agi-bin"),
            ("astspooldir", f"{site.state}/spool"),
            ("astrundir", f"{site.state}/run"),
            ("astlogdir", f"{site.state}/log"),
            ("astsbindir", f"{site.state}/lib"),
        ),
    )
    options = Section(
        "options",
        (
            ("verbose", "0"),
            ("debug", "0"),
            ("documentation_language", "en_US"),
            ("hideconnect", "yes"),
            # An office that is compiled never needs the shell or a foreign dial from the dialplan.
            ("live_dangerously", "no"),
        ),
    )
    return render_sections(directories, options)
