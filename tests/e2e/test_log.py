"""S36, S37: the call log, the call, the recording."""

import re

import httpx
from playwright.sync_api import Locator, Page, expect

from .running_hub import RunningHub


def rows(page: Page) -> Locator:
    """Rows of the log that are drawn now."""
    return page.get_by_role("list", name="Журнал звонков").get_by_role("listitem")


def test_filters_live_in_the_address(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/calls")
    page.get_by_role("button", name="Пропущенные").click()
    expect(page).to_have_url(f"{hub.base}/calls?result=missed")
    count = len(api.get("/api/v1/calls", params={"result": "missed", "limit": 200}).json()["items"])
    expect(rows(page)).to_have_count(count)
    page.get_by_label("Линия").select_option("mts-1")
    expect(page).to_have_url(f"{hub.base}/calls?result=missed&line=mts-1")
    wanted = api.get("/api/v1/calls", params={"result": "missed", "line": "mts-1"}).json()["items"]
    expect(rows(page)).to_have_count(len(wanted))
    page.reload()
    expect(rows(page)).to_have_count(len(wanted))
    expect(page.get_by_label("Линия")).to_have_value("mts-1")
    page.get_by_role("button", name="Сбросить").click()
    expect(page).to_have_url(f"{hub.base}/calls")


def test_search_by_any_part_of_number_or_name(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/calls")
    field = page.get_by_label("Часть номера или имени")
    expect(field).to_be_visible()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    field.press_sequentially("66-66")
    expect(page).to_have_url(re.compile(r"q=66-66"))
    first = rows(page).first
    expect(first).to_contain_text("Сергей Панько")
    field.fill("шереметьев")
    expect(first).to_contain_text("Шереметьев-Загорский")
    field.fill("такого нет")
    expect(page.get_by_text("Ничего не нашлось")).to_be_visible()


def test_keys_walk_the_log(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/calls?q=66-66")
    expect(rows(page).first).to_contain_text("Панько")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    active = page.locator("[data-active=true] a[data-call]")
    expect(active).to_be_focused()
    call = active.get_attribute("data-call")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{hub.base}/calls/{call}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Сергей Панько")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{hub.base}/calls?q=66-66")


def test_the_log_draws_only_what_is_in_sight(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    from .story import hang_up, incoming

    facts = []
    for n in range(300):
        call, told = incoming(1_700_000_000.0 + n * 60, f"+3752911{n:05d}", ("182",))
        facts += [*told, *hang_up(call, 1_700_000_000.0 + n * 60 + 9)]
    hub.box.tell(facts)
    page.goto(f"{hub.base}/calls?since=2023-11-14&until=2023-11-15")
    expect(rows(page).first).to_be_visible()
    expect(rows(page).first).to_contain_text("+375 29 110-02-99")
    assert rows(page).count() < 60
    last = "+[...document.querySelectorAll('main [role=listitem]')].at(-1).ariaPosInSet"
    while (before := page.evaluate(last)) < 300:
        page.keyboard.press("End")
        page.wait_for_function(f"before => {last} > before", arg=before)
    expect(page.get_by_text("+375 29 110-00-00")).to_be_visible()
    assert rows(page).count() < 60


def test_a_call_shows_who_rang_who_talked_and_plays(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    wanted = api.get("/api/v1/calls", params={"line": "city", "has_recording": True}).json()
    call = wanted["items"][0]
    page.goto(f"{hub.base}/calls/{call['id']}")
    legs = page.get_by_role("region", name="Кто и когда")
    expect(legs.get_by_role("listitem").filter(has_text="Олег Сорока")).to_contain_text(
        "говорил 1:0"
    )
    expect(legs.get_by_role("listitem").filter(has_text="Ирина Коваль")).to_contain_text(
        "ответил другой"
    )
    trace = page.get_by_role("region", name="Почему звонил и не звонил")
    expect(trace.get_by_role("listitem").first).to_be_visible()
    expect(trace.locator('[data-about="device"]')).to_have_count(3)
    answered = trace.locator('[data-about="device"][data-tone="rang"]')
    expect(answered.filter(has_text="Телефон 181")).to_contain_text("ответили через")
    expect(page.get_by_test_id("player-time")).to_have_text("0:00 / 1:05")
    page.get_by_text("2×").click()
    page.get_by_role("button", name="Слушать").click()
    expect(page.get_by_role("button", name="Пауза")).to_be_visible()
    expect(page.get_by_test_id("player-time")).to_contain_text(re.compile(r"^0:(0[2-9]|[1-5])"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Слушать")).to_be_visible()
    page.get_by_label("Место в записи").fill("60")
    expect(page.get_by_test_id("player-time")).to_contain_text("1:00 /")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать").click()
    assert download.value.suggested_filename.endswith(".mp3")


def test_a_missing_page_leads_home(page: Page, hub: RunningHub) -> None:
    for path in ("/nowhere", "/calls/999999", "/clients/999999", "/calls/abc"):
        page.goto(hub.base + path)
        expect(page.get_by_role("heading", name="Такой страницы нет")).to_be_attached()
    page.get_by_role("link", name="На рабочий стол").click()
    expect(page).to_have_url(f"{hub.base}/")


def test_a_view_is_saved_opened_first_and_sent(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/calls?result=missed&line=mts-1")
    page.get_by_role("button", name="Виды").click()
    page.get_by_role("menuitem", name="Сохранить как вид").click()
    page.get_by_label("Название вида").fill("Пропущенные МТС")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page).to_have_url(re.compile(r"result=missed.*view=\d+"))
    page.get_by_role("button", name="Вид: Пропущенные МТС").click()
    page.get_by_role("menuitem", name="Открывать журнал с этого вида").click()
    expect(page.get_by_text("Журнал открывается с вида «Пропущенные МТС»")).to_be_visible()
    page.goto(f"{hub.base}/calls")
    expect(page).to_have_url(re.compile(r"result=missed.*view=\d+"))
    page.get_by_role("button", name="Вид: Пропущенные МТС").click()
    page.get_by_role("menuitem", name="Удалить вид").click()
    expect(page.get_by_role("button", name="Виды")).to_be_visible()
    expect(page.get_by_text("Вид «Пропущенные МТС» удалён")).to_be_visible()
    page.goto(f"{hub.base}/calls")
    expect(rows(page).first).to_be_visible()
    expect(page).to_have_url(f"{hub.base}/calls")


def test_sound_and_reasons_open_in_the_row(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/calls?recorded=1")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    player = page.get_by_test_id("row-sound")
    expect(player.get_by_test_id("row-time")).to_contain_text("/")
    expect(player.get_by_role("button", name="Закрыть плеер")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_test_id("row-why")).to_contain_text("Телефон")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("row-why")).to_have_count(0)
    expect(page).to_have_url(f"{hub.base}/calls?recorded=1")


def test_many_calls_get_a_tag(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/calls?result=missed")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.get_by_role("region", name="Действия с выбранными")
    expect(bar).to_contain_text("Выбрано 2")
    bar.get_by_role("button", name="Метка").click()
    page.get_by_label("Название метки").fill("Разобрать")
    page.get_by_label("Название метки").press("Enter")
    expect(page.get_by_text("Готово: изменено 2")).to_be_visible()
    expect(bar).to_have_count(0)
    found = api.get("/api/v1/labels").json()
    slug = next(one["slug"] for one in found if one["name"] == "Разобрать")
    assert len(api.get("/api/v1/calls", params={"tag": slug}).json()["items"]) == 2
    page.get_by_label("Метка", exact=True).select_option(slug)
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_test_id("found")).to_have_text("2 звонка")


def test_a_line_for_each_client(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/calls")
    page.get_by_role("button", name="По клиентам").click()
    expect(page).to_have_url(re.compile(r"by=client"))
    lines = api.get("/api/v1/calls/clients", params={"limit": 50}).json()["items"]
    often = next(one for one in lines if one["calls"] > 1)
    words = f"{often['calls']} звонк"
    row = rows(page).filter(has_text=often["call"]["client"]["pretty"]).first
    row.get_by_role("button", name=re.compile(words)).click()
    expect(page).to_have_url(re.compile(r"client=%2B"))
    expect(rows(page)).to_have_count(often["calls"])


def test_the_blacklist_page(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/lists")
    page.get_by_label("Номер телефона").fill("8 029 777-12-34")
    page.get_by_label("Почему (необязательно)").fill("Спам <b>про кредиты</b>")
    page.get_by_label("На сколько").select_option("1")
    page.get_by_role("button", name="Добавить", exact=True).click()
    row = page.get_by_role("list", name="чёрный список").get_by_role("listitem").filter(
        has_text="777-12-34"
    )  # fmt: skip
    expect(row).to_contain_text("Спам <b>про кредиты</b>")
    expect(row).to_contain_text("с тех пор не звонил")
    page.get_by_label("Номер, имя или причина").fill("кредиты")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Убрать из списка").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Вернуть").last.click()
    expect(row).to_be_visible()
    listed = api.get("/api/v1/lists/blacklist", params={"q": "7771234"}).json()["items"]
    assert [one["number"] for one in listed] == ["+375297771234"]
    api.delete("/api/v1/lists/blacklist/+375297771234")
