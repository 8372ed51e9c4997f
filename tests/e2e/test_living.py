"""S26, S17, P08, P10, B05: what issue 3 brought to the screens, pressed in a browser."""

import io
import time
import wave
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from . import story
from .running_hub import RunningHub
from .story import Told

PANKO = "+375296666666"


@pytest.fixture
def talk(hub: RunningHub) -> Iterator[Told]:
    """Ирина (180) talks with Сергей Панько."""
    call, rows = story.incoming(time.time(), PANKO, ("180", "181"))
    hub.box.tell([*rows, *story.answer(call, time.time(), "180")])
    yield call
    hub.box.tell(story.hang_up(call, time.time()))


def test_a_talk_is_parked_and_taken_back(page: Page, hub: RunningHub, talk: Told) -> None:
    page.get_by_role("button", name="Парковать").click()
    command = hub.box.next_command("park")
    assert command["action"] == {
        "kind": "park", "linked_id": talk.linked_id, "extension": "180", "slot": "",
    }  # fmt: skip
    hub.box.tell(story.park(talk, time.time(), "1", "180"))
    hub.box.done(command)
    expect(page.get_by_text("Клиент на парковке, он слышит музыку")).to_be_visible()
    board = page.get_by_role("region", name="Парковка")
    taken = board.get_by_role("button", name="Забрать с места 1: Сергей Панько")
    expect(taken).to_contain_text("от: Ирина Коваль")
    expect(taken).to_contain_text("1:2")
    row = page.get_by_role("region", name="Сейчас").locator(f'[data-call="{talk.linked_id}"]')
    expect(row).to_have_attribute("data-tone", "park")
    taken.click()
    command = hub.box.next_command("retrieve")
    assert command["action"] == {"kind": "retrieve", "slot": "1", "extension": "180"}
    hub.box.tell(story.take(talk, time.time(), "1", "180"))
    hub.box.done(command)
    expect(taken).to_have_count(0)
    expect(page.get_by_test_id("call-state")).to_contain_text("Разговор")


def test_an_empty_slot_is_told_in_words(page: Page, hub: RunningHub, talk: Told) -> None:
    hub.box.tell(story.park(talk, time.time(), "2", "180"))
    board = page.get_by_role("region", name="Парковка")
    board.get_by_role("button", name="Забрать с места 2").click()
    hub.box.done(hub.box.next_command("retrieve"), "empty_slot")
    expect(page.get_by_role("alert").filter(has_text="никого нет")).to_be_visible()


def test_own_state_is_changed_shown_and_taken_back(page: Page, hub: RunningHub) -> None:
    page.get_by_role("navigation").get_by_role("button", name="Ирина Коваль").click()
    page.get_by_role("radio", name="Не беспокоить").click()
    command = hub.box.next_command("set_away")
    assert command["action"]["state"] == "dnd"
    hub.box.done(command, ext="180", state="dnd")
    bar = page.get_by_test_id("away-bar")
    expect(bar).to_contain_text("не беспокоить")
    page.keyboard.press("Escape")
    people = page.get_by_role("region", name="Люди")
    expect(people.get_by_role("button", name="Ирина Коваль")).to_contain_text("не беспокоить")
    bar.get_by_role("button", name="Я готов").click()
    command = hub.box.next_command("set_away")
    assert command["action"]["state"] == "ready"
    hub.box.done(command, ext="180", state="ready")
    expect(bar).to_have_count(0)


def test_a_colleague_forwards_by_phone_and_the_desk_shows_it(page: Page, hub: RunningHub) -> None:
    oleg = page.get_by_role("region", name="Люди").get_by_role("button", name="Олег Сорока")
    hub.box.tell(story.away(time.time(), "181", "forward", "+375297654321"))
    expect(oleg).to_contain_text("переадресация: +375 29 765-43-21")
    hub.box.tell(story.away(time.time(), "181", "none"))
    expect(oleg).not_to_contain_text("переадресация")


def test_a_transfer_without_a_line_is_refused_before_it_is_tried(
    page: Page, hub: RunningHub, talk: Told
) -> None:
    """The usual scheme has six lines; with all of them busy or gone, nothing carries a call."""
    page.get_by_role("button", name="Перевести").first.click()
    page.get_by_label("Кому").fill("80291234567")
    reach = page.get_by_test_id("reach")
    expect(reach).to_contain_text("Пойдёт по линии")
    lines = ("a1-2", "mts-1", "mts-2", "life-1", "city")
    for line in lines:
        hub.box.say("device", {"endpoint": line, "state": "offline"})
    expect(reach).to_have_attribute("data-ok", "false")
    expect(reach).to_contain_text("занят")
    send = page.get_by_role("button", name="Перевести: +375").or_(
        page.get_by_role("button", name="Перевести: 8029")
    )
    expect(send.first).to_be_disabled()
    for line in lines:
        online = {"endpoint": line, "state": "online", "address": "192.168.1.40:5060",
                  "user_agent": "GoIP 4", "rtt_ms": 4.2}  # fmt: skip
        hub.box.say("device", online)
    expect(reach).to_have_attribute("data-ok", "true")
    expect(send.first).to_be_enabled()


def test_a_call_of_others_can_be_picked_up_and_listened_to(page: Page, hub: RunningHub) -> None:
    call, rows = story.incoming(time.time(), "+375291110099", ("182",))
    hub.box.tell(rows)
    page.locator(f'[data-call="{call.linked_id}"]').click()
    page.get_by_role("button", name="Перехватить").click()
    command = hub.box.next_command("pick_up")
    assert command["action"]["linked_id"] == call.linked_id
    hub.box.done(command)
    hub.box.tell(story.answer(call, time.time(), "182"))
    page.get_by_role("button", name="Подключиться", exact=True).click()
    page.get_by_role("menuitem", name="Подсказывать").click()
    command = hub.box.next_command("listen")
    assert command["action"]["mode"] == "whisper"
    hub.box.done(command, "forbidden")
    expect(page.get_by_text("На это у вас нет права.")).to_be_visible()
    hub.box.tell(story.hang_up(call, time.time()))


def test_a_line_is_paused_by_the_owner(page: Page, hub: RunningHub) -> None:
    page.get_by_role("button", name="МТС:").click()
    switch = page.get_by_label("Пауза линии МТС-1", exact=False)
    switch.click()
    command = hub.box.next_command("pause_line")
    assert command["action"] == {"kind": "pause_line", "line": "mts-1", "paused": True}
    hub.box.done(command)
    expect(page.get_by_role("dialog").get_by_text("на паузе")).to_be_visible()
    switch.click()
    hub.box.done(hub.box.next_command("pause_line"))
    expect(page.get_by_role("dialog").get_by_text("на паузе")).to_have_count(0)


def test_a_voicemail_waits_in_the_list_and_plays(page: Page, hub: RunningHub) -> None:
    call, rows = story.voicemail(time.time() - 90, "+375291112299", "901", 12)
    hub.box.tell(rows)
    hub.box.upload_message(call.caller.unique_id, _wav(12))
    page.goto(f"{hub.base}/todo")
    item = page.get_by_role("listitem").filter(has_text="+375 29 111-22-99")
    item.get_by_role("button", name="голосовое 0:12").click()
    sound = item.locator("audio")
    expect(sound).to_be_visible()
    page.wait_for_function("sound => sound.duration > 11", arg=sound.element_handle())
    item.get_by_role("link", name="+375 29 111-22-99").click()
    mail = page.get_by_role("region", name="Голосовое сообщение")
    expect(mail).to_contain_text("для: Продажи · 0:12")


def test_a_hidden_voicemail_is_closed_by_hand_and_brought_back(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    call, rows = story.voicemail(time.time() - 80, "", "901", 7)
    hub.box.tell(rows)
    hub.box.upload_message(call.caller.unique_id, _wav(7))
    page.goto(f"{hub.base}/todo")
    item = page.get_by_role("listitem").filter(has_text="Номер скрыт")
    item.get_by_role("button", name="Закрыть или передать").click()
    page.get_by_role("menuitem", name="Прослушано, ответ не нужен").click()
    expect(item).to_have_count(0)
    mails = api.get("/api/v1/calls", params={"has_message": True}).json()["items"]
    (row,) = [row for row in mails if not row["client"]["number"]]
    assert (row["closed"]["by"], row["closed"]["reason"]) == ("Ирина Коваль", "no_need")
    page.goto(f"{hub.base}/calls/{row['id']}")
    closed = page.get_by_text("Прослушано, ответ не нужен, Ирина Коваль")
    expect(closed).to_be_visible()
    page.get_by_role("button", name="Вернуть в «Не забыть»").click()
    expect(closed).to_have_count(0)
    page.goto(f"{hub.base}/todo")
    expect(item).to_be_visible()


def test_the_dial_field_says_beforehand_what_cannot_be_called(page: Page, hub: RunningHub) -> None:
    find = page.get_by_role("combobox", name="Имя, номер или звонок")
    reach = page.get_by_test_id("reach")
    find.fill("+492211234567")
    expect(reach).to_have_attribute("data-ok", "false")
    find.press("Enter")
    expect(reach).to_be_visible()
    find.fill("80291234567")
    expect(reach).to_contain_text("Пойдёт по линии")
    find.press("Enter")
    command = hub.box.next_command("originate")
    assert command["action"]["to"].endswith("291234567")
    hub.box.done(command)


def test_a_spammer_goes_to_the_blacklist_and_back(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    call, rows = story.incoming(time.time() - 60, "+375447770001", ("182",))
    hub.box.tell([*rows, *story.hang_up(call, time.time() - 50)])
    page.goto(f"{hub.base}/calls?q=7770001")
    page.get_by_role("button", name="В чёрный список: +375 44 777-00-01").click()
    page.get_by_role("menuitem", name="На месяц").click()
    row = page.get_by_role("listitem").filter(has_text="+375 44 777-00-01").first
    expect(row.get_by_text("чёрный список")).to_be_visible()
    (listed,) = api.get("/api/v1/lists/blacklist").json()["items"]
    assert (listed["number"], listed["author"]) == ("+375447770001", "Ирина Коваль")
    page.goto(f"{hub.base}/todo")
    expect(page.get_by_text("+375 44 700-11-09")).to_be_visible()
    expect(page.get_by_text("+375 44 777-00-01")).to_have_count(0)
    page.goto(f"{hub.base}/calls?q=7770001")
    page.get_by_role("button", name="Убрать из чёрного списка").click()
    expect(row.get_by_text("чёрный список")).to_have_count(0)
    assert api.get("/api/v1/lists/blacklist").json()["items"] == []


def test_a_phone_has_room_for_the_blacklist_too(page: Page, hub: RunningHub) -> None:
    call, rows = story.incoming(time.time() - 60, "+375447770002", ("182",))
    hub.box.tell([*rows, *story.hang_up(call, time.time() - 50)])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{hub.base}/calls?q=7770002")
    more = page.get_by_role("button", name="Ещё: +375 44 777-00-02")
    more.click()
    expect(page.get_by_role("menuitem", name="Написать SMS")).to_be_visible()
    page.get_by_role("menuitem", name="Навсегда").click()
    row = page.get_by_role("listitem").filter(has_text="+375 44 777-00-02").first
    expect(row.get_by_text("чёрный список")).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="Убрать из чёрного списка").click()
    expect(row.get_by_text("чёрный список")).to_have_count(0)


def test_a_card_says_how_to_meet_the_client(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients/3")
    marks = page.get_by_role("region", name="Как его встречать")
    marks.get_by_label("Ответственный").select_option(label="Олег Сорока 181")
    marks.get_by_role("button", name="VIP").click()
    expect(marks.get_by_role("button", name="VIP")).to_have_attribute("aria-pressed", "true")
    marks.get_by_role("button", name="новая метка").click()
    marks.get_by_label("Название метки").fill("Опт")
    marks.get_by_role("button", name="Добавить").click()
    expect(marks.get_by_role("button", name="Опт")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(marks.get_by_label("Ответственный")).to_have_value("oleg")
    expect(marks.get_by_role("button", name="Опт")).to_have_attribute("aria-pressed", "true")


def test_alarms_of_the_box_are_on_every_screen(page: Page, hub: RunningHub) -> None:
    hub.box.alarm({"code": "disk.low", "facts": {"free": "1.2", "path": "/var"}})
    alarm = page.get_by_role("alert")
    expect(alarm).not_to_have_text("")
    page.goto(f"{hub.base}/calls")
    expect(alarm.first).not_to_have_text("")
    hub.box.alarm()
    expect(page.get_by_text("disk.low")).to_have_count(0)
    expect(alarm.first).to_have_text("")


def test_what_happens_if(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/check")
    tale = page.get_by_role("region", name="Как пройдёт звонок").first
    expect(tale.get_by_role("listitem").first).to_be_visible()
    expect(tale).to_contain_text("Схема положит трубку")
    page.get_by_text("Люди в этот момент").click()
    page.get_by_label("Олег Сорока").select_option(label="ответит через 3 с")
    expect(tale).to_contain_text("С ним поговорят")


def _wav(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x10\x00\xf0" * (4000 * seconds))
    return out.getvalue()
