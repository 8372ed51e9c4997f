"""The office of the tables in tests/core/calls/tables: people 181 to 183 (101 to 103
there, which are emergency numbers in Belarus), line a1-1."""

from vochi.core.office.document import Office

OFFICE = Office.model_validate(
    {
        "company": {"name": "Ромашка", "language": "ru"},
        "people": [
            {"id": "anna", "name": "Анна Климович", "extension": "181", "outbound": "all"},
            {"id": "boris", "name": "Борис Ёлкин", "extension": "182", "outbound": "all"},
            {"id": "vera", "name": "Вера Сташевич", "extension": "183", "outbound": "all"},
        ],
        "devices": [
            {"account": "181", "name": "Yealink"},
            {"account": "181-2", "name": "Трубка", "kind": "dect"},
            {"account": "182"},
            {"account": "183"},
        ],
        "lines": [
            {"kind": "gsm", "id": "a1-1", "name": "A1 первая", "operator": "A1",
             "number": "+375291112233", "inbound": "main"},
            {"kind": "gsm", "id": "mts-1", "name": "МТС", "operator": "МТС", "slot": 2,
             "inbound": "main"},
            {"kind": "trunk", "id": "city", "name": "Городской", "host": "192.0.2.7",
             "username": "office", "channels": 4, "inbound": "main"},
        ],
        "departments": [{"number": "901", "name": "Продажи", "members": ["anna", "boris"]}],
        "inbound": [
            {"id": "main", "name": "Главная", "start": "n1", "nodes": {
                "n1": {"kind": "start", "exits": {"next": "n2"}},
                "n2": {"kind": "ring", "targets": ["901", "183"], "exits": {"nobody": "n3"}},
                "n3": {"kind": "hangup"},
            }}
        ],
        "outbound": [
            {"id": "all", "name": "Все", "routes": [
                {"classes": ["mobile", "city"], "lines": ["a1-1", "mts-1"]}]}
        ],
    }
)  # fmt: skip
