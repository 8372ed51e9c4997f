"""The page of sounds in a browser with a microphone that beeps: uploaded, recorded, said, cut."""

import hashlib
import io
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from vochi.voice import LOUDNESS
from vochi.voice.sound import of_samples

from .conftest import ARGS
from .running_hub import RunningHub

FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser whose microphone beeps once a second, and which grants it."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[*ARGS, *FAKE])
        yield running
        running.close()


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """Two seconds of a very quiet tone."""
    samples = b"".join(
        (90 if n // 8 % 2 else -90).to_bytes(2, "little", signed=True) for n in range(16000)
    )
    file = tmp_path / "Тихое приветствие.wav"
    file.write_bytes(of_samples(samples).data)
    return file


def prompt(api: httpx.Client, name: str) -> dict[str, object]:
    found: dict[str, object] = next(
        each for each in api.get("/api/v1/prompts").json() if each["prompt"]["name"] == name
    )
    return found


def open_window(page: Page, hub: RunningHub, way: str) -> None:
    page.goto(hub.base + "/prompts")
    page.get_by_role("button", name="Добавить запись").first.click()
    page.get_by_role("dialog").get_by_text(way, exact=True).click()


def test_a_file_is_levelled_cut_renamed_and_deleted(
    hub: RunningHub, page: Page, api: httpx.Client, quiet: Path
) -> None:
    open_window(page, hub, "Файл")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(quiet)
    window = page.get_by_role("dialog")
    expect(window.get_by_label("Название")).to_have_value("Тихое приветствие")
    window.get_by_label("Конец").fill("1,5")
    window.get_by_label("Конец").press("Tab")
    window.get_by_role("button", name="Подготовить и послушать").click()
    expect(window.get_by_text("1,5 с · −2")).to_be_visible()
    window.get_by_role("button", name="Сохранить и включить").click()
    expect(window).not_to_be_visible()
    row = page.get_by_test_id("prompt").filter(has_text="Тихое приветствие")
    expect(row).to_contain_text("Пока нигде не звучит")
    kept = prompt(api, "Тихое приветствие")
    assert kept["used"]
    assert abs(float(str(kept["loudness"])) - LOUDNESS) <= 1
    row.get_by_role("button", name="Слушать").click()
    row.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Переименовать").click()
    page.get_by_label("Название").fill("Приветствие днём")
    page.get_by_role("button", name="Сохранить").click()
    row = page.get_by_test_id("prompt").filter(has_text="Приветствие днём")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Удалить").click()
    page.get_by_role("dialog").get_by_role("button", name="Удалить").click()
    expect(page.get_by_test_id("prompt").filter(has_text="Приветствие днём")).to_have_count(0)
    expect(page.get_by_test_id("spare").filter(has_text="Тихое приветствие")).to_be_visible()


def test_a_broken_and_a_big_file_are_told_of_in_words(
    hub: RunningHub, page: Page, tmp_path: Path
) -> None:
    broken, big = tmp_path / "broken.mp3", tmp_path / "big.wav"
    broken.write_bytes(b"this is no sound " * 500)
    with big.open("wb") as file:
        file.truncate(20_000_001)
    open_window(page, hub, "Файл")
    for path, words in ((broken, "Это не звук"), (big, "можно до 20 МБ")):
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Выбрать файл").click()
        chooser.value.set_files(path)
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(words)


def test_recorded_here_and_listened_to_before_it_is_taken(
    hub: RunningHub, page: Page, api: httpx.Client
) -> None:
    open_window(page, hub, "Микрофон")
    page.get_by_role("button", name="Записать").click()
    expect(page.get_by_text("Идёт запись")).to_be_visible()
    # It beeps once a second: looks twice a second may all fall between, and a meter at nought is
    # as wide as nothing. Asked at every frame, till it is drawn as loud as it says.
    page.wait_for_function(
        """() => {
          const meter = document.querySelector('[role=progressbar][aria-label="Громкость голоса"]');
          return Number(meter?.getAttribute('aria-valuenow')) > 30
            && meter.getBoundingClientRect().width > 0;
        }"""
    )
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Закончить").click()
    expect(page.get_by_test_id("take")).to_be_visible()
    assert not any(each["origin"] == "mic" for each in api.get("/api/v1/prompts").json())
    page.get_by_role("button", name="Взять эту запись").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Название").fill("Голос офиса")
    window.get_by_role("button", name="Сохранить и включить").click()
    expect(page.get_by_test_id("prompt").filter(has_text="Голос офиса")).to_be_visible()
    kept = prompt(api, "Голос офиса")
    assert (kept["used"], kept["kept"]) == (True, True)


def test_a_refused_microphone_is_told_of(hub: RunningHub, context: BrowserContext) -> None:
    context.add_init_script(
        "navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    from .conftest import sign_in

    page = context.new_page()
    sign_in(page, hub)
    open_window(page, hub, "Микрофон")
    page.get_by_role("button", name="Записать").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Разрешите")


def test_a_text_is_said_and_music_on_hold_is_set_with_its_licence(
    hub: RunningHub, page: Page, api: httpx.Client
) -> None:
    open_window(page, hub, "Диктор")
    page.get_by_label("Что сказать").fill("Спасибо за звонок. Оставайтесь на линии.")
    page.get_by_role("button", name="Послушать").click()
    page.get_by_role("button", name="Дальше").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Название").fill("Ждите")
    window.get_by_role("button", name="Сохранить и включить").click()
    expect(page.get_by_test_id("prompt").filter(has_text="Ждите")).to_be_visible()
    page.get_by_role("button", name="Изменить музыку: Вся компания").click()
    window = page.get_by_role("dialog")
    window.locator(".mantine-MultiSelect-input").click()
    page.get_by_role("option", name="Ждите").click()
    expect(window.get_by_role("button", name="Сохранить")).to_be_disabled()
    window.get_by_label("Кто разрешил").fill("Сами записали")
    window.get_by_role("button", name="Сохранить").click()
    hold = page.get_by_test_id("hold").filter(has_text="Вся компания")
    expect(hold).to_contain_text("Разрешил: Сами записали")
    row = page.get_by_test_id("prompt").filter(has_text="Ждите")
    expect(row).to_contain_text("музыка ожидания компании")
    row.get_by_role("button", name="Действия").click()
    page.get_by_role("menuitem", name="Удалить").click()
    expect(page.get_by_role("dialog")).to_contain_text("Сначала замените её здесь")
    policy = api.get("/api/v1/office").json()["policy"]
    assert policy["music"]["company"]["licence"] == "Сами записали"
    policy["music"]["company"] = None
    assert api.put("/api/v1/office/parts/policy", json={"value": policy}).status_code == 201


def test_recorded_by_phone_arrives_by_itself(
    hub: RunningHub, page: Page, api: httpx.Client
) -> None:
    open_window(page, hub, "Телефон")
    page.get_by_role("button", name="Позвонить").click()
    command = hub.box.next_command("record_prompt")
    expect(page.get_by_text("телефон звонит")).to_have_attribute("data-state", "now")
    hub.box.done(command)
    expect(page.get_by_text("идёт запись")).to_have_attribute("data-state", "now")
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        half = (3000).to_bytes(2, "little"), (-3000).to_bytes(2, "little", signed=True)
        file.writeframes(b"".join(half[n // 9 % 2] for n in range(12000)))
    data = sound.getvalue()
    answer = httpx.put(
        f"{hub.base}/link/v1/prompts/{hashlib.sha256(data).hexdigest()}", content=data, timeout=30,
        headers={
            "Authorization": f"Bearer {hub.box.key}",
            "X-Vochi-Prompt": command["action"]["id"],
        },
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    window = page.get_by_role("dialog")
    window.get_by_label("Название").fill("С телефона")
    window.get_by_role("button", name="Сохранить и включить").click()
    expect(page.get_by_test_id("prompt").filter(has_text="С телефона")).to_be_visible()
    assert prompt(api, "С телефона")["used"]


def test_phrases_of_the_product_are_heard(hub: RunningHub, page: Page) -> None:
    page.goto(hub.base + "/prompts")
    page.get_by_role("searchbox", name="Найти фразу").fill("свидания")
    began = time.monotonic()
    with page.expect_response(lambda answer: "/phrases/ru/goodbye" in answer.url) as heard:
        page.get_by_role("button", name="Слушать: До свидания.").click()
    assert heard.value.status in {200, 206}
    assert time.monotonic() - began < 8
