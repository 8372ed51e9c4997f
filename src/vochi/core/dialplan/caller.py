"""Who calls: the caller's number as the fold reads it (`calls.announced.read_number`).

    Call(CALLER)      steps of a node, a line, a queue: as often as wanted
    Var(CLIENT)       `+375291234567`; other digits as they came; empty when he shows no number
    IS_NUMBER         the condition that it is E.164: a key of `client/`, `resp/`, `last/`, `sim/`

`CLIENT` is inherited by what the channel dials. Nothing of it but `+*#0-9` ever passes.
"""

from vochi.core.countries import COUNTRIES
from vochi.core.dialplan.application import Assign, Call, ComeBack, GoTo, GoToIf, Place
from vochi.core.dialplan.expression import Func, Matches, Not, Same, Text, Value, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.company import Company

CLIENT = "V_CLIENT"
CALLER = Place("caller", Text("s"))
IDENTIFY = Call(CALLER)
#: Beginning of an E.164 number, as an expression of `Matches`.
E164 = "[+][1-9][0-9][0-9][0-9][0-9][0-9][0-9]"
IS_NUMBER = Matches(Var(CLIENT), E164)

_SENT = Func("CALLERID", (Text("num"),))
#: Before the digits in the name of an extension, which may not be empty. Means nothing in patterns.
_MARK = "c"


def caller(company: Company) -> Context:
    """`caller`: sets `CLIENT` by the forms in which networks of the country write numbers."""
    country = COUNTRIES[company.country]
    found = [
        (f"_{_MARK}{form.pattern}", text(f"+{form.add}", Var("EXTEN", 1 + form.strip)))
        for form in country.all_forms(company.area_code)
    ]
    bare = "X" * country.national_length
    found += [
        (f"_{_MARK}{bare}", text(f"+{country.code}", Var("EXTEN", 1))),
        (f"_{_MARK}+[1-9]XXXXXX!", Var("EXTEN", 1)),
        # A short number of an operator, or what is no number at all.
        (f"_{_MARK}!", Var("EXTEN", 1)),
    ]
    by_form: dict[str, Value] = {}
    for pattern, number in found:
        by_form.setdefault(pattern, number)  # a form of the country may look like the bare number
    letters = Func("FILTER", (Text("a-zA-Z"), _SENT))
    digits = Func("FILTER", (Text("+*#0-9"), _SENT))
    return Context(
        "caller",
        (
            Extension(
                "s",
                (
                    Step(Assign(f"__{CLIENT}", Text(""))),
                    # `anonymous`, or a gateway's own account: no digits of it are his number.
                    Step(GoToIf(Not(Same(letters, Text(""))), "hidden")),
                    Step(GoTo(Place("caller", text(_MARK, digits)))),
                    Step(ComeBack(), "hidden"),
                ),
            ),
            *(
                Extension(pattern, steps(Assign(f"__{CLIENT}", number), ComeBack()))
                for pattern, number in by_form.items()
            ),
        ),
    )
