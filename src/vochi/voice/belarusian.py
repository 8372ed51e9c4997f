"""Asterisk's own sounds in Belarusian: nobody publishes any. What is not here is heard in English.

Numbers follow English grammar (tens and units apart), which Belarusian shares up to 99; there is
`digits/hundred` for what lies above.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from vochi.voice.speech import Synthesiser, say

WORDS: dict[str, str] = {
    "digits/0": "нуль",
    "digits/1": "адзін",
    "digits/2": "два",
    "digits/3": "тры",
    "digits/4": "чатыры",
    "digits/5": "пяць",
    "digits/6": "шэсць",
    "digits/7": "сем",
    "digits/8": "восем",
    "digits/9": "дзевяць",
    "digits/10": "дзесяць",
    "digits/11": "адзінаццаць",
    "digits/12": "дванаццаць",
    "digits/13": "трынаццаць",
    "digits/14": "чатырнаццаць",
    "digits/15": "пятнаццаць",
    "digits/16": "шаснаццаць",
    "digits/17": "семнаццаць",
    "digits/18": "васямнаццаць",
    "digits/19": "дзевятнаццаць",
    "digits/20": "дваццаць",
    "digits/30": "трыццаць",
    "digits/40": "сорак",
    "digits/50": "пяцьдзясят",
    "digits/60": "шэсцьдзясят",
    "digits/70": "семдзесят",
    "digits/80": "восемдзесят",
    "digits/90": "дзевяноста",
    "digits/hundred": "сотня",
    "digits/thousand": "тысяча",
    "digits/million": "мільён",
    "digits/minus": "мінус",
    "digits/star": "зорачка",
    "digits/pound": "рашотка",
    "queue-youarenext": "Вы наступны ў чарзе.",
    "queue-thereare": "Ваш нумар у чарзе:",
    "queue-callswaiting": "Чакайце, калі ласка, адказу.",
    "queue-quantity1": "У чарзе больш за",
    "queue-quantity2": "званкоў.",
    "queue-holdtime": "Прыкладны час чакання:",
    "queue-less-than": "менш за",
    "queue-minute": "хвіліна.",
    "queue-minutes": "хвілін.",
    "queue-seconds": "секунд.",
    "queue-thankyou": "Дзякуй за чаканне.",
    "queue-periodic-announce": "Усе супрацоўнікі занятыя. Заставайцеся на лініі.",
    "queue-reporthold": "Час чакання:",
    "conf-onlyperson": "Вы пакуль адзін у канферэнцыі.",
    "conf-onlyone": "У канферэнцыі яшчэ адзін удзельнік.",
    "conf-hasjoin": "далучыўся да канферэнцыі.",
    "conf-hasleft": "пакінуў канферэнцыю.",
    "conf-thereare": "У канферэнцыі яшчэ",
    "conf-otherinparty": "удзельнікаў.",
    "conf-placeintoconf": "Вы далучаецеся да канферэнцыі.",
    "conf-waitforleader": "Канферэнцыя пачнецца, калі прыйдзе вядучы.",
    "conf-leaderhasleft": "Вядучы пакінуў канферэнцыю.",
    "conf-kicked": "Вас адключылі ад канферэнцыі.",
    "conf-getpin": "Увядзіце код канферэнцыі.",
    "conf-invalidpin": "Код няправільны.",
    "conf-locked": "Канферэнцыя зачыненая.",
    "conf-lockednow": "Цяпер канферэнцыя зачыненая.",
    "conf-unlockednow": "Цяпер канферэнцыя адчыненая.",
    "conf-muted": "Ваш мікрафон выключаны.",
    "conf-unmuted": "Ваш мікрафон уключаны.",
    "conf-now-muted": "Мікрафоны ўдзельнікаў выключаныя.",
    "conf-now-unmuted": "Мікрафоны ўдзельнікаў уключаныя.",
    "conf-errormenu": "Такога пункта няма.",
    "conf-full": "У канферэнцыі няма месца.",
    "pbx-transfer": "Перавод.",
    "pbx-invalid": "Такога нумара няма.",
    "pbx-invalidpark": "На гэтым месцы нікога няма.",
    "pbx-parkingfailed": "Паставіць на паркоўку не атрымалася.",
    "auth-thankyou": "Дзякуй.",
    "privacy-incorrect": "Так не атрымаецца.",
    "vm-sorry": "Прабачце.",
    "vm-and": "і",
    "vm-goodbye": "Да пабачэння.",
    "minute": "хвіліна",
    "minutes": "хвілін",
    "seconds": "секунд",
    "goodbye": "Да пабачэння.",
    "invalid": "Няправільна.",
    "number": "нумар",
    "extension": "унутраны нумар",
    "one-moment-please": "Хвіліначку, калі ласка.",
    "please-try-again": "Паспрабуйце яшчэ раз.",
}


def speak_belarusian(folder: Path, by: Synthesiser) -> None:
    """Write `<folder>/<name>.wav` of each; some 3 s. Raises VoiceFault, OSError."""

    def write(name: str) -> None:
        file = folder / f"{name}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(say(WORDS[name], "be", by).data)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        # All results are asked for: the first fault comes out.
        list(pool.map(write, WORDS))
