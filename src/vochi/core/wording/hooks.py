"""Words for webhooks."""

RU: dict[str, str] = {
    "hook.paused": "Вебхук «{name}» ({host}) больше суток не отвечает, отправка остановлена. "
    "Проверьте адрес и включите его снова.",
    "hook.dead": "Вебхук «{name}» ({host}): {count} событий не доставлено. Их можно отправить "
    "ещё раз на странице «Программы».",
    "hook_url": "Нужен адрес, который начинается с https:// или http://.",
    "hook_private_address": "{host} — адрес внутри вашей сети. Туда вебхуки не ходят, пока "
    "администратор станции не разрешит эту сеть в settings.json (hook_networks).",
    "too_many_hooks": "Больше {most} вебхуков завести нельзя.",
    "too_many_events": "За этот период больше {most} событий. Возьмите период короче.",
}
EN: dict[str, str] = {
    "hook.paused": "The webhook “{name}” ({host}) has not answered for more than a day, sending "
    "is stopped. Check its address and switch it on again.",
    "hook.dead": "Webhook “{name}” ({host}): {count} events were not delivered. They can be sent "
    "again on the page “Integrations”.",
    "hook_url": "An address is needed that begins with https:// or http://.",
    "hook_private_address": "{host} is an address inside your own network. Webhooks do not go "
    "there until the box's administrator allows that network in settings.json (hook_networks).",
    "too_many_hooks": "There can be no more than {most} webhooks.",
    "too_many_events": "This period has more than {most} events. Take a shorter one.",
}
BE: dict[str, str] = {
    "hook.paused": "Вэбхук «{name}» ({host}) больш за суткі не адказвае, адпраўка спынена. "
    "Праверце адрас і ўключыце яго зноў.",
    "hook.dead": "Вэбхук «{name}» ({host}): {count} падзей не дастаўлена. Іх можна адправіць "
    "яшчэ раз на старонцы «Праграмы».",
    "hook_url": "Патрэбны адрас, які пачынаецца з https:// або http://.",
    "hook_private_address": "{host} — адрас унутры вашай сеткі. Туды вэбхукі не ходзяць, пакуль "
    "адміністратар станцыі не дазволіць гэтую сетку ў settings.json (hook_networks).",
    "too_many_hooks": "Больш за {most} вэбхукаў завесці нельга.",
    "too_many_events": "За гэты перыяд больш за {most} падзей. Вазьміце перыяд карацейшы.",
}
