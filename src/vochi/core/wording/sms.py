"""Words for messages: why they fail or wait, what a person should hear of."""

RU: dict[str, str] = {
    "too_late": "Уже поздно: SMS отправляется или отправлена.",
    "sms.unknown": "Неизвестно, ушли ли SMS: {count}. Последняя — на {number}. Сама станция их не "
    "повторит: проверьте у клиента и отправьте снова, если нужно.",
    "sms.stuck": "SMS ждут дольше {minutes} мин: {count}. Ни одна SIM-карта сейчас не может их "
    "отправить.",
    "sms.why.gateway": "Сеть не приняла SMS (код {code}).",
    "sms.why.no_line": "Нет SIM-карты, которая сейчас может отправлять.",
    "sms.why.no_balance": "На SIM-карте нет денег.",
    "sms.why.limit": "Дневной лимит SMS исчерпан.",
    "sms.why.opted_out": "Клиент отказался от сообщений.",
    "sms.why.quiet": "Ждёт конца тихих часов.",
    "sms.why.too_long": "Текст слишком длинный.",
    "sms.why.bad_number": "На этот номер SMS не отправить.",
    "sms.why.no_answer": "Шлюз не сказал, ушла ли SMS.",
    "sms.why.restarted": "Станция перезапустилась во время отправки: ушла ли SMS, неизвестно.",
    "sms.why.given_up": "Не удалось отправить вовремя.",
    "sms.why.undelivered": "Оператор не смог доставить SMS.",
    "sms.why.paused": "SIM-карты на паузе.",
    "sms.why.cancelled": "Отменена.",
    "sms.why.no_route": "На этот номер писать не разрешено.",
    "sms.why.empty": "В тексте ничего нет.",
}
EN: dict[str, str] = {
    "too_late": "Too late: the SMS is on its way or has been sent.",
    "sms.unknown": "SMS that may or may not have gone: {count}. The last one was to {number}. The "
    "box will not send them again: ask the client, and send it anew if needed.",
    "sms.stuck": "SMS have been waiting for more than {minutes} min: {count}. No SIM card can send "
    "them now.",
    "sms.why.gateway": "The network did not take the SMS (code {code}).",
    "sms.why.no_line": "No SIM card can send now.",
    "sms.why.no_balance": "The SIM card has no money.",
    "sms.why.limit": "The daily limit of SMS is used up.",
    "sms.why.opted_out": "The client asked for no messages.",
    "sms.why.quiet": "Waits for the end of the quiet hours.",
    "sms.why.too_long": "The text is too long.",
    "sms.why.bad_number": "No SMS can be sent to this number.",
    "sms.why.no_answer": "The gateway did not tell whether the SMS has gone.",
    "sms.why.restarted": "The box restarted while sending: the SMS may or may not have gone.",
    "sms.why.given_up": "It could not be sent in time.",
    "sms.why.undelivered": "The operator could not deliver the SMS.",
    "sms.why.paused": "The SIM cards are paused.",
    "sms.why.cancelled": "Cancelled.",
    "sms.why.no_route": "Messages to this number are not allowed.",
    "sms.why.empty": "There is nothing in the text.",
}
BE: dict[str, str] = {
    "too_late": "Ужо позна: SMS адпраўляецца або адпраўлена.",
    "sms.unknown": "Невядома, ці пайшлі SMS: {count}. Апошняя — на {number}. Сама станцыя іх не "
    "паўторыць: праверце ў кліента і адпраўце зноў, калі трэба.",
    "sms.stuck": "SMS чакаюць даўжэй за {minutes} хв: {count}. Ніводная SIM-карта зараз не можа іх "
    "адправіць.",
    "sms.why.gateway": "Сетка не прыняла SMS (код {code}).",
    "sms.why.no_line": "Няма SIM-карты, якая зараз можа адпраўляць.",
    "sms.why.no_balance": "На SIM-карце няма грошай.",
    "sms.why.limit": "Дзённы ліміт SMS вычарпаны.",
    "sms.why.opted_out": "Кліент адмовіўся ад паведамленняў.",
    "sms.why.quiet": "Чакае канца ціхіх гадзін.",
    "sms.why.too_long": "Тэкст занадта доўгі.",
    "sms.why.bad_number": "На гэты нумар SMS не адправіць.",
    "sms.why.no_answer": "Шлюз не сказаў, ці пайшла SMS.",
    "sms.why.restarted": "Станцыя перазапусцілася падчас адпраўкі: ці пайшла SMS, невядома.",
    "sms.why.given_up": "Не ўдалося адправіць своечасова.",
    "sms.why.undelivered": "Аператар не змог даставіць SMS.",
    "sms.why.paused": "SIM-карты на паўзе.",
    "sms.why.cancelled": "Скасавана.",
    "sms.why.no_route": "На гэты нумар пісаць не дазволена.",
    "sms.why.empty": "У тэксце нічога няма.",
}
