"""Short configuration files that hardly depend on the office."""

from vochi.core.confs.section import Section, render_sections
from vochi.core.site import Site

#: Events that the box reads over AMI.
_READ = "system,call,user,security,reporting,dialplan,agent"
#: What the box may do over AMI: no shell, no change of configuration files.
_WRITE = "system,call,originate,command,reporting"


def manager_conf(site: Site) -> str:
    """AMI on loopback alone, for the user `vochi`."""
    general = Section(
        "general",
        (
            ("enabled", "yes"),
            ("webenabled", "no"),
            ("bindaddr", "127.0.0.1"),
            ("port", str(site.ami_port)),
            ("timestampevents", "yes"),
        ),
    )
    user = Section(
        "vochi",
        (
            ("secret", site.ami_secret),
            ("deny", "0.0.0.0/0.0.0.0"),
            ("permit", "127.0.0.1/255.255.255.255"),
            ("read", _READ),
            ("write", _WRITE),
            ("writetimeout", "5000"),
        ),
    )
    return render_sections(general, user)


def logger_conf() -> str:
    """Warnings and errors; attempts to break in go over AMI, each REGISTER would fill a file."""
    return render_sections(
        Section(
            "general", (("dateformat", "%F %T.%3q"), ("use_callids", "yes"), ("queue_log", "no"))
        ),
        Section("logfiles", (("messages", "warning,error"),)),
    )


def rtp_conf(site: Site) -> str:
    """Ports of voice; strict, so that a stranger's packets are not played to anybody."""
    return render_sections(
        Section(
            "general",
            (
                ("rtpstart", str(site.rtp_first)),
                ("rtpend", str(site.rtp_last)),
                ("strictrtp", "yes"),
                # No STUN, no search for addresses: calls must work with a dead resolver (R7).
                ("icesupport", "no"),
            ),
        )
    )


def indications_conf() -> str:
    """Tones as people know them here (ITU-T E.180: 425 Hz)."""
    return render_sections(
        Section("general", (("country", "by"),)),
        Section(
            "by",
            (
                ("description", "Belarus"),
                ("ringcadence", "1000,4000"),
                ("dial", "425"),
                ("busy", "425/350,0/350"),
                ("ring", "425/1000,0/4000"),
                ("congestion", "425/175,0/175"),
                ("callwaiting", "425/200,0/5000"),
                ("dialrecall", "425/400,0/40"),
                ("record", "1400/425,0/15000"),
                ("info", "!950/330,!1400/330,!1800/330,0/1000"),
                ("stutter", "425/400,0/40"),
            ),
        ),
    )


def http_conf() -> str:
    """No web server."""
    return render_sections(Section("general", (("enabled", "no"),)))


def cdr_conf() -> str:
    """CDR is never used: the journal is made of CEL."""
    return render_sections(Section("general", (("enable", "no"),)))


#: Files that Asterisk complains about when they are not there, though nothing of them is used.
EMPTY = {
    "acl.conf": (),
    "ccss.conf": ("general",),
    "pjproject.conf": ("startup",),
    # Without it Asterisk does not load what tells a phone to answer.
    "pjsip_notify.conf": (),
    "udptl.conf": ("general",),
}


def empty_conf(name: str) -> str:
    """One of `EMPTY`: defaults all through."""
    return render_sections(*(Section(section) for section in EMPTY[name]))
