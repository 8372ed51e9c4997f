"""S38, S10: cards, their conflicts, and what to type into a phone."""

import re

import httpx
from playwright.sync_api import Page, expect

from .running_hub import RunningHub


def test_a_client_is_made_found_and_called(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients")
    expect(page.get_by_role("heading", level=1)).to_have_text("Клиенты")
    page.keyboard.press("n")
    window = page.get_by_role("dialog", name="Новый клиент")
    window.get_by_label("Телефон").fill("8 029 700-80-90")
    window.get_by_label("Имя").fill("Вера Ясень")
    window.get_by_role("button", name="Сохранить").click()
    expect(page).to_have_url(re.compile(r"/clients/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Вера Ясень")
    expect(page.get_by_role("region", name="Телефоны")).to_contain_text("+375 29 700-80-90")
    page.goto(f"{hub.base}/clients")
    page.get_by_role("searchbox").fill("70080")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text("Вера Ясень")


def test_nothing_is_overwritten_silently(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    card = api.post("/api/v1/clients", json={"name": "Старое", "phones": ["+375291234000"]}).json()
    page.goto(f"{hub.base}/clients/{card['id']}")
    page.get_by_role("button", name="Изменить").click()
    window = page.get_by_role("dialog", name="Изменить карточку")
    window.get_by_label("Имя").fill("Моё имя")
    other = api.patch(
        f"/api/v1/clients/{card['id']}",
        json={"version": card["version"], "name": "Чужое имя", "company_name": "Чужая"},
    )
    assert other.status_code == 200
    save = window.get_by_role("button", name="Сохранить")
    save.click()
    expect(window.get_by_role("alert")).to_contain_text("изменил кто-то другой")
    expect(window.get_by_text("Чужое имя")).to_be_visible()
    expect(window.get_by_label("Компания")).to_have_value("Чужая")
    expect(window.get_by_label("Имя")).to_have_value("Моё имя")
    expect(save).to_be_disabled()
    window.get_by_role("button", name="Оставить моё").click()
    save.click()
    expect(window).to_be_hidden()
    now = api.get(f"/api/v1/clients/{card['id']}").json()
    assert (now["name"], now["company_name"]) == ("Моё имя", "Чужая")


def test_what_others_change_is_seen_without_a_reload(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    card = api.post("/api/v1/clients", json={"name": "До", "phones": ["+375291234111"]}).json()
    page.goto(f"{hub.base}/clients/{card['id']}")
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("До")
    api.patch(f"/api/v1/clients/{card['id']}", json={"version": card["version"], "name": "После"})
    expect(title).to_have_text("После")


def test_hostile_names_are_text(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    name = '<img src=x onerror="document.title=1">\u202eabc'
    card = api.post("/api/v1/clients", json={"name": name, "phones": ["+375291234222"]}).json()
    page.goto(f"{hub.base}/clients/{card['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x")
    expect(page.locator("h1 img")).to_have_count(0)


def test_settings_of_a_phone(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/devices")
    phone = page.locator('[data-account="180"]')
    expect(phone).to_contain_text("Ирина Коваль")
    expect(phone).to_contain_text("на связи")
    expect(phone).to_contain_text("Yealink SIP-T31P")
    expect(page.locator('[data-account="184"]')).to_contain_text("ещё не подключался")
    with page.expect_response("**/reveal") as answer:
        phone.get_by_role("button", name="Показать").click()
    password = answer.value.json()["password"]
    assert len(password) >= 16
    expect(phone).to_contain_text(password)
    expect(phone).to_contain_text("Копировать")


def test_everything_can_be_found_from_the_desk(page: Page, hub: RunningHub) -> None:
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Имя, номер или звонок")
    field.fill("панько")
    option = page.get_by_role("option", name=re.compile("Сергей Панько"))
    expect(option).to_be_visible()
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Сергей Панько")
    page.goto(hub.base)
    expect(page.get_by_role("region", name="Люди")).to_contain_text("Ирина Коваль")
    page.keyboard.press("/")
    field.fill("8 029 111-22-33")
    with page.expect_request("**/api/v1/commands") as sent:
        page.keyboard.press("Enter")
    assert sent.value.post_data_json == {
        "action": {"kind": "originate", "extension": "180", "to": "80291112233"}
    }


def test_language_and_theme_are_kept(page: Page, hub: RunningHub) -> None:
    page.get_by_role("navigation").get_by_role("button").click()
    page.get_by_text("Беларуская").click()
    page.get_by_text("Цёмнае").click()
    page.reload()
    expect(page.get_by_role("link", name="Працоўны стол")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "be")
    page.get_by_role("navigation").get_by_role("button").click()
    page.get_by_text("Русский").click()
    expect(page.get_by_role("link", name="Рабочий стол")).to_be_visible()


def test_a_number_has_one_owner(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients")
    page.get_by_role("button", name="Новый клиент").click()
    window = page.get_by_role("dialog", name="Новый клиент")
    window.get_by_label("Телефон").fill("8 029 666-66-66")
    window.get_by_role("button", name="Сохранить").click()
    expect(window.get_by_role("alert")).to_contain_text("+375296666666 уже есть у другого клиента")
    window.get_by_label("Телефон").fill("после обеда")
    window.get_by_role("button", name="Сохранить").click()
    expect(window.get_by_role("alert")).to_contain_text("Не похоже на номер телефона: после обеда")


def test_two_cards_become_one_and_two_again(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    one = api.post("/api/v1/clients", json={"name": "Ада Лён", "phones": ["+375257001001"]}).json()
    two = api.post(
        "/api/v1/clients",
        json={"name": "А. Лён", "company_name": "Ткачи", "phones": ["+375257001002"]},
    ).json()
    page.goto(f"{hub.base}/clients")
    page.get_by_role("searchbox").fill("лён 2570010")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(2)
    page.get_by_label("Отметить: Ада Лён").check()
    page.get_by_label("Отметить: А. Лён").check()
    page.get_by_role("toolbar").get_by_role("link", name="Объединить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Объединение карточек")
    page.get_by_role("radio", name="А. Лён").check()
    result = page.get_by_role("region", name="Что получится")
    expect(result).to_contain_text("А. Лён, Ткачи")
    expect(result).to_contain_text("+375 25 700-10-02")
    page.get_by_role("button", name="Объединить 2 карточки").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("А. Лён")
    kept = int(page.url.rpartition("/")[2])
    other = one["id"] if kept == two["id"] else two["id"]
    page.goto(f"{hub.base}/clients/{other}")
    expect(page).to_have_url(re.compile(rf"/clients/{kept}$"))
    expect(page.get_by_role("region", name="Телефоны")).to_contain_text("+375 25 700-10-01")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Разъединить").click()
    expect(page.get_by_text("Вернулась 1 карточка")).to_be_visible()
    assert {api.get(f"/api/v1/clients/{each['id']}").json()["name"] for each in (one, two)} == {
        "Ада Лён", "А. Лён",
    }  # fmt: skip


def test_clients_come_from_a_file_and_go_again(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    table = (
        "ФИО;Организация;Телефон\nИмпорт Первый;Лён;8 025 700-20-01\n"
        "Импорт Второй;;не номер\nИмпорт Третий;;8 025 700-20-03\n"
    )
    page.goto(f"{hub.base}/clients/import")
    page.locator("input[type=file]").set_input_files(
        {"name": "база.csv", "mimeType": "text/csv", "buffer": table.encode("cp1251")}
    )
    expect(page.get_by_text("Файл прочитан, ещё ничего не записано")).to_be_visible()
    expect(page.get_by_role("cell", name="Не похоже на номер телефона: не номер.")).to_be_visible()
    page.get_by_role("button", name="Загрузить 2 строки").click()
    expect(page.get_by_role("status").filter(has_text="Загружено")).to_be_visible()
    found = api.get("/api/v1/clients", params={"q": "импорт"}).json()["items"]
    assert {each["name"] for each in found} == {"Импорт Первый", "Импорт Третий"}
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Отменить загрузку").click()
    expect(page.get_by_role("status").filter(has_text="Загрузка отменена")).to_be_visible()
    assert api.get("/api/v1/clients", params={"q": "импорт"}).json()["items"] == []


def test_own_field_file_and_history_of_a_card(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    page.goto(f"{hub.base}/client-fields")
    page.get_by_role("button", name="Новое поле").click()
    window = page.get_by_role("dialog", name="Новое поле")
    window.get_by_label("Название").fill("Город доставки")
    window.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("listitem").filter(has_text="Город доставки")).to_be_visible()
    made = api.post("/api/v1/clients", json={"name": "Рут", "phones": ["+375257003001"]}).json()
    page.goto(f"{hub.base}/clients/{made['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Рут")
    page.keyboard.press("e")
    window = page.get_by_role("dialog", name="Изменить карточку")
    window.get_by_label("Город доставки").fill("Гродно")
    window.get_by_role("button", name="Добавить почту").click()
    window.get_by_label("Почта 1").fill("Rut@Example.by")
    window.get_by_role("button", name="Сохранить").click()
    contacts = page.get_by_role("region", name="Телефоны")
    expect(contacts).to_contain_text("Гродно")
    expect(contacts).to_contain_text("rut@example.by")
    files = page.get_by_role("region", name="Файлы")
    files.locator("input[type=file]").set_input_files(
        {"name": "<b>договор.txt", "mimeType": "text/html", "buffer": b"<script>1</script>"}
    )
    expect(files.get_by_role("link")).to_contain_text("договор.txt")
    with page.expect_download() as got:
        files.get_by_role("link").click()
    assert got.value.path().read_bytes() == b"<script>1</script>"
    page.get_by_label("Заметка о клиенте").fill("любит утро")
    page.keyboard.press("Control+Enter")
    note = page.get_by_text("любит утро")
    expect(note).to_be_visible()
    page.get_by_role("button", name="Что сделать с заметкой").click()
    page.get_by_role("menuitem", name="Закрепить сверху").click()
    expect(page.get_by_text("любит утро")).to_have_count(2)
    page.get_by_role("button", name="Ещё", exact=True).click()
    page.get_by_role("menuitem", name="История изменений").click()
    window = page.get_by_role("dialog", name="История изменений")
    row = window.get_by_role("listitem").filter(has_text="Город доставки")
    expect(row).to_contain_text("Гродно")
    row.get_by_role("button", name="Вернуть как было").click()
    expect(window.get_by_role("listitem").filter(has_text="Город доставки")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(contacts).not_to_contain_text("Гродно")
    page.goto(f"{hub.base}/clients")
    page.get_by_role("searchbox").fill("example rut")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
