"""Publishing: problems stop it, passwords are made, history is kept, rollback is a new version."""

import io
import wave
from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office, Secrets
from vochi.hub import service
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.offices.models import OfficeVersion, SipSecret

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
