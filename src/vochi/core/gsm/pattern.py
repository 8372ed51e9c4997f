r"""Patterns that administrators write for the answers of operators, matched in bounded time.

A small part of what is called regular expressions: characters, `.`, `\d \w \s` and their
opposites, `[...]`, `( )`, `(?: )`, `|`, `* + ? {m,n}` (lazy with `?`), `^ $ \b`; letters of both
cases are one. No back-references and nothing that looks ahead, so that every state is visited once
at every place of the text: the time is at most the size of the pattern times the length of the
text, whatever they are. (Python's own `re` may run for years over thirty characters.)
"""

from dataclasses import dataclass, field

from vochi.core.gsm.characters import BadPattern, Test, between, escaped, is_word, one

#: Longer texts are cut: an answer of a network has 182 characters, a menu some hundreds.
LONGEST_TEXT = 640
_LONGEST_PATTERN = 200
_MOST_STEPS = 600
_MOST_REPEATS = 50
_DEEPEST = 12


@dataclass
class _Step:
    """`test` takes a character; `split` tries `to`, then `other`; `open`, `close` note a place."""

    kind: str
    test: Test | None = None
    to: int = 0
    other: int = 0


# Kinds of a parsed pattern's nodes: `char`, `assert`, `group`, `many`, `either`, `row`.
@dataclass
class _Node:
    kind: str
    parts: list["_Node"] = field(default_factory=list)
    test: Test | None = None
    name: str = ""
    least: int = 1
    most: int | None = 1
    is_lazy: bool = False
    group: int = 0


class Pattern:
    """Use: `Pattern(text).first(answer)`. Raises BadPattern."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > _LONGEST_PATTERN:
            raise BadPattern("too_long")
        self._text = pattern
        self._at = 0
        self._groups = 0
        self._program: list[_Step] = []
        tree = self._either(0)
        if self._at < len(pattern):
            raise BadPattern("brackets")
        self._write(tree)
        self._add(_Step("match"))

    @property
    def groups(self) -> int:
        """How many groups it has."""
        return self._groups

    def first(self, text: str) -> str | None:
        """The first group where it matches first (all of it without groups); None: nowhere."""
        text = text[:LONGEST_TEXT]
        failed: set[tuple[int, int]] = set()
        for start in range(len(text) + 1):
            saved = self._match(text, start, failed)
            if saved is not None:
                begin, end = saved
                return text[begin:end] if 0 <= begin <= end else None
        return None

    def _match(self, text: str, start: int, been: set[tuple[int, int]]) -> tuple[int, int] | None:
        """Depth-first from one place; a state that has led nowhere once never will."""
        stack = [(0, start, -1 if self._groups else start, -1)]
        while stack:
            at, place, begin, end = stack.pop()
            if (at, place) in been:
                continue
            been.add((at, place))
            step = self._program[at]
            match step.kind:
                case "match":
                    return (begin, end) if self._groups else (begin, place)
                case "char":
                    if place < len(text) and step.test is not None and step.test(text[place]):
                        stack.append((at + 1, place + 1, begin, end))
                case "jump":
                    stack.append((step.to, place, begin, end))
                case "split":
                    stack.append((step.other, place, begin, end))
                    stack.append((step.to, place, begin, end))
                case "open":
                    stack.append((at + 1, place, place, -1))
                case "close":
                    stack.append((at + 1, place, begin, place))
                case _:
                    if _holds(step.kind, text, place):
                        stack.append((at + 1, place, begin, end))
        return None

    def _either(self, depth: int) -> _Node:
        if depth > _DEEPEST:
            raise BadPattern("too_big")
        rows = [self._row(depth)]
        while self._peek() == "|":
            self._at += 1
            rows.append(self._row(depth))
        return rows[0] if len(rows) == 1 else _Node("either", rows)

    def _row(self, depth: int) -> _Node:
        row = _Node("row")
        while self._peek() not in ("", "|", ")"):
            row.parts.append(self._repeated(self._one(depth)))
        return row

    def _one(self, depth: int) -> _Node:
        letter = self._take()
        match letter:
            case "(":
                return self._group(depth)
            case "[":
                return _Node("char", test=self._class())
            case ".":
                return _Node("char", test=lambda it: it != "\n")
            case "^" | "$":
                return _Node("assert", name=letter)
            case "\\":
                return self._escape()
            case "*" | "+" | "?" | "{":
                raise BadPattern("repeat")
            case _:
                return _Node("char", test=one(letter))

    def _group(self, depth: int) -> _Node:
        number = 0
        if self._peek() == "?":
            self._at += 1
            if self._take() != ":":
                raise BadPattern("unsupported")
        else:
            self._groups += 1
            number = self._groups
        inside = self._either(depth + 1)
        if self._peek() != ")":
            raise BadPattern("brackets")
        self._at += 1
        return _Node("group", [inside], group=number)

    def _escape(self) -> _Node:
        letter = self._take()
        if letter in ("b", "B"):
            return _Node("assert", name=letter)
        return _Node("char", test=escaped(letter))

    def _class(self) -> Test:
        is_not = self._peek() == "^"
        self._at += is_not
        tests: list[Test] = []
        is_first = True
        while is_first or self._peek() != "]":
            is_first = False
            letter = self._take()
            if letter == "\\":
                tests.append(escaped(self._take()))
            elif self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in ("", "]"):
                self._at += 1
                last = self._take()
                if last == "\\" or last < letter:
                    raise BadPattern("unsupported")
                tests.append(between(letter, last))
            else:
                tests.append(one(letter))
        self._at += 1
        return lambda it: any(test(it) for test in tests) != is_not

    def _repeated(self, node: _Node) -> _Node:
        bounds: tuple[int, int | None]
        match self._peek():
            case "*":
                bounds = (0, None)
            case "+":
                bounds = (1, None)
            case "?":
                bounds = (0, 1)
            case "{":
                bounds = self._bounds()
            case _:
                return node
        self._at += 1
        if node.kind == "assert":
            raise BadPattern("repeat")
        is_lazy = self._peek() == "?"
        self._at += is_lazy
        if self._peek() in ("*", "+", "{"):
            raise BadPattern("repeat")
        return _Node("many", [node], least=bounds[0], most=bounds[1], is_lazy=is_lazy)

    def _bounds(self) -> tuple[int, int | None]:
        """`{3}`, `{1,3}`, `{2,}`; leaves the closing bracket."""
        end = self._text.find("}", self._at)
        least, comma, most = self._text[self._at + 1 : end].partition(",")
        is_number = least.isascii() and least.isdigit() and len(least) <= len(str(_MOST_REPEATS))
        if end < 0 or not is_number or (most and not (most.isascii() and most.isdigit())):
            raise BadPattern("repeat")
        self._at = end
        first = int(least)
        last = (int(most[:4]) if most else None) if comma else first
        if first > _MOST_REPEATS or (last is not None and not first <= last <= _MOST_REPEATS):
            raise BadPattern("repeat")
        return first, last

    def _write(self, node: _Node) -> None:
        match node.kind:
            case "char":
                self._add(_Step("char", node.test))
            case "assert":
                self._add(_Step(node.name))
            case "row":
                for part in node.parts:
                    self._write(part)
            case "group":
                if node.group == 1:
                    self._add(_Step("open"))
                self._write(node.parts[0])
                if node.group == 1:
                    self._add(_Step("close"))
            case "either":
                self._write_either(node.parts)
            case _:
                self._write_many(node)

    def _write_either(self, parts: list[_Node]) -> None:
        ends = []
        for part in parts[:-1]:
            split = self._add(_Step("split"))
            split.to = len(self._program)
            self._write(part)
            ends.append(self._add(_Step("jump")))
            split.other = len(self._program)
        self._write(parts[-1])
        for end in ends:
            end.to = len(self._program)

    def _write_many(self, node: _Node) -> None:
        for _ in range(node.least):
            self._write(node.parts[0])
        if node.most is None:
            top = len(self._program)
            split = self._add(_Step("split"))
            inside = len(self._program)
            self._write(node.parts[0])
            self._add(_Step("jump", to=top))
            self._aim(split, inside, len(self._program), is_lazy=node.is_lazy)
            return
        splits = []
        for _ in range(node.most - node.least):
            split = self._add(_Step("split"))
            splits.append((split, len(self._program)))
            self._write(node.parts[0])
        for split, inside in splits:
            self._aim(split, inside, len(self._program), is_lazy=node.is_lazy)

    @staticmethod
    def _aim(split: _Step, inside: int, after: int, *, is_lazy: bool) -> None:
        split.to, split.other = (after, inside) if is_lazy else (inside, after)

    def _add(self, step: _Step) -> _Step:
        if len(self._program) >= _MOST_STEPS:
            raise BadPattern("too_big")
        self._program.append(step)
        return step

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        letter = self._peek()
        if not letter:
            raise BadPattern("brackets")
        self._at += 1
        return letter


def _holds(name: str, text: str, place: int) -> bool:
    if name == "^":
        return place == 0
    if name == "$":
        return place == len(text)
    before = place > 0 and is_word(text[place - 1])
    after = place < len(text) and is_word(text[place])
    return (before != after) == (name == "b")
