"""A whole Asterisk configuration written by hand: for tests of the engine room alone."""

from vochi.engine.tree import Tree
from vochi.home import Home

MODULES = """\
[modules]
autoload=no
load=pbx_config.so
load=app_dial.so
load=app_echo.so
load=app_playback.so
load=app_stack.so
load=app_verbose.so

load=app_celgenuserevent.so
load=app_mixmonitor.so
load=bridge_builtin_features.so
load=bridge_builtin_interval_features.so
load=bridge_holding.so
load=bridge_native_rtp.so
load=bridge_simple.so
load=bridge_softmix.so
load=chan_pjsip.so
load=codec_alaw.so
load=codec_ulaw.so
load=codec_resample.so
load=format_wav.so
load=format_pcm.so
load=func_callerid.so
load=func_channel.so
load=func_logic.so
load=func_cdr.so
load=res_musiconhold.so
load=res_pjproject.so
load=res_pjsip.so
load=res_pjsip_session.so
load=res_pjsip_sdp_rtp.so
load=res_pjsip_authenticator_digest.so
load=res_pjsip_outbound_authenticator_digest.so
load=res_pjsip_outbound_registration.so
load=res_pjsip_registrar.so
load=res_pjsip_endpoint_identifier_user.so
load=res_pjsip_endpoint_identifier_ip.so
load=res_pjsip_endpoint_identifier_anonymous.so
load=res_pjsip_caller_id.so
load=res_pjsip_nat.so
load=res_pjsip_dtmf_info.so
load=res_pjsip_rfc3326.so
load=res_pjsip_refer.so
load=res_pjsip_pubsub.so
load=res_pjsip_acl.so
load=res_pjsip_logger.so
load=res_rtp_asterisk.so
load=res_sorcery_astdb.so
load=res_sorcery_config.so
load=res_sorcery_memory.so
load=res_timing_timerfd.so
"""

ENDPOINT = """
[{name}]
type=endpoint
context=inside
disallow=all
allow=alaw
aors={name}
auth={name}
media_address=127.0.0.1
bind_rtp_to_media_address=yes
direct_media=no
[{name}]
type=auth
auth_type=userpass
username={name}
password=0123456789abcdef
[{name}]
type=aor
max_contacts=1
remove_existing=yes
qualify_frequency=0
"""

INDICATIONS = """\
[general]
country=ru
[ru]
description = Russian Federation
ringcadence = 1000,4000
dial = 425
busy = 425/350,0/350
ring = 425/1000,0/4000
congestion = 425/175,0/175
callwaiting = 425/200,0/5000
dialrecall = 425/400,0/40
record = 1400/400,0/15000
info = 950/330,1400/330,1800/330,0/1000
stutter = 425/400,0/40
"""

DIALPLAN = """\
[inside]
exten => echo,1,Answer()
 same => n,Echo()
exten => tone,1,Answer()
 same => n,Wait(600)
"""


def hand_files(
    home: Home, tree: Tree, secret: str, endpoints: tuple[str, ...] = ("101",), more: str = ""
) -> dict[str, str]:
    """File name -> text; `more` is added to the dialplan."""
    settings = home.settings()
    etc = home.engine / "current"
    return {
        "asterisk.conf": f"""\
[directories]
astetcdir => {etc}
astmoddir => {tree.modules}
astvarlibdir => {home.engine}/lib
astdbdir => {home.engine}/lib
astkeydir => {home.engine}/keys
astdatadir => {tree.data}
astagidir => {home.engine}/agi
astspooldir => {home.engine}/spool
astrundir => {home.engine}/run
astlogdir => {home.engine}/log
[options]
nocolor = yes
""",
        "modules.conf": MODULES,
        "logger.conf": "[general]\ndateformat=%F %T.%3q\n[logfiles]\nmessages => warning,error\n",
        "manager.conf": f"""\
[general]
enabled=yes
bindaddr=127.0.0.1
port={settings.ami_port}
[vochi]
secret={secret}
permit=127.0.0.1/255.255.255.255
read=all
write=all
""",
        "cel.conf": "[general]\nenable=no\n",
        "cdr.conf": "[general]\nenable=no\n",
        "ccss.conf": "[general]\n",
        "features.conf": "[general]\n",
        "indications.conf": INDICATIONS,
        "acl.conf": "",
        "udptl.conf": "[general]\n",
        "pjproject.conf": "[startup]\ntype=startup\n",
        "stasis.conf": "",
        "codecs.conf": "",
        "http.conf": "[general]\nenabled=no\n",
        "rtp.conf": f"[general]\nrtpstart={settings.rtp_first}\nrtpend={settings.rtp_last}\n",
        "pjsip.conf": f"""\
[global]
type=global
[udp]
type=transport
protocol=udp
bind={settings.listen}:{settings.sip_port}
"""
        + "".join(ENDPOINT.format(name=name) for name in endpoints),
        "extensions.conf": DIALPLAN + more,
        "musiconhold.conf": f"[default]\nmode=files\ndirectory={tree.music}\n",
    }
