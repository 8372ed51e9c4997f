"""modules.conf: the shortest list that carries the calls of an office (memory, quality.md Q14)."""

#: In groups by what they are for. Nothing is loaded that is not named here.
MODULES = (
    # the dialplan
    "pbx_config",
    "app_dial", "app_playback", "app_stack", "app_mixmonitor", "app_celgenuserevent",
    "func_callerid", "func_channel", "func_cut", "func_groupcount", "func_logic", "func_strings",
    "func_uri", "func_db", "func_global", "func_rand", "app_waitforcond", "app_read", "app_record",
    "app_queue", "app_softhangup",
    # sounds
    "format_wav", "format_pcm", "format_sln", "res_musiconhold", "app_playtones",
    "codec_alaw", "codec_ulaw", "codec_a_mu", "codec_resample", "codec_g722",
    # talk
    "bridge_simple", "bridge_native_rtp", "bridge_softmix", "bridge_holding",
    "bridge_builtin_features", "res_timing_timerfd", "res_rtp_asterisk",
    # SIP
    "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_pjproject",
    "res_crypto", "res_pjsip", "res_pjsip_pubsub", "res_pjsip_session", "res_pjsip_sdp_rtp",
    "res_pjsip_authenticator_digest", "res_pjsip_outbound_authenticator_digest",
    "res_pjsip_endpoint_identifier_ip", "res_pjsip_endpoint_identifier_user",
    "res_pjsip_registrar", "res_pjsip_outbound_registration", "res_pjsip_nat",
    "res_pjsip_caller_id", "res_pjsip_diversion", "res_pjsip_dtmf_info", "res_pjsip_refer",
    "res_pjsip_rfc3326", "res_pjsip_dlg_options", "res_pjsip_header_funcs", "res_pjsip_acl",
    "res_pjsip_maintenance", "res_pjsip_notify", "func_pjsip_endpoint", "func_pjsip_contact",
    "func_pjsip_aor", "chan_pjsip",
    # programs of the company, asked in bounded time
    "res_speech", "res_agi", "func_timeout",
    # what employees do with calls
    "res_parking", "app_blind_transfer", "app_attended_transfer", "app_originate",
    "app_directed_pickup", "app_bridgeaddchan", "app_channelredirect", "app_chanspy",
    "app_confbridge", "app_senddtmf", "func_dialplan",
    # calls outside: PIN, counting by several at a time
    "func_sha1", "func_lock",
    # the journal
    "res_cdrel_custom", "cel_custom",
)  # fmt: skip


def modules_conf() -> str:
    """A file of its own form: the same key again and again, in order."""
    lines = ["[modules]", "autoload = no", *(f"load = {name}.so" for name in MODULES)]
    return "\n".join(lines) + "\n"
