"""The first run in a browser: a fresh home, an owner, and the way to the first answered call."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from . import story
from .conftest import Faults, sign_in
from .running_hub import RunningHub, start_hub

NUMBER = "+375173000000"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with an owner and no office."""
    running = start_hub(tmp_path_factory.mktemp("e2e-start"), is_empty=True)
    yield running
    running.stop()


@pytest.fixture
def owner(context: BrowserContext, fresh: RunningHub) -> Iterator[Page]:
    faults = Faults()
    page = context.new_page()
    faults.watch(page)
    sign_in(page, fresh)
    yield page
    assert faults == []


def online(hub: RunningHub, endpoint: str) -> None:
    hub.box.say("device", {"endpoint": endpoint, "state": "online", "address": "10.0.0.5:5060",
                           "user_agent": "Yealink", "rtt_ms": 3.0})  # fmt: skip


def at(page: Page, heading: str) -> Locator:
    """The step with this heading."""
    found = page.get_by_role("heading", name=heading)
    expect(found).to_be_visible()
    return page.locator("section.v-card").filter(has=found)


def fill_company(page: Page) -> None:
    step = at(page, "Кто вы?")
    step.get_by_label("Название компании").fill("Кофейня «Пар»")
    step.get_by_role("button", name="Дальше").click()


def fill_people(page: Page) -> None:
    step = at(page, "Кто у вас работает?")
    step.get_by_text("Вставить списком").click()
    step.get_by_label("Список").fill("Ирина Коваль 180\nОлег Сорока; 181\n\nВера Сташевич")
    step.get_by_role("button", name="Добавить из списка").click()
    expect(step.get_by_label("Имя")).to_have_count(3)


def fill_trunk(page: Page) -> None:
    step = at(page, "Как вам звонят из города?")
    step.get_by_role("button", name="Городской номер по SIP").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Взять настройки оператора").select_option(label="Белтелеком")
    window.get_by_label("Адрес сервера").fill("192.0.2.10")
    window.get_by_label("Логин", exact=True).fill("kofe")
    window.get_by_label("Пароль", exact=True).fill("operator-secret")
    window.get_by_label("Наши номера").fill(NUMBER)
    window.get_by_role("button", name="Сохранить").click()
    expect(window).to_have_count(0)


def choose_shop(page: Page) -> None:
    step = at(page, "Что услышит клиент?")
    step.get_by_text("Магазин", exact=True).click()
    step.get_by_label("Ирина Коваль 180").first.check()
    tells = page.get_by_role("complementary", name="Что будет со звонком")
    expect(tells).to_contain_text("25 секунд")
    expect(tells).to_contain_text("Ирина Коваль")
    step.get_by_role("button", name="Проверить").click()
    expect(step).to_contain_text("Проверено: так можно включать")
    step.get_by_role("button", name="Включить").click()


def call_and_answer(page: Page, fresh: RunningHub) -> None:
    step = at(page, "Позвоните себе")
    expect(step).to_contain_text("+375 17 300-00-00")
    expect(step).to_contain_text("Наберите 181 на телефоне Ирина Коваль 180")
    now = time.time()
    call, rows = story.incoming(now, "+375291234567", ("180",), "city", NUMBER, office=4)
    fresh.box.tell(rows)
    outside = step.get_by_role("region", name="Звонок клиента")
    expect(outside.locator('li[data-done="true"]')).to_have_count(2)
    fresh.box.tell(story.answer(call, now + 3, "180"))
    expect(outside).to_contain_text("Прошло: ответил(а) Ирина Коваль")
    fresh.box.tell(story.hang_up(call, now + 9))
    expect(step).to_contain_text("Контора работает")
    step.get_by_role("button", name="Готово").click()
    expect(page.get_by_role("heading", name="Готово, контора работает")).to_be_visible()


def test_from_nothing_to_the_first_answered_call(owner: Page, fresh: RunningHub) -> None:
    page, began = owner, time.monotonic()
    expect(page).to_have_url(f"{fresh.base}/start")
    fill_company(page)

    fill_people(page)
    step = at(page, "Кто у вас работает?")
    first = step.get_by_label("Внутренний номер").nth(2)
    expect(first).to_have_value("120")
    # An emergency number is refused beside its field, and what was typed stays.
    first.fill("112")
    step.get_by_role("button", name="Сохранить и дальше").click()
    expect(step.get_by_text("112")).not_to_have_count(0)
    expect(step.get_by_label("Имя").nth(2)).to_have_value("Вера Сташевич")
    # Another browser goes on where this one is.
    expect(page.get_by_text("Всё набранное сохранено")).to_be_visible()
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(
        service_workers="block", locale="ru-RU", storage_state=page.context.storage_state()
    ) as other:
        second = other.new_page()
        second.goto(f"{fresh.base}/start")
        theirs = at(second, "Кто у вас работает?")
        expect(theirs.get_by_label("Имя").nth(2)).to_have_value("Вера Сташевич")
    first.fill("182")
    step.get_by_role("button", name="Сохранить и дальше").click()

    step = at(page, "Подключите телефоны")
    expect(step).to_contain_text("Подключено 0 из 3")
    step.get_by_role("button", name="Показать пароли и коды").click()
    expect(step.get_by_role("img", name="Код для телефона 180")).to_be_visible()
    online(fresh, "180")
    online(fresh, "181")
    expect(step).to_contain_text("телефон 180 зарегистрирован")
    expect(step).to_contain_text("Подключено 2 из 3")
    step.get_by_role("button", name="Дальше").click()

    fill_trunk(page)
    step = at(page, "Как вам звонят из города?")
    row = step.locator('[data-line="city"]')
    expect(row).to_contain_text("Белтелеком")
    online(fresh, "city")
    expect(row).to_contain_text("свободна")
    step.get_by_role("button", name="Дальше").click()

    choose_shop(page)
    call_and_answer(page, fresh)
    assert time.monotonic() - began < 600


def test_a_working_office_is_never_led_through_it(owner: Page, fresh: RunningHub) -> None:
    expect(owner.get_by_role("region", name="Люди")).to_contain_text("Ирина Коваль")
    owner.goto(f"{fresh.base}/start")
    expect(owner.get_by_role("heading", name="Готово, контора работает")).to_be_visible()
