"""Own roles and limits of sight (S24): made in the cabinet, and felt by whoever is limited."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from . import story
from .running_hub import PASSWORD, RunningHub

SALES, SERVICE = "+375291770901", "+375291770902"


@pytest.fixture
def pavel(hub: RunningHub, api: httpx.Client) -> Iterator[None]:
    """Павел Жук (183, «Сервис») comes in as `pavel`; a call of each department is told."""
    now = time.time()
    for client, rung in ((SALES, ("180", "181")), (SERVICE, ("183", "184"))):
        call, rows = story.incoming(now - 60, client, rung)
        hub.box.tell([*rows, *story.answer(call, now - 55, rung[0])])
        hub.box.tell(story.hang_up(call, now - 30))
    yield
    found = api.get("/api/v1/people/pavel").json()
    phones = [{"account": "183", "name": "Yealink T31P"}]
    kept = {key: found[key] for key in ("name", "extension", "outbound")}
    body = {**kept, "departments": ["902"], "phones": phones}
    api.put("/api/v1/people/pavel", json=body).raise_for_status()
    for role in api.get("/api/v1/roles").json():
        if not role["built_in"]:
            api.delete(f"/api/v1/roles/{role['slug']}")


@pytest.mark.usefixtures("pavel")
def test_whoever_is_limited_to_his_department_sees_no_other_call(
    page: Page, hub: RunningHub, browser: Browser
) -> None:
    page.goto(f"{hub.base}/people/pavel")
    page.get_by_label("Имя для входа").fill("pavel")
    sight = page.get_by_role("group", name="Видит")
    sight.get_by_role("radio", name=re.compile("^Своих отделов")).check()
    expect(page.get_by_text("видит отделы, в которых состоит: Сервис")).to_be_visible()
    page.get_by_role("button", name="Сохранить и опубликовать").click()
    address = page.get_by_test_id("invite-link").inner_text()
    other = browser.new_context(
        service_workers="block", locale="ru-RU", viewport={"width": 1440, "height": 900}
    )
    guest = other.new_page()
    guest.goto(address)
    guest.get_by_label("Пароль", exact=True).fill(PASSWORD)
    guest.get_by_role("button", name="Войти").click()
    guest.get_by_role("button", name="К рабочему столу").click()
    expect(guest.get_by_role("navigation").first).to_be_visible()
    guest.goto(f"{hub.base}/calls")
    expect(guest.get_by_text("+375 29 177-09-02").first).to_be_visible()
    expect(guest.get_by_text("+375 29 177-09-01")).to_have_count(0)
    # Nor by his own program, which asks for that very number.
    asked = other.request.get(f"{hub.base}/api/v1/calls", params={"q": SALES})
    assert asked.json()["items"] == []
    # The limit is gone as soon as the administrator says so.
    sight.get_by_role("radio", name=re.compile("^Все звонки")).check()
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and answer.url.endswith("/people/pavel")
    ) as saved:  # fmt: skip
        page.get_by_role("button", name="Сохранить и опубликовать").click()
    assert saved.value.ok
    expect(page.get_by_text("Сохранено: вход и права").first).to_be_visible()
    guest.reload()
    expect(guest.get_by_text("+375 29 177-09-01").first).to_be_visible()
    other.close()


@pytest.mark.usefixtures("pavel")
def test_a_role_is_made_given_and_not_taken_away_while_somebody_has_it(
    page: Page, hub: RunningHub
) -> None:
    page.goto(f"{hub.base}/people")
    page.get_by_role("link", name="Роли").click()
    page.get_by_role("button", name="Новая роль").first.click()
    window = page.get_by_role("dialog")
    window.get_by_role("button", name="Создать роль").click()
    expect(window.get_by_text("Напишите название.")).to_be_visible()
    window.get_by_label("Название роли").fill("сотрудник")
    window.get_by_role("radio", name=re.compile("^Только свои")).check()
    window.get_by_role("checkbox", name="Переписка SMS").check()
    # Who has nothing of SMS sends none either.
    expect(window.get_by_role("checkbox", name="Отправлять SMS")).to_be_disabled()
    window.get_by_role("button", name="Создать роль").click()
    expect(window.get_by_text("Роль «сотрудник» уже есть. Назовите иначе.")).to_be_visible()
    window.get_by_label("Название роли").fill("Оператор без SMS")
    window.get_by_role("button", name="Создать роль").click()
    row = page.locator("[data-role='operator-bez-sms']")
    expect(row).to_contain_text("Только свои")
    expect(row).to_contain_text("ни у кого")
    page.goto(f"{hub.base}/people/pavel")
    page.get_by_label("Имя для входа").fill("pavel.role")
    page.get_by_label("Роль", exact=True).select_option(label="Оператор без SMS")
    expect(page.get_by_role("radio", name=re.compile("^Как в роли"))).to_be_checked()
    page.get_by_role("button", name="Сохранить и опубликовать").click()
    expect(page.get_by_text("Сохранено: вход и права").first).to_be_visible()
    page.goto(f"{hub.base}/people")
    expect(page.locator("[data-person='pavel']")).to_contain_text("видит: только свои")
    page.goto(f"{hub.base}/people/roles")
    expect(row).to_contain_text("1 человек")
    row.get_by_role("button", name="Удалить").click()
    expect(page.get_by_text("Эта роль есть у: Павел Жук.")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("button", name="Удалить")).to_be_disabled()


def test_why_his_phone_rings_is_a_click_away(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/people/marina")
    page.get_by_role("link", name="Почему звонит 182").click()
    rings = page.get_by_role("region", name=re.compile("звонит"))
    expect(rings.get_by_role("combobox")).to_have_value("182")
    expect(rings.get_by_role("listitem").first).to_be_visible()
