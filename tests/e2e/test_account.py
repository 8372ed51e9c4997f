"""P19 in a real browser: password, code generator, passkeys, sessions, tokens, the door's rule."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from playwright.sync_api import Browser, Page, expect

from vochi.hub.accounts.areas import SCOPES

from .conftest import press_till_in, sign_in, signed_in
from .running_hub import RunningHub


def code_of(secret: str, step: int = 0) -> str:
    """A code of RFC 6238, as the app on a phone works it out."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def confirm(page: Page, hub: RunningHub) -> None:
    """The password once more: the page asks for it before the way in is changed."""
    asked = page.get_by_role("dialog", name="Это вы?")
    asked.get_by_label("Пароль", exact=True).fill(hub.password)
    asked.get_by_role("button", name="Подтвердить").click()
    expect(asked).to_be_hidden()


def card(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def test_a_name_is_changed_and_the_menu_leads_here(page: Page, hub: RunningHub) -> None:
    page.get_by_role("navigation").get_by_role("button", name="Ирина Коваль").click()
    page.get_by_role("menuitem", name="Моя учётная запись").click()
    mine = card(page, "Обо мне")
    mine.get_by_label("Имя на экранах").fill("Ирина К.")
    mine.get_by_role("button", name="Сохранить").click()
    expect(mine.get_by_role("status")).to_have_text("Сохранено")
    mine.get_by_label("Имя на экранах").fill("Ирина Коваль")
    mine.get_by_role("button", name="Сохранить").click()
    expect(mine.get_by_role("status")).to_have_text("Сохранено")


def test_a_weak_password_is_told_in_words(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/account")
    mine = card(page, "Пароль")
    mine.get_by_label("Нынешний пароль").fill("не тот")
    mine.get_by_label("Новый пароль").fill("123")
    expect(mine.get_by_text("не меньше 10 знаков")).to_be_visible()
    expect(mine.get_by_role("button", name="Сменить пароль")).to_be_disabled()
    mine.get_by_label("Новый пароль").fill("синий мост через реку")
    expect(mine.get_by_text("Хороший пароль.")).to_be_visible()
    mine.get_by_role("button", name="Сменить пароль").click()
    expect(mine.get_by_role("alert")).to_have_text("Нынешний пароль не подошёл.")
    expect(mine.get_by_label("Новый пароль")).to_have_value("синий мост через реку")


def test_other_sessions_are_ended(page: Page, hub: RunningHub) -> None:
    with signed_in(hub) as other:
        assert other.get("/api/v1/me").status_code == 200
        page.goto(f"{hub.base}/account")
        mine = card(page, "Где вы вошли")
        expect(mine.get_by_text("Этот сеанс")).to_have_count(1)
        mine.get_by_role("button", name="Завершить все остальные").click()
        expect(mine.get_by_role("listitem")).to_have_count(1)
        assert other.get("/api/v1/me").status_code == 401


def test_a_token_is_shown_once_and_revoked(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/account")
    mine = card(page, "Ключи для программ")
    mine.get_by_role("button", name="Новый ключ").click()
    window = page.get_by_role("dialog", name="Новый ключ")
    window.get_by_label("Название").fill("Отчёты")
    window.get_by_label("Только выбранное").check()
    window.get_by_label("Звонки: смотреть").check()
    window.get_by_role("button", name="Создать ключ").click()
    made = page.get_by_role("dialog", name="Ключ создан")
    token = made.locator("code").inner_text()
    assert "calls:read" in SCOPES
    with signed_in(hub) as http:
        http.cookies.clear()
        http.headers["Authorization"] = f"Bearer {token}"
        assert http.get("/api/v1/calls").status_code == 200
        assert http.get("/api/v1/clients").json()["code"] == "scope_needed"
        made.get_by_role("button", name="Готово").click()
        expect(mine.get_by_text("Звонки: смотреть")).to_be_visible()
        expect(page.get_by_text(token)).to_have_count(0)
        mine.get_by_role("button", name="Отозвать ключ: Отчёты").click()
        expect(mine.get_by_text("Звонки: смотреть")).to_be_hidden()
        assert http.get("/api/v1/calls").status_code == 401


def test_a_code_generator_is_set_up_asked_for_and_turned_off(
    page: Page, hub: RunningHub, browser: Browser
) -> None:
    page.goto(f"{hub.base}/account")
    mine = card(page, "Код из приложения")
    mine.get_by_role("button", name="Включить").click()
    expect(
        mine.get_by_title("Квадрат для приложения").or_(mine.locator("svg")).first
    ).to_be_visible()
    mine.get_by_text("Ввести вручную").click()
    secret = mine.locator("details p").inner_text()
    mine.get_by_label("Код из приложения").fill("000000")
    mine.get_by_role("button", name="Проверить и включить").click()
    expect(mine.get_by_role("alert")).to_contain_text("Код не подошёл")
    mine.get_by_label("Код из приложения").fill(code_of(secret))
    mine.get_by_role("button", name="Проверить и включить").click()
    codes = page.get_by_role("dialog", name="Запасные коды")
    confirm(page, hub)
    expect(codes.get_by_role("listitem")).to_have_count(10)
    spare = codes.get_by_role("listitem").first.inner_text()
    codes.get_by_role("button", name="Готово").click()
    expect(mine.get_by_text("Включён с")).to_be_visible()

    stranger = browser.new_context(service_workers="block", locale="ru-RU")
    try:
        door = stranger.new_page()
        door.goto(hub.base)
        door.get_by_label("Логин").fill(hub.login)
        door.get_by_label("Пароль", exact=True).fill(hub.password)
        door.get_by_role("button", name="Войти", exact=True).click()
        door.get_by_label("Код подтверждения").fill(spare)
        press_till_in(door, "Войти")
    finally:
        stranger.close()
    mine.get_by_role("button", name="Отключить").click()
    expect(mine.get_by_role("button", name="Включить")).to_be_visible()


def test_a_passkey_opens_the_door(visitor: Page, hub: RunningHub) -> None:
    # A passkey belongs to a name: `localhost` is one, a bare address is none.
    at = hub.base.replace("127.0.0.1", "localhost")
    devices = visitor.context.new_cdp_session(visitor)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }})  # fmt: skip
    visitor.goto(f"{hub.base}/account")
    sign_in(visitor, RunningHub(at, hub.box, "", hub.process, hub.home), at="/account")
    mine = card(visitor, "Ключи доступа")
    mine.get_by_label("Как назвать ключ").fill("Ноутбук")
    mine.get_by_role("button", name="Добавить ключ доступа").click()
    confirm(visitor, hub)
    expect(mine.get_by_text("Ноутбук")).to_be_visible()
    visitor.context.clear_cookies()
    visitor.goto(f"{at}/login")
    visitor.get_by_role("button", name="По ключу доступа").click()
    expect(visitor.get_by_role("navigation").first).to_be_visible()
    visitor.goto(f"{at}/account")
    expect(mine.get_by_text("Последний вход")).to_be_visible()
    mine.get_by_role("button", name="Удалить ключ доступа: Ноутбук").click()
    confirm(visitor, hub)
    expect(mine.get_by_text("Ноутбук")).to_be_hidden()


def test_passkeys_are_explained_at_a_bare_address(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/account")
    expect(card(page, "Ключи доступа")).to_contain_text("защищённый адрес (https)")


def test_an_employee_sees_his_own_page_without_the_rule(visitor: Page, hub: RunningHub) -> None:
    sign_in(visitor, hub, "oleg", at="/account")
    expect(card(visitor, "Где вы вошли")).to_be_visible()
    expect(card(visitor, "Вход в компанию")).to_have_count(0)


def test_a_locked_out_login_is_opened(page: Page, hub: RunningHub) -> None:
    import httpx

    with httpx.Client(base_url=hub.base) as knocking:
        knocking.get("/_allauth/browser/v1/auth/session")
        for _ in range(10):
            knocking.post(
                "/_allauth/browser/v1/auth/login",
                json={"username": "oleg", "password": "не тот пароль"},
                headers={"X-CSRFToken": knocking.cookies["csrftoken"]},
            )
    page.goto(f"{hub.base}/account")
    rule = card(page, "Вход в компанию")
    rule.get_by_role("button", name="Открыть вход: Олег Сорока").click()
    expect(rule.get_by_text("Никого.")).to_be_visible()
    with signed_in(hub, "oleg") as http:
        assert http.get("/api/v1/me").status_code == 200
