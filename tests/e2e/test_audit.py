"""P25 in a real browser: who did what, before and after, found, followed, exported, sealed."""

import httpx
from playwright.sync_api import Page, expect

from .conftest import sign_in
from .running_hub import RunningHub


def test_a_change_is_told_with_before_and_after(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    made = api.post("/api/v1/clients", json={"name": "Пётр Аудит"}).json()
    api.patch(f"/api/v1/clients/{made['id']}", json={"version": 1, "name": "Пётр Новый"})
    page.goto(f"{hub.base}/audit")
    row = page.get_by_role("listitem").filter(has_text="Изменена карточка клиента").first
    row.get_by_text("1 изменение").click()
    expect(row.get_by_role("row").last).to_contain_text("Пётр Аудит")
    expect(row.get_by_role("row").last).to_contain_text("Пётр Новый")
    row.get_by_role("link").click()
    expect(page).to_have_url(f"{hub.base}/clients/{made['id']}")


def test_the_log_is_filtered_exported_and_checked(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    api.post("/api/v1/clients", json={"name": "Ещё один"})
    page.goto(f"{hub.base}/audit")
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    page.get_by_label("Найти").fill("заведена карточка")
    expect(page).to_have_url(
        f"{hub.base}/audit?q=" + "%D0%B7%D0%B0%D0%B2%D0%B5%D0%B4%D0%B5%D0%BD"
        "%D0%B0+%D0%BA%D0%B0%D1%80%D1%82%D0%BE%D1%87%D0%BA%D0%B0"
    )
    expect(rows.filter(has_not_text="Заведена карточка клиента")).to_have_count(0)
    with page.expect_download() as got:
        page.get_by_role("link", name="Выгрузить CSV").click()
    text = got.value.path().read_text("utf-8-sig")
    assert "client_made" in text
    assert "signed_in" not in text
    page.get_by_label("Найти").fill("ничего такого нет")
    expect(page.get_by_text("Ничего не нашлось")).to_be_visible()
    page.get_by_role("button", name="Сбросить").click()
    expect(rows.first).to_be_visible()
    page.get_by_role("button", name="Проверить целость").click()
    expect(page.get_by_text("Журнал цел")).to_be_visible()


def test_employees_do_not_see_it(visitor: Page, hub: RunningHub) -> None:
    sign_in(visitor, hub, "oleg")
    visitor.goto(f"{hub.base}/audit")
    expect(visitor.get_by_text("Эту страницу видят владелец и администраторы.")).to_be_visible()
