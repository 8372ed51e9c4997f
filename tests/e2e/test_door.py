"""Who comes in, and how."""

import re

from playwright.sync_api import Page, expect

from .conftest import press_till_in, sign_in
from .running_hub import PASSWORD, RunningHub


def test_a_stranger_sees_nothing_but_the_door(visitor: Page, hub: RunningHub) -> None:
    visitor.goto(f"{hub.base}/calls?result=missed")
    expect(visitor).to_have_url(re.compile(r"/login\?next="))
    expect(visitor.get_by_role("navigation")).to_have_count(0)


def test_login_leads_to_where_one_wanted_to_go(visitor: Page, hub: RunningHub) -> None:
    sign_in(visitor, hub, at="/calls?result=missed")
    expect(visitor).to_have_url(f"{hub.base}/calls?result=missed")


def test_login_never_leads_to_a_foreign_site(visitor: Page, hub: RunningHub) -> None:
    sign_in(visitor, hub, at="/login?next=//evil.example/")
    expect(visitor).to_have_url(f"{hub.base}/")


def test_a_wrong_password_is_told_in_words(visitor: Page, hub: RunningHub) -> None:
    visitor.goto(hub.base)
    visitor.get_by_label("Логин").fill(hub.login)
    visitor.get_by_label("Пароль", exact=True).fill("wrong")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("alert")).to_contain_text("не подошли")


def test_too_many_wrong_passwords_close_the_door(visitor: Page, hub: RunningHub) -> None:
    visitor.goto(hub.base)
    visitor.get_by_label("Логин").fill("nobody")
    visitor.get_by_label("Пароль", exact=True).fill("wrong")
    alert = visitor.get_by_role("alert")
    for _ in range(15):
        with visitor.expect_response("**/auth/login") as answer:
            visitor.get_by_role("button", name="Войти").click()
        if answer.value.status == 429:
            break
    expect(alert).to_contain_text("Слишком много неверных паролей")


def test_the_first_owner_comes_in_by_his_link_once(visitor: Page, hub: RunningHub) -> None:
    visitor.goto(hub.welcome)
    expect(visitor.get_by_text("Ромашка")).to_be_visible()
    visitor.get_by_label("Ваше имя").fill("Ольга Владелец")
    visitor.get_by_label("Логин").fill("olga")
    visitor.get_by_label("Пароль", exact=True).fill(PASSWORD)
    press_till_in(visitor, "Начать работу")
    expect(visitor.get_by_role("navigation")).to_contain_text("Ольга Владелец")
    expect(visitor.get_by_text("У вас нет внутреннего номера")).to_be_visible()
    visitor.goto(hub.welcome)
    expect(visitor.get_by_text("Ссылка больше не действует")).to_be_visible()


def test_an_ended_session_costs_no_typed_word(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients/1")
    note = page.get_by_label("Заметка о клиенте")
    note.fill("Набрано до конца сеанса")
    page.context.clear_cookies(name="vochi")
    page.get_by_role("button", name="Сохранить").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("Сеанс закончился")
    window.get_by_label("Пароль", exact=True).fill(PASSWORD)
    window.get_by_role("button", name="Войти").click()
    expect(window).to_be_hidden()
    expect(note).to_have_value("Набрано до конца сеанса")
    page.get_by_role("button", name="Сохранить").click()
    expect(note).to_have_value("")
    expect(page.get_by_text("Набрано до конца сеанса")).to_be_visible()


def test_sign_out_closes_the_door(page: Page, hub: RunningHub) -> None:
    page.get_by_role("navigation").get_by_role("button").click()
    page.get_by_role("menuitem", name="Выйти").click()
    expect(page.get_by_label("Логин")).to_be_visible()
    page.goto(f"{hub.base}/clients")
    expect(page.get_by_label("Логин")).to_be_visible()
