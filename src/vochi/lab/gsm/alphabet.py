"""How a network cuts a text into SMS (3GPP TS 23.038, 23.040). The lab's own: it judges ours."""

_PLAIN = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
_COST = {**dict.fromkeys(_PLAIN, 1), **dict.fromkeys(_EXTENDED, 2)}
#: Septets and UTF-16 units: alone, and in each of several parts.
_SEPTETS, _UNITS = (160, 153), (70, 67)


def is_gsm7(text: str) -> bool:
    """Every character is in the default alphabet or its extension."""
    return all(char in _COST for char in text)


def split(text: str) -> tuple[str, ...]:
    """The parts that go over the air; no character is ever cut in two."""
    if is_gsm7(text):
        costs, (alone, each) = [_COST[char] for char in text], _SEPTETS
    else:
        costs, (alone, each) = [2 if ord(char) > 0xFFFF else 1 for char in text], _UNITS
    if sum(costs) <= alone:
        return (text,)
    parts, begun, used = [], 0, 0
    for place, cost in enumerate(costs):
        if used + cost > each:
            parts.append(text[begun:place])
            begun, used = place, 0
        used += cost
    return (*parts, text[begun:])
