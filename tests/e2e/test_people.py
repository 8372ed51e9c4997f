"""People: one form makes one, a link lets him in, a leaver gives on, tables are shown first."""

import re
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, expect

from .running_hub import RunningHub

TABLE = (
    "ФИО;Логин;Внутренний;Отдел;Телефоны\n"
    "Яна Вольская;yana.v;;Продажи;нет\n"
    "Пётр Лис;petr lis;180;Склад;\n"
)


def test_a_person_with_a_phone_comes_in_by_a_link_and_leaves(
    page: Page, hub: RunningHub, browser: Browser, api: httpx.Client
) -> None:
    page.goto(f"{hub.base}/people")
    page.get_by_role("link", name="Новый сотрудник").click()
    page.get_by_label("Имя и фамилия").fill("Тамара Лось")
    page.get_by_role("textbox", name="Внутренний номер").fill("180")
    page.get_by_role("button", name="Взять tamara.los").click()
    page.get_by_role("checkbox", name="Продажи · 901").check()
    page.get_by_role("button", name="Создать сотрудника").click()
    # What is wrong stands beside its field, and nothing typed is lost.
    expect(page.get_by_text(re.compile("180 занят: Ирина Коваль"))).to_be_visible()
    expect(page.get_by_label("Имя и фамилия")).to_have_value("Тамара Лось")
    page.get_by_role("textbox", name="Внутренний номер").fill("191")
    page.get_by_role("button", name="Создать сотрудника").click()
    link = page.get_by_test_id("invite-link")
    expect(link).to_be_visible()
    address = link.inner_text()
    expect(page.get_by_text("Ждём телефон 191")).to_be_visible()
    hub.box.say("device", {"endpoint": "191", "state": "online", "address": "192.168.1.91:5060"})
    expect(page.get_by_text("Телефон 191 на связи")).to_be_visible()
    # Somebody else, in a browser of his own.
    other = browser.new_context(service_workers="block", locale="ru-RU")
    guest = other.new_page()
    guest.goto(address)
    expect(guest.get_by_text("Ваш логин — tamara.los")).to_be_visible()
    guest.get_by_label("Пароль", exact=True).fill("снег-и-чай-42")
    guest.get_by_role("button", name="Войти").click()
    expect(guest.get_by_role("heading", name="Теперь ваш телефон")).to_be_visible()
    guest.get_by_role("button", name="К рабочему столу").click()
    expect(guest.get_by_role("navigation").first).to_be_visible()
    guest.goto(address)
    expect(guest.get_by_text("Ссылка больше не действует")).to_be_visible()
    # Leaving: what she has is told, then her calls go to a colleague.
    page.get_by_role("button", name="Сотрудник уходит").click()
    window = page.get_by_role("dialog")
    expect(window.get_by_text("отдел 901")).to_be_visible()
    window.get_by_label("Кто берёт его звонки").select_option("181")
    window.get_by_role("button", name="Отпустить").click()
    expect(page.locator("[data-person='tamara-los'][data-left='true']")).to_be_visible()
    assert other.request.get(f"{hub.base}/api/v1/me").status == 401
    other.close()
    people = api.get("/api/v1/people").json()["people"]
    assert "191" not in {one["extension"] for one in people if one["left_at"] is None}


def test_a_table_is_shown_with_its_faults_before_anything_is_made(
    page: Page, hub: RunningHub, api: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(TABLE.encode("cp1251"))
    before = api.get("/api/v1/people").json()["version"]
    page.goto(f"{hub.base}/people/import")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("1 готов")).to_be_visible()
    expect(page.get_by_text(re.compile("180 занят: Ирина Коваль"))).to_be_visible()
    expect(page.get_by_text(re.compile("«petr lis» не годится для входа"))).to_be_visible()
    assert api.get("/api/v1/people").json()["version"] == before
    page.get_by_role("button", name="Создать 1 сотрудника").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Скачать ссылки-приглашения").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert "yana.v" in text
    assert f"{hub.base}/invite/" in text


def test_everybody_says_where_he_works(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    me = api.get("/api/v1/me").json()["person"]
    page.goto(hub.base)
    page.get_by_role("button", name=re.compile("Ирина Коваль")).first.click()
    group = page.get_by_role("radiogroup", name="Откуда я работаю")
    group.get_by_role("radio", name="На мобильном").click()
    page.get_by_label("Мой мобильный").fill("8 033 666-12-34")
    page.get_by_role("button", name="Включить").click()
    expect(page.get_by_text("Готово: На мобильном")).to_be_visible()
    assert api.get(f"/api/v1/people/{me}").json()["mobile"] == "+375336661234"
    group.get_by_role("radio", name="За столом").click()
    expect(page.get_by_text("Готово: За столом")).to_be_visible()
    assert api.get(f"/api/v1/people/{me}").json()["works_from"] == "desk"
