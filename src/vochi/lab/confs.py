"""Files of the lab's own Asterisk: endpoints of phones, SIM cards and operators, one dialplan.

Nothing here is the product's configuration: the lab plays the equipment and the networks that
an office talks to, so it shares no text with what the office compiles to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vochi.lab.places import Device, Outside, SimSlot, Trunk

MODULES = (
    "res_timing_timerfd", "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb",
    "res_pjproject", "res_pjsip", "res_pjsip_authenticator_digest", "res_pjsip_caller_id",
    "res_pjsip_dtmf_info", "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_endpoint_identifier_user", "res_pjsip_header_funcs",
    "res_pjsip_outbound_authenticator_digest", "res_pjsip_outbound_registration",
    "res_pjsip_refer", "res_pjsip_registrar", "res_pjsip_rfc3326", "res_pjsip_sdp_rtp",
    "res_pjsip_logger", "res_pjsip_session", "res_pjsip_pubsub", "res_pjsip_nat",
    "res_rtp_asterisk", "chan_pjsip",
    "bridge_simple", "bridge_softmix", "codec_alaw", "codec_ulaw", "codec_resample",
    "res_speech", "res_agi",
    "app_stack", "app_mixmonitor", "app_playtones", "app_playback", "app_senddtmf", "app_transfer",
    "app_dial", "app_verbose", "format_pcm", "format_wav", "format_sln", "func_base64",
    "func_callerid", "func_channel", "func_logic", "func_strings", "pbx_config",
    "res_musiconhold", "func_hangupcause", "app_exec", "app_read",
    "res_mutestream", "app_chanspy", "app_echo",
)  # fmt: skip

#: Events of AMI that the lab acts on; the rest would only cost time.
EVENTS = (
    "AsyncAGIStart", "AsyncAGIExec", "AsyncAGIEnd", "DTMFEnd", "Hangup", "Newstate", "Registry",
    "ContactStatus", "OriginateResponse", "FullyBooted", "Newchannel",
)  # fmt: skip

#: Files that Asterisk complains about when they are missing.
UNUSED = (
    "ccss.conf", "cdr.conf", "cel.conf", "features.conf", "indications.conf",
    "musiconhold.conf", "udptl.conf",
)  # fmt: skip

LOGGER = """\
[general]
dateformat = %F %T.%3q
[logfiles]
messages => notice,warning,error
"""

EXTENSIONS = """\
[incoming]
; Never `_.`: it would match `h` too, and a call that ended would come back as a new one.
exten => _[0-9+*#]!,1,AGI(agi:async)
 same => n,Hangup()

[talk]
exten => s,1,StopMixMonitor()
 same => n,MixMonitor(,r(${V_HEARD}))
 same => n,ExecIf($["${V_TONE}" != "0"]?Playtones(${V_TONE}))
 same => n,AGI(agi:async)
 same => n,Hangup()

[dial-tone]
exten => s,1,Answer()
 same => n,Playtones(425)
 same => n,Wait(60)
 same => n,Hangup()

[echo]
exten => s,1,Answer()
 same => n,Echo()
"""


@dataclass(frozen=True)
class Paths:
    """Where the lab's Asterisk keeps its files and finds its modules and sounds."""

    state: Path
    modules: Path
    data: Path

    @property
    def etc(self) -> Path:
        """Configuration; `asterisk.conf` is what the program is started with."""
        return self.state / "etc"

    @property
    def heard(self) -> Path:
        """Raw recordings of what each party heard."""
        return self.state / "heard"


@dataclass(frozen=True)
class Manager:
    """The AMI account that the lab makes for itself."""

    port: int
    user: str
    secret: str


def files(paths: Paths, outside: Outside, manager: Manager) -> dict[str, str]:
    """All configuration files by name."""
    return {
        "asterisk.conf": _asterisk(paths),
        "modules.conf": _section("modules", [("autoload", "no")])
        + "".join(f"load = {name}.so\n" for name in MODULES),
        "logger.conf": LOGGER,
        "manager.conf": _manager(manager),
        "rtp.conf": _section(
            "general", [("rtpstart", outside.rtp_first), ("rtpend", outside.rtp_last)]
        ),
        "extensions.conf": EXTENSIONS,
        **dict.fromkeys(UNUSED, "[general]\n"),
        "pjsip.conf": _pjsip(outside),
    }


Option = tuple[str, str | int]


def _section(name: str, options: Iterable[Option]) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {_plain(value)}\n" for key, value in options) + "\n"


def _plain(value: str | int) -> str:
    text = str(value)
    if any(char in text for char in "\r\n"):
        raise ValueError(f"not one line: {text!r}")
    return text.replace(";", "\\;")


def _asterisk(paths: Paths) -> str:
    state = paths.state
    where: Mapping[str, Path] = {
        "astetcdir": paths.etc, "astmoddir": paths.modules, "astdatadir": paths.data,
        "astvarlibdir": state / "lib", "astdbdir": state / "lib", "astkeydir": state / "lib",
        "astagidir": state / "lib", "astspooldir": state / "spool", "astrundir": state / "run",
        "astlogdir": state / "log", "astcachedir": state / "lib",
    }  # fmt: skip
    return _section("directories", [(key, str(path)) for key, path in where.items()]) + _section(
        "options", [("verbose", 0), ("documentation_language", "en"), ("hideconnect", "yes")]
    )


def _manager(manager: Manager) -> str:
    general: list[Option] = [
        ("enabled", "yes"), ("bindaddr", "127.0.0.1"), ("port", manager.port),
        ("webenabled", "no"), ("displayconnects", "no"),
    ]  # fmt: skip
    user: list[Option] = [
        ("secret", manager.secret), ("deny", "0.0.0.0/0.0.0.0"),
        ("permit", "127.0.0.1/255.255.255.255"), ("read", "all"), ("write", "all"),
        ("writetimeout", 5000), *((f"eventfilter(name({name}))", "") for name in EVENTS),
    ]  # fmt: skip
    return _section("general", general) + _section(manager.user, user)


def _pjsip(outside: Outside) -> str:
    world: list[Option] = [
        ("type", "global"),
        ("user_agent", "Vochi lab"),
        ("endpoint_identifier_order", "request_uri,ip,username"),
    ]
    return "".join(
        [
            _section("global", world),
            *(_transport(address, outside.port) for address in outside.addresses),
            *(_registering(outside, device) for device in outside.devices),
            *(_registering(outside, sim) for sim in outside.sims),
            *(_operator(outside, trunk) for trunk in outside.trunks),
        ]
    )


def _transport(address: str, port: int) -> str:
    options: list[Option] = [
        ("type", "transport"),
        ("protocol", "udp"),
        ("bind", f"{address}:{port}"),
    ]
    return _section(f"at-{address}", options)


def _voice(address: str) -> list[Option]:
    return [
        ("type", "endpoint"), ("context", "incoming"), ("disallow", "all"),
        ("allow", "alaw,ulaw"), ("direct_media", "no"), ("rtp_symmetric", "yes"),
        ("force_rport", "yes"), ("trust_id_inbound", "yes"), ("media_address", address),
        ("bind_rtp_to_media_address", "yes"), ("transport", f"at-{address}"),
        ("dtmf_mode", "rfc4733"), ("rtp_timeout", 120), ("refer_blind_progress", "yes"),
    ]  # fmt: skip


def _registering(outside: Outside, party: Device | SimSlot) -> str:
    """A phone, or a line of a gateway in 'config by line' mode: each registers by itself."""
    name, account = party.endpoint, party.account
    office = f"{outside.office_host}:{outside.office_port}"
    endpoint = [*_voice(party.address), ("aors", name), ("outbound_auth", f"{name}-auth")]
    if isinstance(party, Device):
        endpoint.append(("from_user", account))
    elif party.caller_in in ("rpid", "pai"):
        # The account is the From; the GSM number travels apart, and the office must trust it.
        endpoint += [("from_user", account), (f"send_{party.caller_in}", "yes")]
    return (
        _section(name, endpoint)
        + _section(
            name,
            [("type", "aor"), ("contact", f"sip:{office}")],
        )
        + _section(
            f"{name}-auth",
            [
                ("type", "auth"), ("auth_type", "digest"), ("username", account),
                ("password", party.password),
            ],
        )
        + _section(
            f"{name}-reg",
            [
                ("type", "registration"), ("server_uri", f"sip:{office}"),
                ("client_uri", f"sip:{account}@{office}"), ("contact_user", account),
                ("outbound_auth", f"{name}-auth"), ("transport", f"at-{party.address}"),
                ("line", "yes"), ("endpoint", name), ("expiration", 60), ("retry_interval", 1),
                ("forbidden_retry_interval", 1), ("fatal_retry_interval", 1),
                ("auth_rejection_permanent", "no"), ("max_retries", 100000),
                ("max_random_initial_delay", 0), ("user_agent", party.user_agent),
            ],
        )
    )  # fmt: skip


def _operator(outside: Outside, trunk: Trunk) -> str:
    """A city operator: the office registers here, or is known by its address alone."""
    name = trunk.endpoint
    endpoint = _voice(trunk.address)
    parts = ""
    if trunk.username is not None and trunk.password is not None:
        login: list[Option] = [
            ("type", "auth"), ("auth_type", "digest"), ("username", trunk.username),
            ("password", trunk.password),
        ]  # fmt: skip
        parts += _section(f"{name}-auth", login)
        endpoint.append(("auth", f"{name}-auth"))
    # The office registers as `sip:<username>@operator`, so that is the AOR's name.
    aor = trunk.username or name
    endpoint.append(("aors", aor))
    contacts: list[Option] = [("type", "aor")]
    if trunk.office_registers:
        contacts += [("max_contacts", 1), ("remove_existing", "yes"), ("default_expiration", 60)]
    else:
        contacts.append(("contact", f"sip:{outside.office_host}:{outside.office_port}"))
    identify: list[Option] = [
        ("type", "identify"), ("endpoint", name),
        # The operator's own address in the request tells its calls from those to the phones.
        ("match_request_uri", f"/[@:]{trunk.address.replace('.', '[.]')}:/"),
    ]  # fmt: skip
    return (
        parts
        + _section(name, endpoint)
        + _section(aor, contacts)
        + _section(f"{name}-id", identify)
    )
