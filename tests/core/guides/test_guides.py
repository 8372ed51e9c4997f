"""A printed set-up says all that the compiled office expects, in every language, and escapes it."""

from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offices import NASTY, OFFICES

from vochi.core.guides.guide import Guide, Server
from vochi.core.guides.setup import adapter_guide, gateway_guide
from vochi.core.office.company import Language
from vochi.core.office.document import Office, Secrets
from vochi.core.office.gateway import Adapter, AdapterModel, Gateway, GatewayKind
from vochi.core.office.line import FxoLine
from vochi.core.office.passwords import accounts

SERVER = Server("192.168.1.10", 5060, 44444)
LANGUAGES: tuple[Language, ...] = get_args(Language)


def _office(name: str = "Пара на чердаке") -> Office:
    office = OFFICES["romashka"]
    line = FxoLine(id="pstn-1", name=name or "x", number="+375172000001")
    return office.model_copy(
        update={
            "lines": (*office.lines, line),
            "gateways": (Gateway(id="goip", name="GoIP", model="GoIP-8"),),
            "adapters": (Adapter(id="ht", name="HT503", line="pstn-1", account="180-2"),),
        }
    )


def _secrets(office: Office, mark: str = "pw") -> Secrets:
    return Secrets(
        passwords={account: f"{mark}-{account}" for account in accounts(office)},
        keys={
            "web.goip": f"{mark}-web",
            **{f"sms.{line.id}": f"{mark}-sms-{line.id}" for line in office.lines},
        },
    )


def _typed(guide: Guide) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in guide.steps:
        for field in step.fields:
            found.setdefault(field.label, set()).add(field.value)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_goip_is_told_every_line(language: Language) -> None:
    office = _office()
    guide = gateway_guide(office, office.gateways[0], SERVER, _secrets(office), language)
    typed = _typed(guide)
    gsm = {line.id for line in office.lines if line.kind == "gsm"}
    assert typed["Forwarding to VoIP Number"] == gsm == typed["SMS Client ID"]
    assert typed["SMS Server Port"] == {"44444"}
    assert typed["CID Forward Mode"] == {"Use Remote Party ID"}
    assert typed["Re-register Period(s)"] == {"60"}
    assert typed["Unconditional, Busy, No Reply, Not Reachable"] == {"Not set"}
    assert "" not in typed["Routing Prefix"]
    assert all(step.title and not step.title.startswith("guide.") for step in guide.steps)
    notes = [field.note for step in guide.steps for field in step.fields]
    assert not any(note.startswith("guide.") for note in notes)


def test_passwords_are_marked_and_can_be_left_out() -> None:
    office = _office()
    secrets = _secrets(office, "s3cret")
    guides = [gateway_guide(office, office.gateways[0], SERVER, secrets, "ru")]
    for model in get_args(AdapterModel):
        adapter = office.adapters[0].model_copy(update={"model": model})
        guides.append(adapter_guide(office, adapter, SERVER, secrets, "ru"))
    for kind in get_args(GatewayKind):
        gateway = office.gateways[0].model_copy(update={"kind": kind})
        guides.append(gateway_guide(office, gateway, SERVER, secrets, "ru"))
    for guide in guides:
        for step in guide.steps:
            for field in step.fields:
                assert ("s3cret" in field.value) == field.secret == bool(field.key)
        assert "s3cret" not in guide.without_secrets().model_dump_json()
        assert "s3cret" not in repr(guide.files)


@pytest.mark.parametrize("kind", ["quectel", "dongle"])
def test_a_modem_is_called_as_its_line(kind: GatewayKind) -> None:
    """By no other name the driver finds it."""
    office = _office()
    gateway = office.gateways[0].model_copy(update={"kind": kind})
    guide = gateway_guide(office, gateway, SERVER, _secrets(office), "ru")
    gsm = {f"[{line.id}]" for line in office.lines if line.kind == "gsm"}
    assert gsm
    assert _typed(guide) == {"Device": gsm}
    assert {step.page for step in guide.steps} == {"", f"{kind}.conf"}


@pytest.mark.parametrize("model", get_args(AdapterModel))
def test_without_passwords_there_is_no_file(model: AdapterModel) -> None:
    office = _office()
    adapter = office.adapters[0].model_copy(update={"model": model})
    guide = adapter_guide(office, adapter, SERVER, Secrets(), "en")
    assert guide.files == ()
    assert all(field.note for step in guide.steps for field in step.fields if field.secret)
    nothing = adapter.model_copy(update={"line": None, "account": "gone"})
    assert len(adapter_guide(office, nothing, SERVER, Secrets(), "en").steps) == 1


@pytest.mark.parametrize("model", get_args(AdapterModel))
@given(name=st.one_of(st.sampled_from(NASTY), st.text(max_size=60)))
def test_files_are_xml_whatever_people_write(model: AdapterModel, name: str) -> None:
    office = OFFICES["romashka"]
    line = FxoLine.model_construct(id="pstn-1", name=name, kind="fxo", operator="x")
    office = office.model_copy(update={"lines": (*office.lines, line)})
    adapter = Adapter(id="ht", name="x", model=model, line="pstn-1", account="180-2")
    secrets = Secrets(passwords={"pstn-1": "<&'\"]]>", "180-2": "]]>&amp;"})
    (file,) = adapter_guide(office, adapter, SERVER, secrets, "ru").files
    values = {each.tag: each.text or "" for each in ET.fromstring(file.text).iter()}
    shown = "".join(each for each in name if each.isprintable())
    if model in ("ht503", "ht8xx"):
        assert (values["P735"], values["P734"], values["P747"]) == (
            "pstn-1", "<&'\"]]>", "192.168.1.10",
        )  # fmt: skip
        assert (values["P35"], values["P34"]) == ("180-2", "]]>&amp;")
    else:
        assert values["Dial_Plan_1_2_"] == "(S0<:pstn-1>)"
        assert values["Display_Name_2_"].strip() == shown.strip()
        assert (values["User_ID_1_"], values["Password_1_"]) == ("180-2", "]]>&amp;")
