"""Schemes in plain words (B15): written for a person to read and edit, and read back.

`write` of `write.py` and `read` of `read.py` are inverse up to the places of nodes. The words are
those of the constructor's forms (`core.wording`), so a new kind of node or a new setting is
written and read as soon as it has words.

    Входящая схема «Основная» (main)
    Начинается с: start

    [start] Звонок пришёл
      дальше → hours

    [hours] Время работы
      Часы «Рабочее время» (work): пн–пт 09:00–18:00, сб 10:00–14:00 → sales
      Праздники отдельно: да
      праздник → closed
      остальное время → closed
"""
