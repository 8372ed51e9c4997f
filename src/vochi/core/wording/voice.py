"""Words for sounds of people that cannot be played, and for text that cannot be spoken."""

RU: dict[str, str] = {
    "sound.too_big": "Файл {mb} МБ слишком велик: можно до {most} МБ.",
    "sound.too_long": "Запись длиннее {minutes} минут: сократите её.",
    "sound.no_audio": "В этом файле нет звука.",
    "sound.unreadable": "Это не звук: подойдут mp3, ogg, m4a, wav и другие записи.",
    "sound.broken": "Файл испорчен: из {told} с читается {seconds} с.",
    "sound.silent": "В этой записи тишина.",
    "sound.took_too_long": "Файл не удалось прочесть за две минуты.",
    "voice.no_text": "Нечего сказать: напишите текст.",
    "voice.long_text": "Текст слишком длинный ({letters} знаков): можно до {most}.",
    "voice.nothing_said": "Этот текст нечем произнести: нужны слова.",
    "voice.no_synthesiser": "Нет голоса: на этой машине нет ни espeak-ng, ни RHVoice. "
    "Он ставится вместе со станцией: python -m vochi.engine.install.",
    "voice.failed": "Не удалось произнести текст ({why}).",
    "install.speak": "Станция учится считать по-белорусски",
    "phrases.missing": "Не хватает фраз станции ({count}): их не услышат. Повторная попытка идёт.",
}
EN: dict[str, str] = {
    "sound.too_big": "A file of {mb} MB is too big: {most} MB is the most.",
    "sound.too_long": "The sound is longer than {minutes} minutes: make it shorter.",
    "sound.no_audio": "There is no sound in this file.",
    "sound.unreadable": "This is no sound: mp3, ogg, m4a, wav and others will do.",
    "sound.broken": "The file is damaged: of {told} s only {seconds} s can be read.",
    "sound.silent": "This sound is silence.",
    "sound.took_too_long": "The file could not be read in two minutes.",
    "voice.no_text": "There is nothing to say: write a text.",
    "voice.long_text": "The text is too long ({letters} letters): {most} is the most.",
    "voice.nothing_said": "This text cannot be spoken: words are needed.",
    "voice.no_synthesiser": "There is no voice: neither espeak-ng nor RHVoice is on this machine. "
    "One comes with the exchange: python -m vochi.engine.install.",
    "voice.failed": "The text could not be spoken ({why}).",
    "install.speak": "Teaching the exchange to count in Belarusian",
    "phrases.missing": "Phrases of the exchange are missing ({count}): nobody hears them. "
    "They are being made again.",
}
BE: dict[str, str] = {
    "sound.too_big": "Файл {mb} МБ завялікі: можна да {most} МБ.",
    "sound.too_long": "Запіс даўжэйшы за {minutes} хвілін: скараціце яго.",
    "sound.no_audio": "У гэтым файле няма гуку.",
    "sound.unreadable": "Гэта не гук: падыдуць mp3, ogg, m4a, wav і іншыя запісы.",
    "sound.broken": "Файл сапсаваны: з {told} с чытаецца {seconds} с.",
    "sound.silent": "У гэтым запісе цішыня.",
    "sound.took_too_long": "Файл не ўдалося прачытаць за дзве хвіліны.",
    "voice.no_text": "Няма чаго сказаць: напішыце тэкст.",
    "voice.long_text": "Тэкст задоўгі ({letters} знакаў): можна да {most}.",
    "voice.nothing_said": "Гэты тэкст няма чым вымавіць: патрэбны словы.",
    "voice.no_synthesiser": "Няма голасу: на гэтай машыне няма ні espeak-ng, ні RHVoice. "
    "Ён ставіцца разам са станцыяй: python -m vochi.engine.install.",
    "voice.failed": "Не ўдалося вымавіць тэкст ({why}).",
    "install.speak": "Станцыя вучыцца лічыць па-беларуску",
    "phrases.missing": "Не хапае фраз станцыі ({count}): іх не пачуюць. Спроба паўтараецца.",
}
