"""pjsip.conf: one endpoint for each phone and line, and nobody else gets in."""

import ipaddress
from collections.abc import Iterator

from vochi.core.confs.section import Section, quoted_name, render_sections
from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.holding import hold_music
from vochi.core.dialplan.in_call import dynamic_features
from vochi.core.dialplan.over_line import LINE_GROUP, shows_other
from vochi.core.dialplan.person import keeps_talks
from vochi.core.dialplan.pickup import GROUP
from vochi.core.dialplan.recording import QUIET
from vochi.core.office.contexts import phone_context, transfer_context
from vochi.core.office.directory import Directory, numbers_of
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import Line, SipTrunk
from vochi.core.office.person import Device, Person
from vochi.core.site import Site

#: Seconds between two looks whether a phone or gateway is still there.
_QUALIFY = "30"
#: The same for a line; and how long its answer may take: the next line is to be called within 1 s.
_QUALIFY_LINE, _ANSWER_WITHIN = "10", "0.8"
#: Milliseconds. What does not answer an INVITE at all is given up after 64 times T1 (RFC 3261: 500,
#: so 32 s; Asterisk lets it be no less): 6.4 s. A dead line is noticed earlier, see `box.lines`.
_FIRST_TRY, _GIVE_UP = "100", "6400"
#: Seconds without a packet of voice after which the other side is taken for dead.
_RTP_TIMEOUT, _RTP_TIMEOUT_HELD = "120", "1800"
Options = tuple[tuple[str, str], ...]
_LINE_QUALIFIED: Options = (
    ("qualify_frequency", _QUALIFY_LINE),
    ("qualify_timeout", _ANSWER_WITHIN),
)


def pjsip_conf(office: Office, secrets: Secrets, site: Site) -> str:
    """Everything but the transports, which only a restart can change."""
    directory = Directory(office)
    sections = [_system(), _global()]
    for device in office.devices:
        person = directory.by_extension.get(device.extension)
        sections += _device(device, person, office, secrets, site)
    for line in office.lines:
        sections += _line(line, office, secrets, site)
    return render_sections(*sections, includes=("pjsip_transports.conf",))


def pjsip_transports_conf(site: Site) -> str:
    """UDP and TCP on one port."""
    bind = f"{site.listen}:{site.sip_port}"
    return render_sections(
        Section("transport-udp", (("type", "transport"), ("protocol", "udp"), ("bind", bind))),
        Section("transport-tcp", (("type", "transport"), ("protocol", "tcp"), ("bind", bind))),
    )


def _system() -> Section:
    """Read at the start alone."""
    return Section("system", (("type", "system"), ("timer_t1", _FIRST_TRY), ("timer_b", _GIVE_UP)))


def _global() -> Section:
    return Section(
        "global",
        (
            ("type", "global"),
            ("user_agent", "Vochi"),
            # Operators and gateways put the caller's number into From; were it an extension of
            # ours, the user name would find a phone. A trunk is known by its address before that,
            # a gateway by its password.
            ("endpoint_identifier_order", "ip,auth_username,username"),
            ("keep_alive_interval", "90"),
        ),
    )


def _device(
    device: Device, person: Person | None, office: Office, secrets: Secrets, site: Site
) -> Iterator[Section]:
    extension = device.extension
    if person is None:
        return
    endpoint: Options = (
        ("context", phone_context(office, extension)),
        *_registers(device.account),
        ("callerid", f"{quoted_name(person.name)} <{extension}>"),
        ("set_var", f"{OWN_EXTENSION}={extension}"),
        *(
            (("set_var", f"CHANNEL(hangup_handler_push)=talked,{extension},1"),)
            if keeps_talks(office, person)
            else ()
        ),
        ("set_var", f"TRANSFER_CONTEXT={transfer_context(office, extension)}"),
        *_features(office, extension),
        *_music(office, extension),
        *((("set_var", f"__{QUIET}=1"),) if not person.record else ()),
        ("device_state_busy_at", "1"),
    )
    language = person.language or office.company.language
    yield _endpoint(device.account, language, site, endpoint)
    yield from _account(device.account, secrets)


def _features(office: Office, extension: str) -> Options:
    """What its owner can press in a call, whoever began it; and whose calls he may pick up."""
    codes = office.features
    groups = ",".join(
        f"{GROUP}{each.number}"
        for each in office.departments
        if extension in Directory(office).extensions(each.number)
    )
    return (
        ("set_var", f"DYNAMIC_FEATURES={dynamic_features(codes)}"),
        ("set_var", "CHANNEL(dtmf_features)=T"),
        *((("named_call_group", groups), ("named_pickup_group", groups)) if groups else ()),
        # A call that is picked up or comes back from a slot shows its client on the display.
        ("send_pai", "yes"),
    )


def _music(office: Office, extension: str) -> Options:
    """What its owner's clients hear when he holds them; the first of his departments decides."""
    music = hold_music(Directory(office), extension)
    return () if music == "default" else (("moh_suggest", music),)


def _line(line: Line, office: Office, secrets: Secrets, site: Site) -> Iterator[Section]:
    own = numbers_of(line)
    endpoint: Options = (
        ("context", f"line-{line.id}"),
        # Both calls that come and calls that go are counted, whoever holds the other side.
        ("set_var", f"GROUP({LINE_GROUP})={line.id}"),
        ("device_state_busy_at", str(line.channels)),
        ("trust_id_inbound", "yes"),
        # An operator has no business with where our calls go.
        ("allow_transfer", "no"),
        *((("from_user", own[0]),) if own and not shows_other(line, office) else ()),
    )
    if isinstance(line, SipTrunk):
        yield from _trunk(line, office, secrets, site, endpoint)
    else:
        yield _endpoint(line.id, office.company.language, site, (*endpoint, *_registers(line.id)))
        yield from _account(line.id, secrets, _LINE_QUALIFIED)


def _trunk(
    line: SipTrunk, office: Office, secrets: Secrets, site: Site, endpoint: Options
) -> Iterator[Section]:
    uri = f"sip:{line.host}:{line.port}"
    if line.transport == "tcp":
        uri += ";transport=tcp"
    transport = ("transport", f"transport-{line.transport}")
    auth: Options = ()
    if line.username is not None:
        auth = (("outbound_auth", line.id),)
        yield Section(line.id, _auth(line.username, secrets.passwords.get(line.id, "")))
    contact = uri.replace("sip:", f"sip:{line.username}@") if line.username else uri
    identity: Options = () if line.username is None else (("from_domain", line.host),)
    yield _endpoint(
        line.id,
        office.company.language,
        site,
        (*endpoint, *identity, transport, ("identify_by", "ip"), ("aors", line.id), *auth),
    )
    yield Section(line.id, (("type", "aor"), ("contact", contact), *_LINE_QUALIFIED))
    yield Section(
        line.id,
        (("type", "identify"), ("endpoint", line.id), ("match", _source(line)),
         ("srv_lookups", "no")),
    )  # fmt: skip
    if line.username is not None and line.register_there:
        yield Section(
            line.id,
            (
                ("type", "registration"),
                transport,
                ("server_uri", uri),
                ("client_uri", contact),
                ("contact_user", line.id),
                *auth,
                *_token(line, office),
                ("expiration", "300"),
                # By default the first registration waits up to 10 s, lest a thousand trunks of a
                # provider start in step; an office has a few, and a caller waits for them.
                ("max_random_initial_delay", "0"),
                ("retry_interval", "15"),
                ("forbidden_retry_interval", "30"),
                ("fatal_retry_interval", "60"),
                ("max_retries", "1000000"),
            ),
        )


def _token(line: SipTrunk, office: Office) -> Options:
    """Two accounts of one operator: the address that he calls then says which of them is meant.

    Not for a single one: the token changes with every start, and an operator who allows one
    contact would refuse the new one until the old one runs out.
    """
    alike = [
        each.id
        for each in office.lines
        if isinstance(each, SipTrunk) and (each.host, each.port) == (line.host, line.port)
    ]
    return (("line", "yes"), ("endpoint", line.id)) if len(alike) > 1 else ()


def _source(line: SipTrunk) -> str:
    """Where the operator's calls come from; on loopback many parties share one address."""
    try:
        loopback = ipaddress.ip_address(line.host).is_loopback
    except ValueError:
        loopback = line.host == "localhost"
    return f"{line.host}:{line.port}" if loopback else line.host


def _endpoint(name: str, language: str, site: Site, options: Options) -> Section:
    media: Options = ()
    if site.listen != "0.0.0.0":  # noqa: S104 - compared, not bound
        media = (("media_address", site.listen), ("bind_rtp_to_media_address", "yes"))
    return Section(
        name,
        (
            ("type", "endpoint"),
            *options,
            ("disallow", "all"),
            ("allow", "alaw,ulaw"),
            ("direct_media", "no"),
            ("rtp_symmetric", "yes"),
            ("force_rport", "yes"),
            ("rewrite_contact", "yes"),
            ("dtmf_mode", "rfc4733"),
            ("language", language),
            ("tone_zone", "by"),
            ("rtp_timeout", _RTP_TIMEOUT),
            ("rtp_timeout_hold", _RTP_TIMEOUT_HELD),
            *media,
        ),
    )


def _registers(name: str) -> Options:
    return ("auth", name), ("aors", name), ("identify_by", "auth_username,username")


def _account(
    name: str, secrets: Secrets, qualified: Options = (("qualify_frequency", _QUALIFY),)
) -> Iterator[Section]:
    """Whoever registers with us: one contact, the newest one."""
    yield Section(name, _auth(name, secrets.passwords.get(name, "")))
    yield Section(
        name,
        (
            ("type", "aor"),
            ("max_contacts", "1"),
            ("remove_existing", "yes"),
            *qualified,
            ("minimum_expiration", "30"),
            ("default_expiration", "60"),
            ("maximum_expiration", "120"),
        ),
    )


def _auth(username: str, password: str) -> Options:
    return (
        ("type", "auth"),
        ("auth_type", "userpass"),
        ("username", username),
        ("password", password),
    )
