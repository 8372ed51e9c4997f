"""P02: the pop-up of a call on any page, once, gone when another answers; the installed page."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from . import story
from .running_hub import RunningHub
from .story import Told

PANKO = "+375296666666"
HOSTILE = "<img src=x onerror=alert(1)>\u202eevil"

#: Asks the page itself: how long from the event to the frame that shows it is what a person waits.
SEEN = """() => new Promise((seen) => {
  const look = () => document.querySelector('[data-testid=popup]')
    ? requestAnimationFrame(() => seen(Date.now())) : requestAnimationFrame(look);
  look();
})"""
GONE = SEEN.replace("? requestAnimationFrame(() => seen(Date.now())) : requestAnimationFrame(look)",
                    "? requestAnimationFrame(look) : seen(Date.now())")  # fmt: skip
#: Instead of the real ones, which a browser without a screen shows nowhere.
NOTICES = """
window.notices = [];
const kept = new Set();
class Fake extends EventTarget {
  static permission = localStorage.getItem('test-permission') || 'default';
  static async requestPermission() { Fake.permission = 'granted'; return 'granted'; }
  constructor(title, options) {
    super(); this.title = title; Object.assign(this, options);
    kept.add(this); window.notices.push({title, tag: options.tag, body: options.body});
  }
  close() { kept.delete(this); window.closed = (window.closed || 0) + 1; }
}
window.Notification = Fake;
window.shown = () => kept.size;
"""


def until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def hide(page: Page, *, hidden: bool) -> None:
    """Tell the page that its tab is hidden: the browser of a test shows every tab."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
          Object.defineProperty(document, 'visibilityState',
            {configurable: true, get: () => hidden ? 'hidden' : 'visible'});
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )


class Callers:
    """Who rings at Ирина (180) and Олег (181); nobody is left on the line for the next test."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        self.live: list[Told] = []

    def ring(
        self, number: str = PANKO, accounts: tuple[str, ...] = ("180", "181"), name: str = ""
    ) -> Told:
        call, rows = story.incoming(time.time(), number, accounts, name=name)
        self.live.append(call)
        self.hub.box.tell(rows)
        return call

    def answer(self, call: Told, account: str) -> None:
        self.hub.box.tell(story.answer(call, time.time(), account))

    def hang_up(self, call: Told) -> None:
        self.live.remove(call)
        self.hub.box.tell(story.hang_up(call, time.time()))


@pytest.fixture
def callers(hub: RunningHub) -> Iterator[Callers]:
    some = Callers(hub)
    yield some
    for call in list(some.live):
        some.hang_up(call)


def test_it_shows_what_is_known_and_takes_a_note(
    page: Page, hub: RunningHub, callers: Callers
) -> None:
    page.goto(f"{hub.base}/calls")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(300)  # the pop-up itself comes after the page
    before = page.evaluate("document.querySelector('main').getBoundingClientRect().top")
    search = page.get_by_role("searchbox").first
    search.fill("пан")
    call = callers.ring()
    popup = page.get_by_test_id("popup")
    expect(popup).to_contain_text("Звонит")
    expect(popup.get_by_test_id("popup-name")).to_have_text("Сергей Панько")
    expect(popup.get_by_test_id("glance")).to_contain_text("разговор")
    # Nothing moved, and whoever was typing goes on typing.
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") == before
    page.keyboard.type("ько")
    expect(search).to_have_value("панько")
    popup.get_by_role("button", name="Ответить").click()
    command = hub.box.next_command("answer")
    assert command["action"] == {
        "kind": "answer", "linked_id": call.linked_id, "extension": "180",
    }  # fmt: skip
    callers.answer(call, "180")
    hub.box.done(command)
    expect(popup).to_contain_text("Разговор")
    popup.get_by_label("Заметка о клиенте").fill("просил счёт до пятницы")
    page.keyboard.press("Control+Enter")
    expect(popup.get_by_test_id("glance")).to_contain_text("просил счёт до пятницы")
    page.locator("main").focus()
    page.keyboard.press("Escape")
    expect(popup.get_by_label("Заметка о клиенте")).to_have_count(0)
    expect(popup).to_contain_text("Сергей Панько")
    callers.hang_up(call)
    expect(popup).to_contain_text("Разговор окончен")
    popup.get_by_role("button", name="Закрыть").click()
    expect(popup).to_have_count(0)


def test_it_is_gone_when_another_answers_and_never_on_the_desk(
    page: Page, callers: Callers
) -> None:
    call = callers.ring()
    expect(page.get_by_test_id("client-name")).to_have_text("Сергей Панько")
    expect(page.get_by_test_id("popup")).to_have_count(0)
    page.get_by_role("link", name="Клиенты").click()
    expect(page.get_by_test_id("popup")).to_be_visible()
    callers.answer(call, "181")
    expect(page.get_by_test_id("popup")).to_have_count(0)


def test_a_stranger_becomes_a_client_in_one_field(
    page: Page, hub: RunningHub, callers: Callers
) -> None:
    page.goto(f"{hub.base}/todo")
    number = f"+37529{int(time.time()) % 10_000_000:07d}"
    call = callers.ring(number, ("180",), name=HOSTILE)
    popup = page.get_by_test_id("popup")
    expect(popup).to_contain_text("Впервые звонит")
    assert popup.locator("img").count() == 0
    popup.get_by_label("Кто это? Имя или компания").fill("Пекарня «Колос»")
    page.keyboard.press("Enter")
    expect(popup.get_by_test_id("popup-name")).to_have_text("Пекарня «Колос»")
    callers.hang_up(call)
    expect(popup).to_have_count(0)


def test_two_tabs_show_one_pop_up(
    context: BrowserContext, page: Page, hub: RunningHub, callers: Callers
) -> None:
    page.goto(f"{hub.base}/clients")
    second = context.new_page()
    second.goto(f"{hub.base}/calls")
    expect(second.get_by_role("heading", level=1)).to_be_visible()
    for each in (page, second):
        each.bring_to_front()
        each.evaluate("dispatchEvent(new Event('focus'))")
        call = callers.ring(PANKO, ("180",))
        expect(each.get_by_test_id("popup")).to_be_visible()
        other = second if each is page else page
        expect(other).to_have_title(re.compile("☎"))
        expect(other.get_by_test_id("popup")).to_have_count(0)
        callers.hang_up(call)
        expect(each.get_by_test_id("popup")).to_have_count(0)
    # The tab that showed it is closed in the middle of a call: the other one takes over.
    call = callers.ring(PANKO, ("180",))
    expect(second.get_by_test_id("popup")).to_be_visible()
    second.close()
    expect(page.get_by_test_id("popup")).to_be_visible()
    callers.hang_up(call)


def test_who_turned_to_a_tab_that_was_not_ready_sees_the_pop_up(
    context: BrowserContext, page: Page, hub: RunningHub, callers: Callers
) -> None:
    held: list[Route] = []
    page.route("**/assets/PopUp-*.js", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/assets/PopUp-*.js"):
        page.goto(f"{hub.base}/clients")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    second = context.new_page()
    second.goto(f"{hub.base}/calls")
    expect(second.get_by_role("heading", level=1)).to_be_visible()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    assert held
    for each in held:
        each.continue_()
    call = callers.ring(PANKO, ("180",))
    expect(page.get_by_test_id("popup")).to_be_visible()
    expect(second).to_have_title(re.compile("☎"))
    expect(second.get_by_test_id("popup")).to_have_count(0)
    callers.hang_up(call)


def test_a_hidden_tab_tells_by_one_notification(
    context: BrowserContext, page: Page, hub: RunningHub, callers: Callers
) -> None:
    context.add_init_script(NOTICES)
    page.goto(f"{hub.base}/clients")
    call = callers.ring()
    expect(page.get_by_test_id("popup")).to_be_visible()
    assert page.evaluate("notices") == []
    callers.answer(call, "181")
    # Asked once, when it was of use; the answer is remembered.
    page.get_by_test_id("notify-ask").get_by_role("button", name="Включить").click()
    expect(page.get_by_test_id("notify-ask")).to_have_count(0)
    page.evaluate("localStorage.setItem('test-permission', 'granted')")
    second = context.new_page()
    second.goto(f"{hub.base}/calls")
    callers.hang_up(call)
    call = callers.ring()
    # Its title is of the pop-up, which comes after the page.
    expect(second).to_have_title(re.compile("☎"))
    callers.hang_up(call)
    expect(second).not_to_have_title(re.compile("☎"))
    for each in (page, second):
        # Without a worker both would show by themselves, each its own: that one is what we count.
        hide(each, hidden=True)

    def of_both(what: str) -> list[Any]:
        return [page.evaluate(what), second.evaluate(what)]

    call = callers.ring()
    until(lambda: any(of_both("notices")))
    page.wait_for_timeout(400)
    (told,) = [one for some in of_both("notices") for one in some]
    assert (told["title"], told["tag"]) == ("Звонит Сергей Панько", call.linked_id)
    callers.answer(call, "181")
    until(lambda: sum(of_both("shown()")) == 0)
    callers.hang_up(call)


def test_twenty_rings_at_once_seen_and_at_once_gone(
    page: Page, hub: RunningHub, callers: Callers
) -> None:
    """From the box's telling to the frame; the way from Asterisk is in `test_stand`."""
    page.goto(f"{hub.base}/clients")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(500)
    shown, gone = [], []
    for _ in range(20):
        page.evaluate(f"window.seen = ({SEEN})(); 0")
        rang = time.time()
        call = callers.ring()
        shown.append(page.evaluate("window.seen") / 1000 - rang)
        page.evaluate(f"window.gone = ({GONE})(); 0")
        took = time.time()
        callers.answer(call, "181")
        gone.append(page.evaluate("window.gone") / 1000 - took)
        callers.hang_up(call)
    print(f"\nshown p50 {statistics.median(shown):.3f} p95 {sorted(shown)[18]:.3f} s, "
          f"gone p50 {statistics.median(gone):.3f} p95 {sorted(gone)[18]:.3f} s")  # fmt: skip
    assert sorted(shown)[18] < 0.5, shown
    assert sorted(gone)[18] < 0.5, gone


@pytest.mark.parametrize("service_workers", ["allow"])
def test_the_shell_opens_without_a_connection(
    context: BrowserContext, page: Page, hub: RunningHub
) -> None:
    page.goto(f"{hub.base}/calls")
    # Not `wait_for_function`: the page forbids what it does (CSP, unsafe-eval).
    page.evaluate(
        """async () => {
          await navigator.serviceWorker.ready;
          while (!navigator.serviceWorker.controller) await new Promise((on) => setTimeout(on, 50));
        }"""
    )
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const one of await (await caches.open(name)).keys())
              found.push(new URL(one.url).pathname);
          return found;
        }"""
    )
    assert "/index.html" in kept
    assert not [path for path in kept if re.match("/(api|_allauth|link|book)", path)]
    context.set_offline(True)
    page.goto(f"{hub.base}/clients")
    expect(page.get_by_text(re.compile("(Нет связи|связ)")).first).to_be_visible()
    context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", name="Клиенты", level=1)).to_be_visible()


def test_it_installs(page: Page, hub: RunningHub) -> None:
    manifest = httpx.get(f"{hub.base}/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    for icon in manifest.json()["icons"]:
        answer = httpx.get(hub.base + icon["src"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, icon["type"])
    worker = httpx.get(f"{hub.base}/sw.js")
    assert worker.headers["cache-control"] == "no-cache"
    assert "javascript" in worker.headers["content-type"]
    page.goto(f"{hub.base}/account")
    card = page.get_by_role("region", name="Уведомления о звонках")
    expect(card.get_by_test_id("notify-standing")).to_be_visible()
