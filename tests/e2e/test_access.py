"""X9, WCAG: axe finds nothing serious, nothing runs out of a narrow screen."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from . import story
from .conftest import sign_in, signed_in
from .running_hub import RunningHub, start_hub

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def busy(hub: RunningHub) -> Iterator[None]:
    """One talk of 180, one call that rings, as the desk is on a usual day."""
    now = time.time()
    talk, rows = story.incoming(now - 60, "+375296666666", ("180", "181"))
    hub.box.tell([*rows, *story.answer(talk, now - 55, "180")])
    rings, rows = story.incoming(now - 5, "+375336112004", ("182",), "mts-1", "+375331110003")
    hub.box.tell(rows)
    yield
    for call in (talk, rings):
        hub.box.tell(story.hang_up(call, time.time()))


@pytest.fixture(scope="module", params=["light", "dark", "phone"])
def looked(request: pytest.FixtureRequest, browser: Browser, hub: RunningHub) -> Iterator[Page]:
    phone = request.param == "phone"
    context = browser.new_context(
        viewport={"width": 360, "height": 740} if phone else {"width": 1440, "height": 900},
        color_scheme="dark" if request.param == "dark" else "light",
        locale="ru-RU",
        reduced_motion="reduce",
        bypass_csp=True,
        service_workers="block",
    )
    page = context.new_page()
    sign_in(page, hub)
    yield page
    context.close()


def open_call(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/calls?recorded=1")
    page.locator("[data-call]").first.click()
    expect(page.get_by_test_id("wave")).to_be_visible()


def open_transfer(page: Page, hub: RunningHub) -> None:
    page.goto(hub.base)
    page.get_by_role("button", name="Перевести").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def open_edit(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients/1")
    page.get_by_role("button", name="Изменить").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def at(path: str, text: str) -> Callable[[Page, RunningHub], None]:
    def go(page: Page, hub: RunningHub) -> None:
        page.goto(hub.base + path)
        expect(page.get_by_text(text).first).to_be_visible()

    return go


def drawn(name: str, text: str) -> Callable[[Page, RunningHub], None]:
    """The constructor with one of its panels."""

    def go(page: Page, hub: RunningHub) -> None:
        page.goto(f"{hub.base}/schemes/main")
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_text(text).first).to_be_visible()

    return go


def open_node(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/schemes/main")
    page.locator('[data-node="sales"]').click()
    expect(page.get_by_text("Кому звонить").first).to_be_visible()


def open_drawn_call(page: Page, hub: RunningHub) -> None:
    """The last call that went by a scheme."""
    calls = page.request.get(f"{hub.base}/api/v1/calls?direction=in").json()
    page.goto(f"{hub.base}/calls/{calls['items'][0]['id']}/scheme")
    expect(page.get_by_text("Как прошёл звонок").first).to_be_visible()


def open_days(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/audit")
    page.get_by_label("Период").select_option("days")
    expect(page.get_by_label("С какого дня")).to_be_visible()


@pytest.fixture(scope="module")
def alike(hub: RunningHub) -> tuple[int, int]:
    """Two cards that look like one person, known well: fields, chips, notes, an import."""
    with signed_in(hub) as http:
        first, second = (
            http.post("/api/v1/clients", json=each).json()["id"]
            for each in (
                {"name": "Двойникова Ольга Викторовна", "phones": ["+375257770011"],
                 "emails": ["olga.dvoynikova@verylongname-example.by"], "company_name": "Лён и Ко"},
                {"name": "Ольга Двойникова", "phones": ["+375257770012"],
                 "emails": ["olga.dvoynikova@verylongname-example.by"], "company_name": "ООО Лён"},
            )
        )  # fmt: skip
        http.post(f"/api/v1/clients/{first}/notes", json={"text": "Просит звонить утром."})
        due = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
        http.post("/api/v1/promises", json={"number": "+375257770011", "due_at": due, "text": "КП"})
        for name, kind in (("Город доставки", "text"), ("Скидка", "number")):
            http.post("/api/v1/clients/fields", json={"name": name, "kind": kind})
    return first, second


def open_ticked(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients?q=Двойникова")
    for name in ("Двойникова Ольга Викторовна", "Ольга Двойникова"):
        # By the keyboard: on a phone the pop-up of the call lies above the list.
        page.get_by_label(f"Отметить: {name}", exact=True).press("Space")
    expect(page.get_by_role("toolbar").get_by_text("Написать SMS")).to_be_visible()


def open_merge(page: Page, hub: RunningHub) -> None:
    open_ticked(page, hub)
    page.get_by_role("toolbar").get_by_role("link", name="Объединить").press("Enter")
    expect(page.get_by_role("region", name="Что получится")).to_contain_text("Двойникова")


def open_full_card(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients?q=Двойникова Викторовна")
    page.get_by_role("main").get_by_role("link").filter(has_text="Викторовна").press("Enter")
    expect(page.get_by_text("Просит звонить утром.")).to_be_visible()
    expect(page.get_by_text("КП")).to_be_visible()


def open_import(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients/import")
    lines = ["ФИО;Организация;Телефон;Примечание", "Файлов Пётр;Лён;8 025 700-77-01;любит утро"]
    lines += ["Файлова Анна;;не номер;", "Ольга;Лён;+375257770011;уже есть"]
    page.locator("input[type=file]").set_input_files(
        {"name": "база.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    expect(page.get_by_text("Файл прочитан, ещё ничего не записано").first).to_be_visible()


def open_books(page: Page, hub: RunningHub) -> None:
    """The phone book of desk phones, with a book whose addresses are shown."""
    page.goto(f"{hub.base}/devices")
    section = page.get_by_role("region", name="Телефонная книга")
    begin = section.get_by_role("button", name="Создать книгу")
    expect(begin).to_be_visible()
    if section.get_by_role("listitem").count() == 0:
        section.get_by_label("Для каких телефонов").fill("Приёмная")
        begin.click()
    else:
        section.get_by_role("button", name="Что вписать в телефон").first.click()
    expect(section.get_by_text("Grandstream").first).to_be_visible()


def open_pop_up(page: Page, hub: RunningHub) -> None:
    """The talk of the usual day, seen from another page."""
    page.goto(f"{hub.base}/clients")
    popup = page.get_by_test_id("popup")
    expect(popup).to_be_visible()
    wide = popup.get_by_role("button", name="Развернуть")
    if wide.count():  # a phone has it small beside the page
        wide.click()
    expect(popup.get_by_test_id("glance")).to_be_visible()


def open_small_pop_up(page: Page, hub: RunningHub) -> None:
    open_pop_up(page, hub)
    page.get_by_test_id("popup").get_by_role("button", name="Свернуть").click()
    expect(page.get_by_test_id("popup").get_by_test_id("glance")).to_have_count(0)


def open_notices(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/account")
    expect(page.get_by_test_id("my-notices")).to_contain_text("Подключить")


SCREENS: dict[str, Callable[[Page, RunningHub], None]] = {
    "desk": at("/", "Сергей Панько"),
    "todo": at("/todo", "звонил 2 раза"),
    "log": at("/calls", "Пропущен"),
    "log-empty": at("/calls?q=zzzz", "Ничего не нашлось"),
    "call": open_call,
    "clients": at("/clients", "Анна Лис"),
    "client": at("/clients/1", "Просит счёт на ИП."),
    "client-full": open_full_card,
    "clients-ticked": open_ticked,
    "clients-doubles": at("/clients/doubles", "Двойникова Ольга Викторовна"),
    "clients-merge": open_merge,
    "clients-import": at("/clients/import", "Клиенты из файла"),
    "clients-import-look": open_import,
    "client-fields": at("/client-fields", "Город доставки"),
    "devices": at("/devices", "Yealink"),
    "check": at("/check", "Люди в этот момент"),
    "account": at("/account", "Где вы вошли"),
    "audit": at("/audit", "Проверить целость"),
    "publish": at("/publish", "Скачать YAML"),
    "people": at("/people", "Марина Гук"),
    "person": at("/people/irina", "Как настроить телефоны"),
    "person-new": at("/people/new", "Имя и фамилия"),
    "roles": at("/people/roles", "Встроенные роли"),
    "people-import": at("/people/import", "Выбрать файл"),
    "departments": at("/departments", "901 · Продажи"),
    "department": at("/departments/901", "Кто дольше свободен"),
    "follow-me": at("/departments/follow-me/new", "То же словами"),
    "conferences": at("/departments/conferences", "Конференций пока нет"),
    "numbers": at("/departments/numbers", "Свободные номера"),
    "codes": at("/departments/codes", "Перехватить звонок"),
    "holidays": at("/departments/holidays", "День Победы"),
    "company": at("/departments/company", "План внутренних номеров"),
    "outgoing": at("/outgoing", "Экстренные службы"),
    "schemes": at("/schemes", "Отвечает: A1-1"),
    "scheme": at("/schemes/main", "Звонок пришёл"),
    "outgoing-drawn": at("/schemes/out/usual", "всегда, по любой линии"),
    "scheme-node": open_node,
    "scheme-what-if": drawn("Что будет, если", "Кто звонит"),
    "scheme-words": drawn("Словами", "Словами"),
    "replay": at("/schemes/replay", "Прогнать"),
    "call-drawn": open_drawn_call,
    "lines": at("/lines", "SIM-карты в шлюзах"),
    "line": at("/lines/city", "Что с чем связано"),
    "migration": at("/lines/migration", "Добавить номер"),
    "prompts": at("/prompts", "Фразы станции"),
    "integrations": at("/integrations", "Как принимать"),
    "links": at("/integrations", "Битрикс24"),
    "link-bitrix": at("/integrations/bitrix", "Как подключить"),
    "link-amo": at("/integrations/amo", "Как подключить"),
    "link-mail": at("/integrations/mail", "Почтовый сервер"),
    "link-telegram": at("/integrations/telegram", "Бот"),
    "my-notices": open_notices,
    "audit-days": open_days,
    "privacy": at("/privacy", "Сколько хранить записи"),
    "privacy-person": at("/privacy/person?number=%2B375296666666", "Выгрузить данные"),
    "start": at("/start", "Первый запуск"),
    "missing": at("/nowhere", "На рабочий стол"),
    "phone-book": open_books,
    "pop-up": open_pop_up,
    "pop-up-small": open_small_pop_up,
    "transfer": open_transfer,
    "edit": open_edit,
}


#: Pages of an office that is not set up yet, and what each offers to do.
EMPTY = {
    "/start": "Кто вы?",
    "/departments": "Открыть «Первый запуск»",
    "/outgoing": "Открыть «Первый запуск»",
    "/schemes": "Начните с готовой",
    "/lines": "Подключить первую линию",
    "/people": "Загрузить списком",
    "/prompts": "Добавить запись",
    "/publish": "К схемам",
}


def serious(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.usefixtures("busy", "alike")
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_serves_everybody(looked: Page, hub: RunningHub, screen: str) -> None:
    SCREENS[screen](looked, hub)
    assert_serves(looked)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with an owner and no office."""
    running = start_hub(tmp_path_factory.mktemp("e2e-access"), is_empty=True)
    yield running
    running.stop()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_an_empty_office_leads_on(browser: Browser, fresh: RunningHub, colours: str) -> None:
    """The first run has a tab while it is needed; each empty page names the next step."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme="dark" if colours == "dark" else "light",
        locale="ru-RU",
        reduced_motion="reduce",
        bypass_csp=True,
        service_workers="block",
    )
    page = context.new_page()
    sign_in(page, fresh)
    for path, next_step in EMPTY.items():
        page.goto(fresh.base + path)
        expect(page.get_by_role("main").get_by_text(next_step).first).to_be_visible()
        cabinet = page.get_by_role("navigation", name="Кабинет")
        expect(cabinet.get_by_role("link", name="Первый запуск")).to_have_count(1)
        assert_serves(page)
    context.close()


def test_a_finished_office_has_no_tab_of_the_first_run(page: Page, hub: RunningHub) -> None:
    with page.expect_response("**/api/v1/start"):
        page.goto(f"{hub.base}/people")
    cabinet = page.get_by_role("navigation", name="Кабинет")
    expect(cabinet.get_by_role("link", name="Публикация")).to_be_visible()
    expect(cabinet.get_by_role("link", name="Первый запуск")).to_have_count(0)


def assert_serves(looked: Page) -> None:
    """Axe and the width of a page that is open."""
    # Windows fade in; a half-faded text has half its contrast.
    looked.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
    assert serious(looked) == []
    wide = looked.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "the page runs out of the screen sideways"


def test_the_door_serves_everybody(visitor: Page, hub: RunningHub) -> None:
    visitor.goto(hub.base)
    expect(visitor.get_by_label("Логин")).to_be_visible()
    visitor.evaluate(AXE.read_text())
    assert serious_of_injected(visitor) == []


def serious_of_injected(page: Page) -> list[str]:
    found = page.evaluate("async () => (await axe.run()).violations")
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
