"""Schemes are drawn by mouse and by keyboard, saved as they are drawn, and go in force."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from .running_hub import RunningHub


@pytest.fixture
def drafted(api: httpx.Client) -> Iterator[httpx.Client]:
    """Nobody has a draft, before and after."""
    api.delete("/api/v1/draft")
    yield api
    api.delete("/api/v1/draft")


def nodes_of(api: httpx.Client, scheme: str = "main") -> dict[str, Any]:
    """The nodes of a scheme in the draft, as the hub keeps them."""
    office = api.get("/api/v1/draft").json()["office"]
    return next(dict(one["nodes"]) for one in office["inbound"] if one["id"] == scheme)


def draw(api: httpx.Client, nodes: dict[str, Any]) -> None:
    """Put nodes into the draft of the scheme `main`."""
    draft = api.get("/api/v1/draft").json()
    draft["office"]["inbound"][0]["nodes"] = nodes
    body = {"revision": draft["revision"], "office": draft["office"]}
    answer = api.put("/api/v1/draft", json=body)
    assert answer.is_success, answer.text


def open_scheme(page: Page, hub: RunningHub, scheme: str = "main") -> None:
    page.goto(f"{hub.base}/schemes/{scheme}")
    expect(node(page, "start")).to_be_visible()


def node(page: Page, name: str) -> Locator:
    return page.locator(f'[data-node="{name}"]')


def saved(page: Page) -> None:
    expect(page.get_by_text("черновик сохранён")).to_be_visible()


def pull(page: Page, source: Locator, x: float, y: float) -> None:
    """Draw a wire from a way out to a place of the screen."""
    box = source.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x - 20, y - 10, steps=4)
    page.mouse.move(x, y, steps=3)
    page.mouse.up()


def fit(page: Page) -> None:
    """All nodes in view, and still: wires are drawn between places."""
    page.get_by_role("button", name="Показать всё").click()
    page.wait_for_function(
        """() => { const now = document.querySelector('.react-flow__viewport').style.transform;
        const same = now === window.before; window.before = now; return same; }""",
        polling=120,
    )


def wire(page: Page, source: str, port: str, target: str) -> None:
    box = node(page, target).bounding_box()
    assert box
    out = node(page, source).locator(f'[data-handleid="{port}"]')
    pull(page, out, box["x"] + 60, box["y"] + 16)


def test_a_scheme_is_drawn_from_nothing_and_published(
    page: Page, hub: RunningHub, drafted: httpx.Client
) -> None:
    page.goto(f"{hub.base}/schemes")
    page.get_by_role("button", name="Новая схема").click()
    page.get_by_label("Название").fill("Ночная")
    page.get_by_role("button", name="Создать").click()
    expect(page.get_by_role("heading", name="Входящие · Ночная")).to_be_visible()
    start = node(page, "start")
    expect(start).to_be_visible()
    pane = page.locator(".react-flow__pane")
    box = start.bounding_box()
    assert box
    # From the palette by mouse, to the right of the start.
    page.get_by_role("button", name="Меню", exact=True).drag_to(
        pane, target_position={"x": 330, "y": 120}
    )
    settings = page.get_by_role("complementary", name="Настройки: Меню")
    settings.get_by_role("button", name="клавиша 1").click()
    page.get_by_role("button", name="Голосовая почта").drag_to(
        pane, target_position={"x": 400, "y": 620}
    )
    expect(page.get_by_role("complementary", name="Настройки: Голосовая почта")).to_be_visible()
    page.keyboard.press("Escape")
    wire(page, "start", "next", "menu")
    wire(page, "menu", "timeout", "voicemail")
    wire(page, "menu", "wrong", "voicemail")
    # A loose wire asks what shall stand there.
    end = node(page, "menu").bounding_box()
    assert end
    pull(page, node(page, "menu").locator('[data-handleid="key-1"]'), end["x"] + 330, end["y"] - 20)
    page.get_by_role("dialog", name="Что будет дальше").get_by_role(
        "button", name="Людям и отделам"
    ).click()
    page.keyboard.press("Escape")
    fit(page)
    wire(page, "ring", "nobody", "voicemail")
    saved(page)
    scheme = drafted.get("/api/v1/draft").json()["office"]["inbound"][-1]
    assert {name: each["exits"] for name, each in scheme["nodes"].items()} == {
        "start": {"next": "menu"},
        "menu": {"key-1": "ring", "timeout": "voicemail", "wrong": "voicemail"},
        "ring": {"nobody": "voicemail"},
        "voicemail": {},
    }
    # What is wrong lies on the node: nothing was chosen to be heard. The drawing is mended there.
    expect(node(page, "menu")).to_have_attribute("data-severity", "error")
    expect(node(page, "menu")).to_contain_text("не выбрано")
    node(page, "menu").click()
    page.get_by_role("button", name="Убрать из схемы").click()
    wire(page, "start", "next", "ring")
    expect(page.locator('[data-severity="error"]')).to_have_count(0)
    saved(page)
    page.get_by_role("button", name="Опубликовать…").click()
    page.wait_for_url("**/publish*")
    answer = drafted.post("/api/v1/draft/publish", json={"reason": "Ночная схема"})
    assert answer.status_code == 201, answer.text
    office = drafted.get("/api/v1/office").json()
    assert office["inbound"][-1]["nodes"]["start"]["exits"] == {"next": "ring"}
    version = answer.json()["version"]
    drafted.post("/api/v1/office/rollback", json={"version": version - 1, "reason": "e2e"})


def test_what_may_not_be_is_refused_with_words(
    page: Page, hub: RunningHub, drafted: httpx.Client
) -> None:
    open_scheme(page, hub)
    wire(page, "sales", "nobody", "sales")
    expect(page.get_by_text("Узел не может вести сам в себя")).to_be_visible()
    wire(page, "sales", "nobody", "start")
    expect(page.get_by_text("В начало провести нельзя")).to_be_visible()
    node(page, "sales").click()
    seconds = page.get_by_label("Звонить", exact=True)
    seconds.fill("3")
    expect(page.get_by_text("От 5 до 600")).to_be_visible()
    node(page, "end").click()
    expect(node(page, "sales")).to_contain_text("не дописано")
    node(page, "sales").click()
    expect(seconds).to_have_value("3")
    seconds.fill("45")
    expect(node(page, "sales")).to_contain_text("45 с")
    saved(page)
    assert nodes_of(drafted)["sales"]["seconds"] == 45


def test_steps_are_taken_back_and_nodes_are_copied_between_schemes(
    page: Page, hub: RunningHub, drafted: httpx.Client
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_scheme(page, hub)
    node(page, "sales").click()
    page.get_by_role("button", name="Убрать из схемы").click()
    expect(node(page, "sales")).to_have_count(0)
    saved(page)
    assert nodes_of(drafted)["start"]["exits"] == {"next": "end"}, "the wire is mended"
    page.keyboard.press("Control+z")
    expect(node(page, "sales")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(node(page, "sales")).to_have_count(0)
    page.get_by_role("button", name="Отменить", exact=True).click()
    node(page, "start").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.get_by_role("link", name="Все схемы").click()
    page.get_by_role("button", name="Новая схема").click()
    page.get_by_label("Название").fill("Копия узлов")
    page.get_by_role("button", name="Создать").click()
    expect(page.get_by_role("heading", name="Входящие · Копия узлов")).to_be_visible()
    expect(node(page, "start")).to_be_visible()
    page.keyboard.press("Control+v")
    expect(node(page, "ring")).to_be_visible()
    expect(node(page, "hangup")).to_be_visible()
    saved(page)
    pasted = drafted.get("/api/v1/draft").json()["office"]["inbound"][-1]["nodes"]
    assert pasted["ring"]["exits"] == {"nobody": "hangup"}


def test_a_scheme_is_drawn_by_keyboard_alone(
    page: Page, hub: RunningHub, drafted: httpx.Client
) -> None:
    open_scheme(page, hub)
    start = node(page, "start")
    start.focus()
    expect(start).to_have_attribute("aria-label", "Звонок пришёл: дальше ведёт на «Людям и отделам: Продажи · 25 с · все сразу»")  # fmt: skip  # noqa: E501
    page.keyboard.press("ArrowRight")
    expect(node(page, "sales")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(node(page, "end")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(node(page, "sales")).to_be_focused()
    page.keyboard.press("Enter")
    settings = page.get_by_role("complementary", name="Настройки: Людям и отделам")
    expect(settings.locator(":focus")).to_have_count(1)
    # A new node at a way out, then back to the drawing.
    settings.get_by_label("не ответили").select_option("Добавить новое…")
    page.keyboard.type("почта")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Настройки: Голосовая почта")).to_be_visible()
    page.keyboard.press("Escape")
    expect(node(page, "voicemail")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(node(page, "sales")).to_be_focused()
    page.keyboard.press("Delete")
    expect(start).to_be_focused()
    saved(page)
    assert nodes_of(drafted)["start"]["exits"] == {"next": "voicemail"}


def test_nothing_drawn_is_lost(page: Page, hub: RunningHub, drafted: httpx.Client) -> None:
    open_scheme(page, hub)
    # The session ends: the door comes over the drawing, which stays and is saved after it.
    page.route("**/api/v1/draft", lambda route: route.fulfill(
        status=503, content_type="application/json",
        body=json.dumps({"code": "server", "detail": "", "facts": {}})))  # fmt: skip
    node(page, "sales").click()
    page.get_by_label("Звонить", exact=True).fill("50")
    expect(page.get_by_text("Не сохранено:")).to_be_visible()
    page.unroute("**/api/v1/draft")
    page.get_by_role("button", name="Повторить").click()
    saved(page)
    assert nodes_of(drafted)["sales"]["seconds"] == 50
    # Another tab saves; this one says so and overwrites nothing by itself.
    draw(drafted, nodes_of(drafted) | {"end": {"kind": "voicemail", "x": 900, "y": 0}})
    page.get_by_label("Звонить", exact=True).fill("55")
    page.get_by_role("button", name="Взять оттуда").click()
    expect(node(page, "end")).to_contain_text("Голосовая почта")
    expect(page.get_by_label("Звонить", exact=True)).to_have_value("50")
    page.get_by_role("button", name="Отменить", exact=True).click()
    expect(page.get_by_label("Звонить", exact=True)).to_have_value("55")


def test_a_phone_shows_and_changes_nothing(
    page: Page, hub: RunningHub, drafted: httpx.Client
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_scheme(page, hub)
    expect(page.get_by_text("На маленьком экране схему можно смотреть")).to_be_visible()
    expect(page.get_by_role("button", name="Меню", exact=True)).to_have_count(0)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    node(page, "start").focus()
    page.keyboard.press("Delete")
    expect(node(page, "start")).to_be_visible()
    assert not drafted.get("/api/v1/draft").json()["is_changed"]


def test_the_list_tells_what_breaks(page: Page, hub: RunningHub, drafted: httpx.Client) -> None:
    page.goto(f"{hub.base}/schemes")
    incoming = page.get_by_role("region", name="Входящие")
    expect(incoming).to_contain_text("Отвечает: A1-1")
    incoming.get_by_role("button", name="Ещё: Основная").click()
    page.get_by_role("menuitem", name="Скопировать").click()
    expect(incoming).to_contain_text("Основная, копия")
    incoming.get_by_role("button", name="Ещё: Основная", exact=True).click()
    page.get_by_role("menuitem", name="Удалить").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("на линию «Город» некому будет отвечать")
    window.get_by_role("button", name="Удалить").click()
    expect(incoming.get_by_role("link")).to_have_count(1)
    expect(incoming).to_contain_text("Ни одна линия сюда не ведёт")
    outgoing = page.get_by_role("region", name="Исходящие")
    outgoing.get_by_role("link", name="Обычная").click()
    expect(page.get_by_role("heading", name="Исходящие · Обычная")).to_be_visible()
    expect(page.get_by_role("list", name="Обычная")).to_contain_text("1. A1-1".removeprefix("1. "))
