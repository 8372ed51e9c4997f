"""What networks of Belarus answer to USSD codes: written as they write, ugly ones included.

The codes are those of protocols.md 3.2; `{balance}` and the like are filled in for the card.
"""

from vochi.lab.gsm.card import Menu, SimCard

_A1 = {
    "*100#": Menu("Баланс:{balance}р. Интернет: 512.00МБ до 30.11. Для меню наберите *141#"),
    "*100*4#": Menu("Bonus: 0,00 BYN; SMS 12; min 37"),
    "*141#": Menu(
        "Меню A1\n1 Баланс\n2 Номер и тариф\n3 Услуги\n0 Выход",
        {
            "1": Menu("Ваш баланс {balance} руб."),
            "2": Menu(
                "1 Мой номер\n2 Мой тариф\n9 Назад",
                {
                    "1": Menu("Ваш номер: {number}"),
                    "2": Menu("Тариф «Бизнес класс»; абонплата 14,90 руб."),
                },
            ),
            "3": Menu("Услуги недоступны. Попробуйте позже"),
        },
    ),
    "*141*2*1#": Menu("Ваш номер: {number}"),
}
_MTS = {
    "*100#": Menu("Balans {comma} rub. Srok deistviya do 31.12.2027"),
    "*111#": Menu(
        "MTS Servis:1-Balans 2-Uslugi 3-Moy nomer",
        {
            "1": Menu("Balans {comma} rub."),
            "2": Menu("1-Pereadresaciya\n2-SMS", {"1": Menu("Vkl"), "2": Menu("Vkl")}),
            "3": Menu("{number}"),
        },
    ),
    "*111*3#": Menu("Vash nomer {national}"),
}
_LIFE = {
    "*100#": Menu("  Balance: {balance} BYN\r\nOsnovnoi schet:{balance}\tBonus:0.00  "),
    "*110#": Menu("Vash nomer {digits}"),
    "*120#": Menu("life:) menu\n1) Balance\n2) Tarif", {"1": Menu("{balance}BYN"), "2": Menu("-")}),
}
_OPERATORS = {"A1": _A1, "МТС": _MTS, "MTS": _MTS, "life:)": _LIFE}
#: What an operator that the lab does not know answers.
_OTHERS = {"*100#": Menu("Balance: {balance}"), "*110#": Menu("{number}")}


def menu_of(card: SimCard, code: str) -> Menu | None:
    """What a code answers on this card; None: the network does not know it."""
    return card.ussd.get(code) or _OPERATORS.get(card.operator, _OTHERS).get(code)


def fill(text: str, card: SimCard) -> str:
    """The text as this card gets it; other braces stay as they are."""
    amount = f"{card.cents // 100}.{card.cents % 100:02d}"
    national = f"80{card.number.removeprefix('+375')}"
    for name, value in {
        "balance": amount, "comma": amount.replace(".", ","), "number": card.number,
        "digits": card.number.lstrip("+"), "national": national,
    }.items():  # fmt: skip
        text = text.replace(f"{{{name}}}", value)
    return text
