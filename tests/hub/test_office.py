"""Publishing: problems stop it, passwords are made, history is kept, rollback is a new version."""

import hashlib
import io
import math
import struct
import wave
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from vochi.core.office.document import Office, Secrets
from vochi.hub import service
from vochi.hub.accounts.models import Deed
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.offices.models import OfficeVersion, SipSecret

from .box import FakeBox
from .office import OFFICE

pytestmark = pytest.mark.django_db


def wav(rate: int = 8000, channels: int = 1, seconds: float = 1.5) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setsampwidth(2)
        sound.setnchannels(channels)
        sound.setframerate(rate)
        sound.writeframes(b"\0" * int(2 * channels * rate * seconds))
    return out.getvalue()


def post(browser: Browser, path: str, **body: Any) -> Any:
    if path == "publish":
        body = {"secrets": {"passwords": {"city": "of-the-operator"}}} | body
    return browser.post(f"/api/v1/office/{path}", body, content_type="application/json")


def test_before_anything_is_published(company: Company, login: Any) -> None:
    office = login(company).get("/api/v1/office").json()
    assert (office["version"], office["company"]["name"]) == (0, "Ромашка")


def test_check_tells_problems_and_plan(anna: Browser) -> None:
    document = OFFICE.model_dump(mode="json")
    good = post(anna, "check", office=document).json()
    assert (good["ok"], good["plan"]) == (True, [])
    document["people"][0]["name"] = "Анна Новая"
    (change,) = post(anna, "check", office=document).json()["plan"]
    assert change["code"] == "person.changed"
    assert "Анна Новая" in change["text"]
    document["people"][1]["extension"] = "181"
    bad = post(anna, "check", office=document).json()
    assert bad["ok"] is False
    assert "extension.taken" in {problem["code"] for problem in bad["problems"]}
    refused = post(anna, "publish", office=document)
    assert (refused.status_code, refused.json()["code"]) == (422, "office_has_problems")
    assert OfficeVersion.everything.count() == 1


def test_publish_and_roll_back(published: Company, anna: Browser) -> None:
    passwords = service.secrets(published.pk).passwords
    document = OFFICE.model_dump(mode="json")
    document["people"].append({"id": "gleb", "name": "Глеб", "extension": "184"})
    document["devices"].append({"account": "184"})
    document["company"]["name"] = "Ромашка плюс"
    answer = post(anna, "publish", office=document, reason="Глеб пришёл")
    assert (answer.status_code, answer.json()["version"]) == (201, 2)
    assert anna.get("/api/v1/office").json()["version"] == 2
    assert anna.get("/api/v1/me").json()["company"]["name"] == "Ромашка плюс"
    assert "184" in {p["extension"] for p in anna.get("/api/v1/board").json()["people"]}
    after = service.secrets(published.pk).passwords
    assert {k: after[k] for k in passwords} == passwords, "nobody's phone needs a new password"
    assert len(after["184"]) >= 16
    assert post(anna, "rollback", version=1, reason="ушёл").json()["version"] == 3
    newest = anna.get("/api/v1/office").json()
    first = Office.model_validate_json(OfficeVersion.everything.get(number=1).document)
    assert Office.model_validate(newest) == first.model_copy(update={"version": 3})
    told = anna.get("/api/v1/office/versions").json()["items"]
    assert [(v["version"], v["reason"], v["restored_from"]) for v in told] == [
        (3, "ушёл", 1), (2, "Глеб пришёл", None), (1, "первая", None),
    ]  # fmt: skip
    assert "184" not in {p["extension"] for p in anna.get("/api/v1/board").json()["people"]}
    assert post(anna, "rollback", version=77).status_code == 404


def test_passwords_are_sealed(published: Company) -> None:
    service.publish(
        OFFICE, Secrets(passwords={"181": "given-from-outside-1", "city": "0000"}), reason="x"
    )
    sealed = " ".join(SipSecret.everything.values_list("sealed", flat=True))
    told = service.secrets().passwords
    assert (told["181"], told["city"]) == ("given-from-outside-1", "0000")
    assert not any(password in sealed for password in told.values())
    assert "given-from" not in repr(Secrets(passwords=told))


def test_prompts_are_kept_by_content(published: Company, anna: Browser, tmp_path: Any) -> None:
    file = tmp_path / "hello.wav"
    file.write_bytes(wav())
    prompt = service.add_prompt(file, "Приветствие", "hello")
    assert prompt == service.add_prompt(wav(), "Приветствие", "hello")
    assert prompt.seconds == 1.5
    good = OFFICE.model_copy(update={"prompts": (prompt,)})
    assert service.publish(good).version == 2
    lost = prompt.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(Refused, match=r"prompt\.no_file"):
        service.publish(OFFICE.model_copy(update={"prompts": (lost,)}))
    for bad in (wav(rate=44100), wav(channels=2), b"no sound", b""):
        with pytest.raises(Refused, match="prompt_format"):
            service.add_prompt(bad, "x", "x")


def test_devices_and_lines_say_what_to_type(anna: Browser) -> None:
    devices = {device["account"]: device for device in anna.get("/api/v1/devices").json()}
    assert set(devices) == {"181", "181-2", "182", "183"}
    phone = devices["181-2"]
    assert (phone["server"], phone["port"], phone["person"]) == ("127.0.0.1", 5070, "Анна Климович")
    lines = {line["name"]: line for line in anna.get("/api/v1/lines").json()}
    assert lines["A1 первая"]["account"] == "a1-1"
    assert lines["A1 первая"]["server"] == "127.0.0.1"
    assert (lines["Городской"]["account"], lines["Городской"]["server"]) == ("office", "192.0.2.7")
    assert "password" not in str(devices)
    password = anna.post("/api/v1/lines/a1-1/reveal").json()["password"]
    assert password == service.secrets().passwords["a1-1"]
    assert anna.post("/api/v1/lines/zz/reveal").status_code == 404


def test_a_stale_draft_is_refused(anna: Browser) -> None:
    document = OFFICE.model_dump(mode="json")
    document["company"]["name"] = "Первая"
    assert post(anna, "publish", office=document, based_on=1).status_code == 201
    document["company"]["name"] = "Вторая"
    late = post(anna, "publish", office=document, based_on=1)
    assert (late.status_code, late.json()["code"]) == (409, "stale_office")
    assert late.json()["facts"] == {"version": 2, "based_on": 1}
    assert anna.get("/api/v1/office").json()["company"]["name"] == "Первая"


def test_an_operators_password_is_asked_for(anna: Browser) -> None:
    document = OFFICE.model_dump(mode="json")
    assert post(anna, "check", office=document).json()["passwords_needed"] == ["city"]
    bare = post(anna, "publish", office=document, secrets={"passwords": {}})
    assert (bare.status_code, bare.json()["code"]) == (422, "trunk_password_needed")
    assert bare.json()["facts"] == {"lines": ["city"]}
    assert post(anna, "publish", office=document).status_code == 201
    again = post(anna, "publish", office=document, secrets={"passwords": {}})
    assert again.status_code == 201, "told once, kept"
    assert service.secrets().passwords["city"] == "of-the-operator"


def test_the_key_of_webhooks_is_made_once(published: Company, anna: Browser) -> None:
    box = FakeBox(published)

    def key() -> str:
        answer = box.http.get("/link/v1/office", headers=box.headers)
        return str(answer.json()["secrets"]["webhook"])

    first = key()
    assert len(first) >= 16
    post(anna, "publish", office=OFFICE.model_dump(mode="json"))
    assert key() == first
    assert first not in anna.get("/api/v1/office").content.decode()


def test_a_refused_version_is_not_in_force(published: Company, anna: Browser) -> None:
    box = FakeBox(published)
    good = {"ok": True, "problems": [], "plan": [], "seconds": 0.1}
    assert anna.get("/api/v1/office/state").json() == {
        "published": 1, "running": None, "state": "waiting", "problems": [],
    }  # fmt: skip
    box.push([box.seal("office", {"version": 1} | good)])
    post(anna, "publish", office=OFFICE.model_dump(mode="json"))
    bad = {"version": 2, "ok": False, "problems": ["extensions.conf: no"], "plan": [], "seconds": 1}
    box.push([box.seal("office", bad)])
    told = {"published": 2, "running": 1, "state": "refused", "problems": ["extensions.conf: no"]}
    assert anna.get("/api/v1/office/state").json() == told
    assert anna.get("/api/v1/board").json()["office"] == told
    states = [v["state"] for v in anna.get("/api/v1/office/versions").json()["items"]]
    assert states == ["refused", "running"]


def with_cheap_line() -> dict[str, Any]:
    document = OFFICE.model_dump(mode="json")
    document["lines"].append(
        {"kind": "trunk", "id": "cheap", "name": "Дешёвый", "host": "192.0.2.9",
         "certified": False, "inbound": "main"}
    )  # fmt: skip
    return document


def test_only_the_owner_signs_for_a_line(published: Company, anna: Browser, login: Any) -> None:
    admin = login(published, "boss", "administrator")
    post(anna, "publish", office=with_cheap_line())
    body = {"line": "cheap", "rule": "certified-operator"}
    assert post(admin, "signatures", **body).json()["code"] == "role_needed"
    forged = with_cheap_line()
    forged["policy"]["signatures"] = [body | {"by": "Анна", "at": "2026-11-23T09:00:00Z"}]
    for browser in (admin, anna):
        assert post(browser, "publish", office=forged).json()["code"] == "owner_must_sign"
    assert post(anna, "signatures", line="zz", rule="certified-operator").status_code == 404
    assert post(anna, "signatures", line="a1-1", rule="certified-operator").status_code == 422
    signed = post(anna, "signatures", **body, reason="договор с оператором")
    assert (signed.status_code, signed.json()["version"]) == (201, 3)
    (signature,) = anna.get("/api/v1/office").json()["policy"]["signatures"]
    assert (signature["line"], signature["by"]) == ("cheap", "Анна")
    deed = Deed.everything.get(action="line_signed")
    assert (deed.subject, deed.login, deed.facts["rule"]) == ("cheap", "anna", body["rule"])
    assert post(anna, "signatures", **body).json()["code"] == "signed"
    post(admin, "rollback", version=2)
    assert len(anna.get("/api/v1/office").json()["policy"]["signatures"]) == 1
    gone = "/api/v1/office/signatures/cheap/certified-operator"
    assert admin.delete(gone).status_code == 403
    assert anna.delete(gone).status_code == 201
    assert anna.get("/api/v1/office").json()["policy"]["signatures"] == []
    post(anna, "rollback", version=3)
    assert anna.get("/api/v1/office").json()["policy"]["signatures"] == []


def test_prompts_of_any_format_spoken_and_by_phone(
    published: Company, anna: Browser, login: Any
) -> None:
    clerk = login(published, "clerk", "employee")
    loud = tone(rate=44100, channels=2)
    upload = {"file": SimpleUploadedFile("x.wav", loud), "name": "Приветствие офиса"}
    assert clerk.post("/api/v1/prompts", upload).status_code == 403
    upload["file"] = SimpleUploadedFile("x.wav", loud)
    made = anna.post("/api/v1/prompts", upload)
    assert made.status_code == 201, made.content
    prompt = made.json()["prompt"]
    assert (prompt["id"], prompt["name"]) == ("privetstvie-ofisa", "Приветствие офиса")
    assert prompt["seconds"] == pytest.approx(1.0, abs=0.1)
    said = anna.post(
        "/api/v1/prompts/say", {"text": "Добрый день", "language": "ru"},
        content_type="application/json",
    )  # fmt: skip
    assert said.status_code == 201, said.content
    assert (said.json()["origin"], said.json()["text"]) == ("said", "Добрый день")
    box = FakeBox(published)
    data = tone(rate=8000, channels=1)
    sha = hashlib.sha256(data).hexdigest()
    headers = box.headers | {"x-vochi-prompt": "holiday"}

    def put(body: bytes, **more: str) -> int:
        answer = box.http.put(
            f"/link/v1/prompts/{sha}", body, content_type="audio/wav", headers=headers | more
        )
        return int(answer.status_code)

    assert [put(data), put(data), put(data + b"x"), put(data, **{"x-vochi-prompt": "../x"})] == [
        201, 200, 422, 422,
    ]  # fmt: skip
    listed = {p["prompt"]["id"]: p for p in anna.get("/api/v1/prompts").json()}
    assert {p["origin"] for p in listed.values()} == {"file", "said", "phone"}
    document = OFFICE.model_dump(mode="json")
    document["prompts"] = [listed["holiday"]["prompt"]]
    assert post(anna, "publish", office=document).status_code == 201
    used = {p["prompt"]["id"]: p["used"] for p in anna.get("/api/v1/prompts").json()}
    assert (used["holiday"], used["privetstvie-ofisa"]) == (True, False)
    upload["file"] = SimpleUploadedFile("x.wav", b"no sound at all")
    bad = anna.post("/api/v1/prompts", upload)
    assert bad.status_code == 422
    assert bad.json()["code"].startswith("sound.")
    sound = anna.get(listed["holiday"]["url"])
    assert b"".join(sound.streaming_content)[:4] == b"RIFF"
    sound.close()


def tone(rate: int, channels: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setsampwidth(2)
        sound.setnchannels(channels)
        sound.setframerate(rate)
        wavy = (int(9000 * math.sin(n * 2764.6 / rate)) for n in range(rate))
        sound.writeframes(b"".join(struct.pack("<h", s) * channels for s in wavy))
    return out.getvalue()
