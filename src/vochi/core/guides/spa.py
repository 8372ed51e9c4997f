"""Linksys and Cisco SPA2102 (phones) and SPA3102 (a phone and a city line): pages, flat profile."""

from vochi.core.guides.account import Account
from vochi.core.guides.grandstream import xml_text
from vochi.core.guides.guide import Guide, GuideField, GuideFile, GuideStep, Server, Writer

#: What may be dialled: our codes, numbers of the office, numbers outside.
_DIAL_PLAN = "(*xx.|+xx.|xx.)"
#: Seconds after which a city call is taken: two rings, for the number comes between them.
_ANSWER_DELAY = "3"

#: Name in the flat profile -> what the page calls it.
_LABELS = {
    "Line_Enable": "Line Enable", "SIP_Port": "SIP Port", "Proxy": "Proxy",
    "Register": "Register", "Register_Expires": "Register Expires",
    "Display_Name": "Display Name", "User_ID": "User ID", "Password": "Password",
    "Use_Auth_ID": "Use Auth ID", "Auth_ID": "Auth ID", "Dial_Plan": "Dial Plan",
    "Dial_Plan_1": "Dial Plan 1", "DTMF_Tx_Method": "DTMF Tx Method",
    "Preferred_Codec": "Preferred Codec", "One_Stage_Dialing": "One Stage Dialing",
    "VoIP-To-PSTN_Gateway_Enable": "VoIP-To-PSTN Gateway Enable",
    "PSTN-To-VoIP_Gateway_Enable": "PSTN-To-VoIP Gateway Enable",
    "VoIP_Caller_Auth_Method": "VoIP Caller Auth Method",
    "PSTN_Caller_Default_DP": "PSTN Caller Default DP",
    "PSTN_CID_For_VoIP_CID": "PSTN CID For VoIP CID",
    "PSTN_Ring_Thru_Line_1": "PSTN Ring Thru Line 1",
    "PSTN_Answer_Delay": "PSTN Answer Delay",
}  # fmt: skip
_NOTES = {
    "PSTN_Answer_Delay": "note.rings", "One_Stage_Dialing": "note.stage",
    "Dial_Plan_1": "note.goip.forwarding", "PSTN_CID_For_VoIP_CID": "note.cid",
    "DTMF_Tx_Method": "note.dtmf",
}  # fmt: skip


def spa_guide(phone: Account | None, line: Account | None, server: Server, write: Writer) -> Guide:
    """Of a phone port, a line port, or both."""
    steps: list[GuideStep] = []
    values: dict[str, str] = {}
    if phone is not None:
        told = _account(phone, server, "5060") | {"Dial_Plan": _DIAL_PLAN}
        fields = _fields(told, phone, write)
        steps.append(write.step("phone", "Voice > Line 1", *fields, name=phone.name))
        steps.append(
            write.step("spa.codes", "Voice > Regional > Vertical Service Activation Codes",
                       write.field("*..", "", "note.own_codes"))
        )  # fmt: skip
        values |= {f"{key}_1_": value for key, value in told.items()}
    if line is not None:
        told = _account(line, server, "5061") | _pair(line)
        fields = _fields(told, line, write)
        steps.append(write.step("line", "Voice > PSTN Line", *fields, name=line.name))
        values |= {f"{key}_2_": value for key, value in told.items()}
    complete = all(each is None or each.password for each in (phone, line))
    name = (line or phone or Account("adapter", "", "")).user
    files = (_file(name, values),) if values and complete else ()
    return Guide(steps=(*steps, write.step("check", "Voice > Info")), files=files)


def _account(account: Account, server: Server, port: str) -> dict[str, str]:
    return {
        "Line_Enable": "Yes", "SIP_Port": port, "Proxy": server.sip, "Register": "Yes",
        "Register_Expires": "60", "Display_Name": account.name, "User_ID": account.user,
        "Password": account.password, "Use_Auth_ID": "Yes", "Auth_ID": account.user,
        "DTMF_Tx_Method": "AVT", "Preferred_Codec": "G711a",
    }  # fmt: skip


def _pair(line: Account) -> dict[str, str]:
    return {
        "VoIP-To-PSTN_Gateway_Enable": "Yes", "One_Stage_Dialing": "Yes",
        "VoIP_Caller_Auth_Method": "None", "PSTN-To-VoIP_Gateway_Enable": "Yes",
        "PSTN_Caller_Default_DP": "1", "Dial_Plan_1": f"(S0<:{line.user}>)",
        "PSTN_CID_For_VoIP_CID": "Yes", "PSTN_Ring_Thru_Line_1": "No",
        "PSTN_Answer_Delay": _ANSWER_DELAY,
    }  # fmt: skip


def _fields(told: dict[str, str], account: Account, write: Writer) -> tuple[GuideField, ...]:
    return tuple(
        write.password(_LABELS[key], account.user)
        if key == "Password"
        else write.field(_LABELS[key], value, _NOTES.get(key, ""))
        for key, value in told.items()
    )


def _file(name: str, values: dict[str, str]) -> GuideFile:
    body = "".join(f'  <{key} ua="na">{xml_text(value)}</{key}>\n' for key, value in values.items())
    return GuideFile(
        name=f"spa-{name}.xml",
        media_type="application/xml",
        text=f"<flat-profile>\n{body}</flat-profile>\n",
    )
