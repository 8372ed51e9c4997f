"""Words of the numbering plan: who uses a short number."""

RU: dict[str, str] = {
    "used.node": "схема «{scheme}», узел «{node}»",
    "used.follow_me": "Follow Me {number} «{name}» ищет и по этому номеру",
    "used.follow_me_of": "Follow Me {number} «{name}» принадлежит этому сотруднику",
    "used.department": "отдел {number} «{name}»",
    "used.parking": "парковка: сюда уходит клиент, которого никто не забрал",
    "used.colleague": "{name} ({extension}) назвал его коллегой, который забирает с парковки",
    "used.listens": "{name} ({extension}) может слушать этот отдел",
    "used.retention": "сроки хранения: у этого отдела свои",
    "used.promises": "обещания: у этого отдела свои сроки перезвона",
}
EN: dict[str, str] = {
    "used.node": "scheme “{scheme}”, step “{node}”",
    "used.follow_me": "Follow Me {number} “{name}” rings this number too",
    "used.follow_me_of": "Follow Me {number} “{name}” belongs to this person",
    "used.department": "department {number} “{name}”",
    "used.parking": "parking: a client whom nobody takes back comes here",
    "used.colleague": "{name} ({extension}) has named it as the colleague who takes parked calls",
    "used.listens": "{name} ({extension}) may listen to this department",
    "used.retention": "retention: this department has a rule of its own",
    "used.promises": "promises: this department has terms of its own",
}
BE: dict[str, str] = {
    "used.node": "схема «{scheme}», крок «{node}»",
    "used.follow_me": "Follow Me {number} «{name}» шукае і па гэтым нумары",
    "used.follow_me_of": "Follow Me {number} «{name}» належыць гэтаму супрацоўніку",
    "used.department": "аддзел {number} «{name}»",
    "used.parking": "паркоўка: сюды ідзе кліент, якога ніхто не забраў",
    "used.colleague": "{name} ({extension}) назваў яго калегам, які забірае з паркоўкі",
    "used.listens": "{name} ({extension}) можа слухаць гэты аддзел",
    "used.retention": "тэрміны захоўвання: у гэтага аддзела свае",
    "used.promises": "абяцанні: у гэтага аддзела свае тэрміны перазвону",
}
