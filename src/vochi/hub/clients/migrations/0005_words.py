from typing import Any

from django.db import migrations


def say_anew(apps: Any, schema_editor: Any) -> None:
    """Words in their new form, keys of like names, tails of numbers, for cards that there are."""
    from vochi.hub.clients.likeness import skeleton, tail
    from vochi.hub.clients.words import words_of

    Client = apps.get_model("clients", "Client")
    Phone = apps.get_model("clients", "Phone")
    rows = Client._base_manager.order_by("pk")
    last = 0
    while part := list(rows.filter(pk__gt=last)[:1000]):
        last = part[-1].pk
        phones = list(Phone._base_manager.filter(client__in=part).order_by("id"))
        numbers: dict[int, list[str]] = {}
        for phone in phones:
            phone.place = len(numbers.setdefault(phone.client_id, []))
            phone.tail = tail(phone.number)
            numbers[phone.client_id].append(phone.number)
        for client in part:
            client.words = words_of(
                (client.name, client.company_name), numbers.get(client.pk, ()), client.tags, {}
            )
            client.alike = skeleton(client.name, client.company_name)
        Client._base_manager.bulk_update(part, ["words", "alike"], batch_size=200)
        Phone._base_manager.bulk_update(phones, ["place", "tail"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [('clients', '0004_card')]

    operations = [migrations.RunPython(say_anew, migrations.RunPython.noop, elidable=True)]
