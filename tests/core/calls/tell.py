"""Write the YAML of tables as the fold tells them now, for a person to read and correct.

python -m tests.core.calls.tell NAME ...
"""

import sys

import yaml

from vochi.core.calls.fold import fold

from .table import TABLES, told
from .test_tables import live_states, whole


def main(names: list[str]) -> None:
    for name in names:
        journal = whole(name)
        text = yaml.safe_dump(
            {"calls": [told(call) for call in fold(journal)], "live": live_states(journal)},
            allow_unicode=True, sort_keys=False, width=110, default_flow_style=None,
        )  # fmt: skip
        (TABLES / f"{name}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
