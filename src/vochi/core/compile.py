"""An office becomes the files of Asterisk: pure, byte-stable, golden-tested."""

from vochi.core.confs.asterisk import asterisk_conf
from vochi.core.confs.cel import cel_conf, cel_custom_conf
from vochi.core.confs.confbridge import confbridge_conf
from vochi.core.confs.features import features_conf
from vochi.core.confs.modules import modules_conf
from vochi.core.confs.musiconhold import musiconhold_conf
from vochi.core.confs.parking import parking_conf
from vochi.core.confs.pjsip import pjsip_conf, pjsip_transports_conf
from vochi.core.confs.plain import (
    EMPTY,
    cdr_conf,
    empty_conf,
    http_conf,
    indications_conf,
    logger_conf,
    manager_conf,
    rtp_conf,
)
from vochi.core.confs.queues import queues_conf
from vochi.core.dialplan.announce import Announcer
from vochi.core.dialplan.caller import caller
from vochi.core.dialplan.days import days
from vochi.core.dialplan.doctor import doctor
from vochi.core.dialplan.employees import employees
from vochi.core.dialplan.ends import ends
from vochi.core.dialplan.hook import hook
from vochi.core.dialplan.inbound import from_line, scheme_contexts
from vochi.core.dialplan.inside import inside
from vochi.core.dialplan.message import message
from vochi.core.dialplan.outside import outside
from vochi.core.dialplan.over_line import over_line
from vochi.core.dialplan.reach import reaching
from vochi.core.dialplan.render import render
from vochi.core.dialplan.tree import Context, Dialplan
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office, Secrets
from vochi.core.scheme.direct import direct
from vochi.core.site import Site
from vochi.core.sounds import SiteSounds

__all__ = ["Site", "compile_dialplan", "compile_office"]


def compile_office(office: Office, secrets: Secrets, site: Site) -> dict[str, str]:
    """File name -> text. The office must be without errors of `verify`."""
    return {
        "asterisk.conf": asterisk_conf(site),
        "cdr.conf": cdr_conf(),
        "cel.conf": cel_conf(),
        "cel_custom.conf": cel_custom_conf(),
        "confbridge.conf": confbridge_conf(office),
        "extensions.conf": render(compile_dialplan(office, site)),
        "features.conf": features_conf(office, site),
        "http.conf": http_conf(),
        "indications.conf": indications_conf(),
        "logger.conf": logger_conf(),
        "manager.conf": manager_conf(site),
        "modules.conf": modules_conf(),
        "musiconhold.conf": musiconhold_conf(office, site),
        "pjsip.conf": pjsip_conf(office, secrets, site),
        "pjsip_transports.conf": pjsip_transports_conf(site),
        "res_parking.conf": parking_conf(office),
        "queues.conf": queues_conf(office, site),
        "rtp.conf": rtp_conf(site),
        **{name: empty_conf(name) for name in EMPTY},
    }


def compile_dialplan(office: Office, site: Site) -> Dialplan:
    """The dialplan as a tree."""
    directory = Directory(office)
    announcer = Announcer(office)
    sounds = SiteSounds(office, site)
    contexts: list[Context] = [*outside(office, announcer, sounds), *inside(directory, announcer)]
    for line in office.lines:
        contexts += from_line(line, office, announcer)
        contexts += over_line(line, office)
    contexts += [caller(office.company), direct(office), *days(office)]
    contexts += hook(office, site.agi_port)
    contexts += doctor(office)
    contexts += [*reaching(directory, sounds), message()]
    for scheme in office.inbound:
        contexts += scheme_contexts(scheme, directory, sounds)
    return Dialplan((*contexts, *employees(directory, sounds), *ends(sounds)))
