"""The room of sounds: tries, cuts, levels, who uses a sound, music on hold, phrases."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.document import Secrets
from vochi.core.phrases import WORDS
from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.offices.models import PromptFile
from vochi.hub.offices.prompts import prompt_file
from vochi.hub.offices.services import publish as publish_office
from vochi.voice import LOUDNESS

from .office import OFFICE
from .test_office import tone

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _told_passwords(published: Company) -> None:
    publish_office(published.pk, OFFICE, None, "", Secrets(passwords={"city": "пароль оператора"}))


def heard(browser: Browser, path: str) -> bytes:
    answer = browser.get(path)
    if not answer.streaming:
        return bytes(answer.content)
    data = b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # `answer.close` would close the database as well
        close()
    return data


def errors(answer: Any) -> list[tuple[str, str]]:
    problems = answer.json()["facts"]["problems"]
    return [(p["code"], p["place"]) for p in problems if p["severity"] == "error"]


def upload(browser: Browser, name: str = "Привет", data: bytes | None = None, **more: Any) -> Any:
    file = SimpleUploadedFile("x.wav", data if data is not None else tone(8000, 1))
    return browser.post(f"{API}prompts", {"file": file, "name": name} | more)


def ask(browser: Browser, method: str, path: str, **body: Any) -> Any:
    return browser.generic(
        method, API + path, content_type="application/json", data=json.dumps(body)
    )


def publish(browser: Browser, made: dict[str, Any]) -> Any:
    prompt = made["prompt"]
    answer = ask(browser, "PUT", f"office/parts/prompts/{prompt['id']}", value=prompt)
    assert answer.status_code == 201, answer.content.decode()
    return answer


def test_a_try_becomes_a_sound_of_the_office_with_its_versions(anna: Browser) -> None:
    made = upload(anna, draft=True, normalise=True, origin="mic").json()
    assert (made["origin"], made["used"], made["kept"]) == ("mic", False, False)
    assert made["loudness"] == pytest.approx(LOUDNESS, abs=1.0)
    assert made["peak"] <= -1.9
    assert anna.get(f"{API}prompts").json() == []
    assert publish(anna, made).status_code == 201
    cut = ask(
        anna, "POST", f"prompts/{made['prompt']['sha256']}/edit",
        start=0.2, end=0.8, fade_in=0.1, replaces=made["prompt"]["id"], draft=True,
    ).json()  # fmt: skip
    assert cut["prompt"]["seconds"] == pytest.approx(0.6, abs=0.01)
    assert cut["prompt"]["id"] == made["prompt"]["id"]
    assert (cut["origin"], cut["source"]) == ("edit", made["prompt"]["sha256"])
    assert publish(anna, cut).status_code == 201
    now, before = anna.get(f"{API}prompts").json()
    assert (now["prompt"], now["used"]) == (cut["prompt"], True)
    assert (before["prompt"], before["used"], before["kept"]) == (made["prompt"], False, True)


def test_a_try_that_nobody_published_goes(anna: Browser) -> None:
    lost = upload(anna, draft=True).json()["prompt"]["sha256"]
    named = upload(anna, "Другой", tone(16000, 1), draft=True).json()
    assert publish(anna, named).status_code == 201
    PromptFile.everything.update(added_at=timezone.now() - timedelta(days=2))
    listed = anna.get(f"{API}prompts").json()
    assert [each["prompt"]["sha256"] for each in listed] == [named["prompt"]["sha256"]]
    assert not prompt_file(lost).exists()
    assert PromptFile.everything.get().kept


def test_a_sound_that_is_needed_stays(anna: Browser) -> None:
    made = upload(anna).json()
    sha, name = made["prompt"]["sha256"], made["prompt"]["id"]
    publish(anna, made)
    office = anna.get(f"{API}office").json()
    parking = office["parking"] | {"music": name}
    assert ask(anna, "PUT", "office/parts/parking", value=parking).status_code == 201
    (listed,) = anna.get(f"{API}prompts").json()
    assert [(u["code"], u["text"]) for u in listed["uses"]] == [
        ("used.parking_music", "музыка на парковке")
    ]
    gone = anna.delete(f"{API}office/parts/prompts/{name}")
    assert gone.status_code == 422
    assert errors(gone) == [("parking.unknown_music", "parking/music")]
    assert ask(anna, "PUT", "office/parts/parking",
               value=parking | {"music": "default"}).status_code == 201  # fmt: skip
    assert anna.delete(f"{API}office/parts/prompts/{name}").status_code == 201
    refused = anna.delete(f"{API}prompts/{sha}")
    assert (refused.status_code, refused.json()["code"]) == (409, "prompt_in_use")
    assert prompt_file(sha).exists()
    spare = upload(anna, "Лишняя", tone(16000, 1)).json()["prompt"]["sha256"]
    assert anna.delete(f"{API}prompts/{spare}").status_code == 204
    assert not prompt_file(spare).exists()
    assert anna.delete(f"{API}prompts/{spare}").status_code == 404
    assert Deed.everything.filter(action="prompt_dropped", subject="lishnyaya").exists()


def test_bad_files_and_cuts_are_refused_in_words(anna: Browser) -> None:
    assert upload(anna, data=b"x" * 20_000_001).json()["code"] == "too_big"
    assert upload(anna, data=b"no sound").json()["code"] == "sound.unreadable"
    assert upload(anna, data=b"").status_code in {400, 422}
    assert upload(anna, replaces="../x").status_code == 422
    sha = upload(anna).json()["prompt"]["sha256"]
    bad = ask(anna, "POST", f"prompts/{sha}/edit", start=0.9, end=0.2)
    assert (bad.status_code, bad.json()["code"]) == (422, "sound.bad_cut")
    assert ask(anna, "POST", f"prompts/{sha}/edit", fade_in=99).status_code == 422
    assert ask(anna, "POST", f"prompts/{'0' * 64}/edit").status_code == 404


def test_only_administrators_change_sounds(anna: Browser, published: Company, login: Any) -> None:
    sha = upload(anna).json()["prompt"]["sha256"]
    clerk = login(published, "clerk", "employee")
    assert upload(clerk).status_code == 403
    assert ask(clerk, "POST", f"prompts/{sha}/edit").status_code == 403
    assert ask(clerk, "POST", "prompts/say", text="x", language="ru").status_code == 403
    assert clerk.delete(f"{API}prompts/{sha}").status_code == 403
    assert clerk.get(f"{API}prompts").status_code == 200


def test_another_company_sees_nothing_of_it(anna: Browser, other: Company, login: Any) -> None:
    sha = upload(anna).json()["prompt"]["sha256"]
    stranger = login(other, "stranger", "owner")
    assert stranger.get(f"{API}prompts/{sha}").status_code == 404
    assert ask(stranger, "POST", f"prompts/{sha}/edit").status_code == 404
    assert stranger.delete(f"{API}prompts/{sha}").status_code == 404
    assert upload(stranger).status_code == 201  # the same bytes, kept for both
    assert stranger.delete(f"{API}prompts/{sha}").status_code == 204
    assert heard(anna, f"{API}prompts/{sha}")[:4] == b"RIFF"


def test_music_on_hold_phrases_and_voices(anna: Browser) -> None:
    music = anna.get(f"{API}prompts/music").json()
    assert music["policy"] == {"company": None, "departments": []}
    assert music["target"] == LOUDNESS
    assert {each["code"] for each in music["uses"]} == {"used.parking_music"}
    for url in music["box"][:1]:
        assert heard(anna, url)[:4] == b"RIFF"
    assert anna.get(f"{API}prompts/music/99").status_code == 404
    voices = anna.get(f"{API}prompts/voices").json()
    assert {each["language"] for each in voices} == {"ru", "en", "be"}
    phrases = anna.get(f"{API}prompts/phrases").json()
    assert len(phrases) == 3 * len(WORDS["ru"])
    assert heard(anna, f"{API}prompts/phrases/be/goodbye")[:4] == b"RIFF"
    assert anna.get(f"{API}prompts/phrases/be/..%2Fx").status_code in {404, 422}


def test_own_music_is_published(anna: Browser) -> None:
    made = upload(anna, "Вальс").json()
    publish(anna, made)
    policy = anna.get(f"{API}office").json()["policy"]
    policy["music"]["company"] = {"prompts": ["nothing"], "licence": "x"}
    bad = ask(anna, "PUT", "office/parts/policy", value=policy)
    assert bad.status_code == 422
    assert errors(bad) == [("music.unknown_prompt", "policy/music/company/prompts/0")]
    policy["music"]["company"]["prompts"] = ["vals"]
    good = ask(anna, "PUT", "office/parts/policy", value=policy)
    assert good.status_code == 201, good.content
    (listed,) = anna.get(f"{API}prompts").json()
    assert [each["code"] for each in listed["uses"]] == ["used.hold"]
