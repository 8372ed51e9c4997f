"""Departments, follow me, numbers, codes, conferences and holidays, edited on the screen."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from .running_hub import RunningHub

PARTS = "/api/v1/office/parts"


@pytest.fixture
def tidy(api: httpx.Client) -> Iterator[httpx.Client]:
    """The office is afterwards as it was: others look at it, too."""
    before = api.get("/api/v1/office").json()
    yield api
    after = api.get("/api/v1/office").json()
    for section in ("follow_me", "conferences", "departments"):
        for each in after[section]:
            if each["number"] not in {it["number"] for it in before[section]}:
                api.delete(f"{PARTS}/{section}/{each['number']}")
    for section in ("holidays", "parking", "features"):
        if after[section] != before[section]:
            api.put(f"{PARTS}/{section}", json={"value": before[section]})
    for each in before["departments"]:
        if each not in after["departments"]:
            api.put(f"{PARTS}/departments/{each['number']}", json={"value": each})


def office(api: httpx.Client) -> Any:
    return api.get("/api/v1/office").json()


def department(api: httpx.Client, number: str) -> Any:
    return next(each for each in office(api)["departments"] if each["number"] == number)


def save(page: Page) -> None:
    page.get_by_role("button", name="Сохранить и опубликовать").first.click()


def test_a_department_is_made_put_in_order_renumbered_and_removed(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/departments")
    expect(page.get_by_role("row", name=re.compile("901 · Продажи"))).to_contain_text("Олег Сорока")
    page.get_by_role("link", name="Новый отдел").click()
    expect(page.get_by_label("Номер", exact=True)).to_have_value("903")
    for who in ("pavel", "marina", "igor"):
        page.get_by_label("Добавить сотрудника").select_option(who)
        page.get_by_role("button", name="Добавить", exact=True).click()
    save(page)
    expect(page.get_by_text("Напишите название.")).to_be_visible()
    page.get_by_label("Название отдела").fill("Склад")
    page.get_by_text("По очереди", exact=True).click()
    # The keyboard moves a row and stays with it.
    page.get_by_role("button", name=re.compile("Игорь Мороз, место 3")).focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name=re.compile("Игорь Мороз, место 2"))).to_be_focused()
    page.keyboard.press("ArrowUp")
    # What is removed comes back to its place.
    page.get_by_role("button", name="Убрать: Павел Жук").click()
    expect(page.get_by_text("Убрано: Павел Жук")).to_be_visible()
    page.get_by_role("button", name="Вернуть").click()
    save(page)
    expect(page).to_have_url(f"{hub.base}/departments/903")
    made = department(tidy, "903")
    assert (made["members"], made["strategy"]) == (["igor", "pavel", "marina"], "linear")
    # Another number, and then none.
    page.get_by_label("Номер", exact=True).fill("907")
    save(page)
    expect(page).to_have_url(f"{hub.base}/departments/907")
    page.get_by_role("button", name="Удалить…").click()
    page.get_by_role("button", name="Удалить «Склад» насовсем").click()
    expect(page).to_have_url(f"{hub.base}/departments")
    assert "907" not in {each["number"] for each in office(tidy)["departments"]}


def test_who_drags_a_member_changes_the_order(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/departments/901")
    rows = page.get_by_role("list", name="Сотрудники").get_by_role("listitem")
    expect(rows).to_have_count(3)
    rows.nth(2).drag_to(rows.nth(0))
    expect(rows.nth(0)).to_contain_text("Марина Гук")
    save(page)
    expect(page.get_by_text("Опубликовано")).to_be_visible()
    assert department(tidy, "901")["members"] == ["marina", "irina", "oleg"]


def test_a_department_in_use_cannot_go_and_it_is_said_why(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/departments/901")
    expect(page.get_by_role("region", name="Кто пользуется номером")).to_contain_text(
        "схема «Основная»"
    )
    gone = page.get_by_role("region", name="Удаление")
    expect(gone).to_contain_text("номер занят в 1 месте")
    expect(gone.get_by_role("button", name="Удалить…")).to_be_disabled()


def test_what_is_typed_stays_when_the_hub_says_no(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/departments/902")
    number = page.get_by_label("Номер", exact=True)
    # Refused by the hub, in words beside the field.
    number.fill("180")
    save(page)
    expect(page.get_by_text("Номер 180 — уже добавочный сотрудника Ирина Коваль.")).to_be_visible()
    expect(number).to_have_value("180")
    number.fill("902")
    # Somebody else changes the very same department.
    page.get_by_label("Название отдела").fill("Сервис и ремонт")
    theirs = department(tidy, "902") | {"seconds": 45}
    assert tidy.put(f"{PARTS}/departments/902", json={"value": theirs}).status_code == 201
    save(page)
    stale = page.get_by_role("alert").filter(has_text="кто-то изменил")
    expect(stale).to_contain_text("45")
    expect(page.get_by_label("Название отдела")).to_have_value("Сервис и ремонт")
    # The hub is away.
    page.route("**/parts/departments/902", lambda asked: asked.abort())
    page.get_by_role("button", name="Сохранить моё").click()
    expect(page.get_by_role("alert").filter(has_text="Введённое на месте")).to_be_visible()
    page.unroute("**/parts/departments/902")
    # It waits while another page is looked at.
    page.get_by_role("link", name="Праздники").click()
    expect(page.get_by_role("heading", name="Свои дни")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Название отдела")).to_have_value("Сервис и ремонт")
    save(page)
    expect(page.get_by_text("Опубликовано")).to_be_visible()
    assert department(tidy, "902")["name"] == "Сервис и ремонт"


def test_the_example_of_the_manual_is_drawn_on_a_time_line(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/departments/follow-me/new")
    expect(page.get_by_label("Номер, который набирают")).to_have_value("401")
    page.get_by_label("Добавить телефон").select_option("184")
    page.get_by_role("button", name="Добавить", exact=True).click()
    for number in ("+375 29 666-66-66", "+375 17 333-33-33"):
        page.get_by_label("Добавить телефон").select_option("+")
        page.get_by_label("Номер снаружи").fill(number)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Разложить по 10, 10, 30 и 30 секунд").click()
    words = page.get_by_role("group", name="То же словами").get_by_role("listitem")
    expect(words).to_have_count(4)
    expect(words.nth(2)).to_contain_text("20–50 с")
    # The edge of the mobile by keys: a second later, and back by the hand.
    edge = page.get_by_role("slider", name="+375 29 666-66-66: с какой секунды звонит")
    edge.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(edge).to_have_attribute("aria-valuenow", "25")
    box, scale = edge.bounding_box(), page.locator("[data-bars]").first.bounding_box()
    assert box is not None
    assert scale is not None
    page.mouse.move(box["x"] + 4, box["y"] + 10)
    page.mouse.down()
    # 92 seconds are shown: all of 80, and room to pull.
    page.mouse.move(box["x"] + 4 - 5 * scale["width"] / 92, box["y"] + 10, steps=4)
    page.mouse.up()
    expect(edge).to_have_attribute("aria-valuenow", "20")
    # What the client lives through, before anything is saved.
    page.get_by_label("Кто ответит").select_option("+375296666666")
    page.get_by_role("button", name="Показать, что услышит клиент").click()
    heard = page.get_by_role("group", name="Что услышит клиент")
    expect(heard).to_contain_text("Разговор начался через")
    expect(heard).to_contain_text("0:20 звонит +375 29 666-66-66")
    save(page)
    expect(page).to_have_url(f"{hub.base}/departments/follow-me/401")
    (made,) = office(tidy)["follow_me"]
    assert [step["seconds"] for step in made["steps"]] == [10, 10, 30, 30]
    assert [[t["to"] for t in step["targets"]] for step in made["steps"]] == [
        ["180"],
        ["180", "184"],
        ["180", "184", "+375296666666"],
        ["180", "184", "+375296666666", "+375173333333"],
    ]
    assert [t["confirm"] for t in made["steps"][-1]["targets"]] == [False, False, True, True]


def test_a_number_moves_with_all_that_names_it(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/departments/numbers")
    page.get_by_label("Номер или имя").fill("скорая")
    expect(page.get_by_role("row", name=re.compile("103"))).to_contain_text("скорая помощь")
    page.get_by_label("Номер или имя").fill("901")
    page.get_by_role("button", name="Другой номер: Продажи").click()
    window = page.get_by_role("dialog")
    expect(window.get_by_label("Новый номер")).to_have_value("903")
    window.get_by_label("Новый номер").fill("103")
    expect(window).to_contain_text("номер экстренной службы")
    window.get_by_label("Новый номер").fill("955")
    expect(window).to_contain_text("схема «Основная»")
    window.get_by_role("button", name="Сменить номер").click()
    expect(window).to_be_hidden()
    after = office(tidy)
    assert after["inbound"][0]["nodes"]["sales"]["targets"] == ["955"]
    sales = department(tidy, "955") | {"number": "901"}
    assert tidy.put(f"{PARTS}/departments/955", json={"value": sales}).status_code == 201
    assert office(tidy)["inbound"][0]["nodes"]["sales"]["targets"] == ["901"]


def test_codes_that_clash_are_told_beside_the_field(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/departments/codes")
    code = page.get_by_label("Перехватить звонок")
    code.fill("8")
    save(page)
    expect(page.get_by_text("Код — звёздочка и от одной до трёх цифр")).to_be_visible()
    code.fill("*71")
    save(page)
    expect(page.get_by_text(re.compile(r"Код \*71"))).to_be_visible()
    code.fill("*88")
    save(page)
    expect(page.get_by_text("Опубликовано")).to_be_visible()
    assert office(tidy)["features"]["pickup"] == "*88"


def test_a_room_with_a_pin_and_a_day_off(page: Page, hub: RunningHub, tidy: httpx.Client) -> None:
    def late(route: Route) -> None:
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/office/numbers", late)  # a name typed before it would keep no number
    page.goto(f"{hub.base}/departments/conferences")
    page.get_by_role("button", name="Новая конференция").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Название").fill("Планёрка")
    window.get_by_label("PIN-код для входа").fill("12")
    window.get_by_role("button", name="Сохранить и опубликовать").click()
    expect(window).to_contain_text("PIN-код — от 4 до 10 цифр.")
    window.get_by_label("PIN-код для входа").fill("2580")
    window.get_by_role("button", name="Сохранить и опубликовать").click()
    expect(window).to_be_hidden()
    expect(page.get_by_role("row", name=re.compile("701 · Планёрка"))).to_contain_text(
        "по PIN-коду"
    )
    page.get_by_role("link", name="Праздники").click()
    expect(page.get_by_role("region", name="Календарь: Беларусь")).to_contain_text("Новый год")
    page.get_by_role("button", name="Добавить выходной").click()
    page.get_by_label("Название").fill("Корпоратив")
    page.get_by_label("С", exact=True).fill("2026-12-30")
    page.get_by_label("По", exact=True).fill("2026-12-29")
    save(page)
    expect(page.get_by_text("Конец раньше начала.")).to_be_visible()
    page.get_by_label("По", exact=True).fill("2026-12-31")
    save(page)
    expect(page.get_by_text("Изменения ещё не сохранены")).to_be_hidden()
    assert office(tidy)["holidays"]["off"] == [
        {"day": "2026-12-30", "to": "2026-12-31", "name": "Корпоратив"}
    ]
