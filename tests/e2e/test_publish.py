"""B04 on the screen: from a draft to what runs, two people at once, and the way back."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from vochi.core.office.problem import Problem

from .running_hub import RunningHub


def ran(hub: RunningHub, version: int) -> None:
    body = {"version": version, "ok": True, "problems": [], "plan": [], "seconds": 0.3}
    hub.box.say("office", body)


def office(api: httpx.Client) -> Any:
    return api.get("/api/v1/office").json()


def draw(api: httpx.Client, **fields: Any) -> None:
    """A draft in which Oleg is another."""
    draft = api.get("/api/v1/draft").json()
    draft["office"]["people"][1] |= fields
    body = {"revision": draft["revision"], "office": draft["office"]}
    assert api.put("/api/v1/draft", json=body).is_success


def put_oleg(api: httpx.Client, **fields: Any) -> None:
    value = office(api)["people"][1] | fields
    body = {"value": value, "reason": "из формы", "secrets": {"passwords": {"city": "x"}}}
    answer = api.put("/api/v1/office/parts/people/oleg", json=body)
    assert answer.status_code == 201, answer.text


@pytest.fixture(autouse=True)
def as_it_was(hub: RunningHub, api: httpx.Client) -> Iterator[None]:
    """The operator's password is known; afterwards the office is what it was."""
    first = office(api)["version"]
    put_oleg(api, wrap_up=0)
    ran(hub, office(api)["version"])
    yield
    api.delete("/api/v1/draft")
    assert api.post("/api/v1/office/rollback", json={"version": first}).status_code == 201
    ran(hub, office(api)["version"])


def open_page(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/publish")
    expect(page.get_by_role("heading", name="Публикация")).to_be_visible()


def test_from_a_draft_to_what_runs(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    draw(api, wrap_up=12, name="Олег Сорока-младший")
    open_page(page, hub)
    card = page.get_by_role("region", name="Черновик")
    expect(card).to_contain_text("отдых после разговора: 0 → 12")
    expect(card).to_contain_text("имя: Олег Сорока → Олег Сорока-младший")
    page.get_by_label("Зачем").fill("Олег просил паузу")
    nod = card.get_by_role("checkbox")
    if nod.count():
        nod.check()
    card.get_by_role("button", name="Опубликовать").click()
    now = page.get_by_role("region", name="Что работает сейчас")
    expect(now).to_contain_text("передаётся станции")
    expect(card).to_contain_text("Черновика нет")
    version = office(api)["version"]
    ran(hub, version)
    expect(now).to_contain_text(f"Работает версия {version}")
    expect(now.locator("li[data-is=done]")).to_have_count(4)
    newest = page.get_by_role("region", name="История").locator("li").first
    expect(newest).to_contain_text("Олег просил паузу")
    expect(newest).to_contain_text("работает")


def test_an_error_stops_it_and_says_where(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    draw(api, outbound="nowhere")
    open_page(page, hub)
    card = page.get_by_role("region", name="Черновик")
    expect(card).to_contain_text("Мешает опубликовать")
    expect(card.get_by_role("button", name="Опубликовать")).to_be_disabled()
    expect(card.get_by_role("link", name="Исправить").first).to_have_attribute("href", "/people")
    card.get_by_role("button", name="Отказаться от черновика").click()
    page.get_by_role("dialog").get_by_role("button", name="Отказаться").click()
    expect(card).to_contain_text("Черновика нет")


def test_two_at_once(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    draw(api, wrap_up=12)
    put_oleg(api, wrap_up=30)
    open_page(page, hub)
    quarrels = page.get_by_role("region", name="То же самое изменили другие")
    expect(quarrels).to_contain_text("0 → 12")
    expect(quarrels).to_contain_text("0 → 30")
    settle = quarrels.get_by_role("button", name="Осталось выбрать: 1")
    expect(settle).to_be_disabled()
    quarrels.get_by_text("Оставить моё").click()
    quarrels.get_by_role("button", name="Сложить вместе").click()
    expect(page.get_by_role("region", name="Черновик")).to_contain_text("30 → 12")


def test_the_way_back_compare_and_a_file(
    page: Page, hub: RunningHub, api: httpx.Client, tmp_path: Path
) -> None:
    before = office(api)["version"]
    put_oleg(api, wrap_up=40)
    open_page(page, hub)
    history = page.get_by_role("region", name="История")
    history.get_by_role("button", name=f"Что изменилось в версии {before + 1}").click()
    expect(page.get_by_role("dialog")).to_contain_text("0 → 40")
    page.keyboard.press("Escape")
    history.get_by_role("button", name=f"Вернуть версию {before}").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("40 → 0")
    began = time.monotonic()
    window.get_by_role("button", name="Вернуть").click()
    expect(history.locator("li").first).to_contain_text(f"Возврат к версии {before}")
    assert time.monotonic() - began < 5, "a rollback is a matter of a moment"
    assert office(api)["people"][1]["wrap_up"] == 0
    with page.expect_download() as told:
        history.get_by_role("link", name="Скачать YAML").first.click()
    file = tmp_path / "office.yaml"
    told.value.save_as(file)
    text = file.read_text().replace("Олег Сорока", "Олег из файла")
    file.write_text(text)
    page.get_by_label("Загрузить файл YAML").first.set_input_files(file)
    expect(page.get_by_role("region", name="Черновик")).to_contain_text("Олег из файла")
    file.write_text("people: [")
    page.get_by_label("Загрузить файл YAML").first.set_input_files(file)
    page.get_by_role("dialog").get_by_role("button", name="Заменить").click()
    expect(page.get_by_text("Этот файл не читается")).to_be_visible()


def test_what_the_box_took_back_is_told(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    put_oleg(api, wrap_up=50)
    version = office(api)["version"]
    ran(hub, version)
    open_page(page, hub)
    facts = {"version": str(version), "back_to": str(version - 1), "count": "3", "of": "5",
             "names": "180, 181, 182"}  # fmt: skip
    problem = Problem(code="revert.refused", place="", facts=facts)
    body = {"version": version, "ok": False, "problems": [problem.model_dump_json()], "plan": [],
            "seconds": 0.3, "reverted_to": version - 1}  # fmt: skip
    hub.box.say("office", json.loads(json.dumps(body)))
    history = page.get_by_role("region", name="История")
    expect(history.locator("li").nth(1)).to_contain_text("отменена сама")
    expect(history.locator("li").first).to_contain_text("Vochi сама")
    expect(history).to_contain_text("180, 181, 182")
    assert office(api)["people"][1]["wrap_up"] == 0
