"""Whatever goes wrong is one line with its cure in the language of the terminal."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from vochi.lab import romashka


@dataclass(frozen=True)
class Case:
    """`words` of the command; `{dir}` is a fresh directory with the files of `FILES`."""

    words: str
    ru: str
    en: str
    status: int = 1


FILES = {
    "broken.yaml": b"people: [",
    "empty.yaml": b"",
    "binary.yaml": bytes(range(256)),
    "text.yaml": b"just text",
    "bad/settings.json": b'{"sip_port": 700000}',
    "torn/settings.json": b"[1,",
    "file": b"",
    "readable/.keep": b"",
}
CASES = (
    Case("office check {dir}/none.yaml", "не найден", "does not exist", 2),
    Case("office check {dir}", "нужен файл", "is a directory", 2),
    Case("office check {dir}/broken.yaml", "это не контора", "not an office"),
    Case("office check {dir}/empty.yaml", "это не контора", "not an office"),
    Case("office check {dir}/binary.yaml", "это не контора", "not an office"),
    Case("office check {dir}/text.yaml", "это не контора", "not an office"),
    Case("office publish", "Не хватает слова 'FILE'", "Missing argument 'FILE'", 2),
    Case("office rollback 0", "не из допустимых", "not in the range", 2),
    Case("nosuch", "Нет команды «nosuch»", "No such command 'nosuch'", 2),
    Case("up --sip-port 99999", "не из допустимых", "not in the range", 2),
    Case("up extra", "Лишнее слово: extra", "unexpected extra argument (extra)", 2),
    Case("account create anna --role king", "нужно одно из", "is not one of", 2),
    Case("account create {bad} --home {dir}/home", "логин", "a login is"),
    Case("up --home {dir}/file", "нужен каталог", "is a file", 2),
    Case("device 180 --home {dir}/file/x", "Проверьте путь", "Check the path"),
    Case("device 180 --home {dir}/bad", "настройки не читаются", "settings cannot be read"),
    Case("up --home {dir}/torn", "настройки не читаются", "settings cannot be read"),
    Case("journal verify --home {dir}/home", "журнала ещё нет", "no journal yet"),
    Case("office export -o /dev/full --home {dir}/home", "Нет места на диске", "No room"),
    Case("office export -o {dir}/none/o.yaml --home {dir}/home", "Нет такого", "no such file"),
)


def vochi(
    *words: str, locale: str = "C.UTF-8", stdin: str = "", **env: str
) -> tuple[int, str, str]:
    """Run the command line; gives status, output and errors."""
    clean: Mapping[str, str] = {
        key: held for key, held in os.environ.items() if not key.startswith(("LC_", "LANG"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "vochi.cli", *words],
        env={**clean, "LANG": locale},
        input=stdin, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("faults")
    for name, held in FILES.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(held)
    return place


@pytest.mark.parametrize("locale", ["ru_RU.UTF-8", "en_US.UTF-8"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_a_fault_is_one_line(case: Case, locale: str, place: Path) -> None:
    words = [word.format(dir=place, bad="<b>") for word in case.words.split()]
    status, _, wrong = vochi(*words, locale=locale)
    assert status == case.status, wrong
    *problems, last = wrong.splitlines()
    assert last.startswith("vochi: ")
    assert (case.ru if locale.startswith("ru") else case.en) in last
    # Only the problems of an office come before the last line, each on a line of its own.
    assert all(line.startswith(("ошибка: ", "error: ")) for line in problems)


@pytest.mark.parametrize("locale", ["ru_RU.UTF-8", "en_US.UTF-8"])
@pytest.mark.parametrize("command", ["", "office publish", "up", "device", "demo", "refold"])
def test_help_is_whole(command: str, locale: str) -> None:
    status, told, _ = vochi(*command.split(), "--help", locale=locale)
    assert status == 0
    options = [line for line in told.splitlines() if line.startswith("  -")]
    assert options
    # Every option says what it is for, and in Russian nothing of it is left in English.
    for line in options:
        words = line.partition("  --")[2].partition("  ")[2].strip()
        assert words or line.endswith("]"), line
    assert ("Показать эту справку." in told) == locale.startswith("ru")


def test_an_office_goes_out_and_in_without_a_difference(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "home"))
    secrets = tmp_path / "secrets.yaml"
    secrets.write_text("city: Given-By-Operator-0\n")
    first, again = tmp_path / "first.yaml", tmp_path / "again.yaml"
    publish = ("office", "publish", str(romashka.OFFICE), *home)
    status, _, wrong = vochi(*publish)
    assert (status, "--secrets FILE" in wrong) == (1, True)
    status, _, wrong = vochi(*publish, "--secrets", str(secrets))
    assert status == 0, wrong
    assert vochi("office", "export", "-o", str(first), *home)[0] == 0
    assert vochi("office", "check", str(first))[0] == 0
    status, told, _ = vochi("office", "publish", str(first), *home)
    assert status == 0
    assert "Nothing changed, version 1 is in force." in told
    assert vochi("office", "export", "-o", str(again), *home)[0] == 0
    assert first.read_bytes() == again.read_bytes()


def test_an_operators_line_by_its_own_name_and_password(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "home"))
    secrets = tmp_path / "secrets.yaml"
    secrets.write_text("city: Given-By-Operator-0\n")
    words = ("office", "publish", str(romashka.OFFICE), "--secrets", str(secrets))
    assert vochi(*words, *home)[0] == 0
    _, told, _ = vochi("line", "city", *home)
    assert "romashka" in told
    assert "Given-By-Operator-0" in told
    status, _, wrong = vochi("secrets", "set", "city", *home, stdin="Given-By-Operator-1\n")
    assert (status, wrong) == (0, "")
    assert "Given-By-Operator-1" in vochi("line", "city", *home)[1]
    assert vochi("secrets", "set", "city", *home, stdin="")[0] == 1
