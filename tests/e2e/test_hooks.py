"""The page of webhooks over a real hub, a receiver on loopback, and a hub that is killed."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from .running_hub import RunningHub


class Receiver(ThreadingHTTPServer):
    """Takes everything, or fails while `fails`; keeps it all, and answers while it is `open`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.fails = False
        self.asked = self.refused = 0
        self.open = threading.Event()
        self.open.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/in"

    def of(self, kind: str) -> list[tuple[dict[str, str], bytes]]:
        return [each for each in self.taken if each[0]["Vochi-Event"] == kind]


class Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        self.server.open.wait()
        fails = self.server.fails
        if fails:
            self.server.refused += 1
        else:
            self.server.taken.append((dict(self.headers), body))
        self.send_response(503 if fails else 200)
        self.end_headers()
        self.wfile.write(b"busy" if fails else b"thanks")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_hooks(api: httpx.Client) -> Iterator[None]:
    yield
    for hook in api.get("/api/v1/hooks").json():
        api.delete(f"/api/v1/hooks/{hook['id']}")


def until(what: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def new_client(api: httpx.Client, name: str) -> None:
    assert api.post("/api/v1/clients", json={"name": name}).status_code == 201


def test_made_tested_verified_and_told_again(
    hub: RunningHub, page: Page, api: httpx.Client, receiver: Receiver
) -> None:
    page.goto(hub.base + "/integrations")
    page.get_by_role("button", name="Добавить вебхук").first.click()
    window = page.get_by_role("dialog")
    window.get_by_label("Название").fill("Моя CRM")
    window.get_by_label("Адрес").fill("http://192.168.1.1/in")
    window.get_by_label("Карточка клиента изменена").check()
    window.get_by_role("button", name="Создать").click()
    expect(window.get_by_text("адрес внутри вашей сети")).to_be_visible()
    window.get_by_label("Адрес").fill(receiver.url)
    window.get_by_role("button", name="Создать").click()
    secret = page.get_by_test_id("secret").locator("code").inner_text()
    assert secret.startswith("whsec_")
    page.get_by_role("button", name="Секрет сохранён").click()
    row = page.get_by_test_id("hook").filter(has_text="Моя CRM")
    expect(row).to_contain_text("работает")
    row.get_by_role("button", name="Проверить").click()
    expect(row).to_contain_text("Дошло: ответ 200")
    headers, body = receiver.taken[0]
    told: dict[str, Any] = {}
    exec(page.get_by_test_id("snippet").inner_text(), told)
    assert told["is_ours"](secret, headers["Vochi-Signature"], body)
    assert not told["is_ours"]("whsec_other", headers["Vochi-Signature"], body)
    assert not told["is_ours"](secret, headers["Vochi-Signature"], body + b" ")

    receiver.fails = True
    new_client(api, "Вебхук Первый")
    row.get_by_role("button", name="Доставки").click()
    delivery = page.get_by_test_id("delivery").first
    expect(delivery).to_contain_text("Ответ 503 вместо 200", timeout=20_000)
    # The next try by itself is seconds away: this one is ours.
    until(lambda: receiver.refused >= 3)
    receiver.fails = False
    delivery.get_by_role("button", name="Повторить").click()
    until(lambda: receiver.of("client.changed"))
    expect(delivery).to_contain_text("дошло", timeout=20_000)
    first = json.loads(receiver.of("client.changed")[0][1])
    assert first["data"]["name"] == "Вебхук Первый"
    page.get_by_role("button", name="Отправить ещё раз").click()
    until(lambda: len(receiver.of("client.changed")) >= 2)
    again = receiver.of("client.changed")[-1][0]
    assert again["Idempotency-Key"] == first["id"]


def test_a_hub_that_is_killed_loses_no_event(
    hub: RunningHub, api: httpx.Client, receiver: Receiver
) -> None:
    """kill -9 with a request on its way and events behind it: all come, under their ids."""
    body = {"name": "CRM", "url": receiver.url, "events": ["client.changed"]}
    assert api.post("/api/v1/hooks", json=body).status_code == 201
    receiver.open.clear()
    for number in range(3):
        new_client(api, f"Перед сбоем {number}")
    until(lambda: receiver.asked)
    hub.restart()
    receiver.open.set()
    wanted = {f"Перед сбоем {number}" for number in range(3)}

    def names() -> set[str]:
        return {json.loads(body)["data"]["name"] for _, body in receiver.of("client.changed")}

    until(lambda: wanted <= names(), 40)
    by_id = {h["Idempotency-Key"]: json.loads(b)["data"]["name"] for h, b in receiver.taken}
    assert len(by_id) == len(set(by_id.values()))
