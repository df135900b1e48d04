"""The contextual lexer of Lark, with a table of which terminals can begin with a character.

Lark tries one large regular expression, all terminals of a state, at every character. Most characters of a
sentence begin no terminal, and each state compiles its expression anew. Here every alternative of a
terminal is compiled once, when first needed, and tried only where its first character stands. What
matches is the same: the same alternatives in the same order, less those that cannot match.

What an alternative can begin with is read off its parsed expression, by the modules of `re` that Lark, too,
reads widths with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any, cast

from lark import Token
from lark.common import LexerConf
from lark.lexer import (
    BasicLexer,
    ContextualLexer,
    LexerState,
    Scanner,
    TerminalDef,
    _create_unless,
)
from lark.utils import TextSlice

Item = tuple[Any, Any]
"""An operation of a parsed expression with its argument."""

_ANYTHING: Item = (_constants.ANY, None)


class Alternative:
    """One of the alternatives of a terminal.

    Attributes:
        terminal: its name.
        end_of: where its match ends that begins at an offset of a text; -1 if there is none.
        chars: characters that it can begin with;
        others: and items that its first character may match instead.
        needed: a character besides the first that every match holds or is followed by; "" if none is known.
    """

    __slots__ = ("_parsed", "_pattern", "_word", "chars", "end_of", "needed", "others", "terminal")

    def __init__(self, terminal: str, parsed: Any) -> None:
        self.terminal = terminal
        items: list[Item] = []
        if _begin(parsed, items):
            raise ValueError(f"{terminal} matches nothing at all")
        self.chars = {chr(value) for op, value in items if op is _constants.LITERAL}
        self.others = [item for item in items if item[0] is not _constants.LITERAL]
        first = self.chars if len(items) == 1 else set()
        self.needed = max(_needed(parsed) - first, default="")  # rather Chinese than a sign
        self._parsed = parsed
        self.end_of: Callable[[str, int], int] = self._end_of_first
        if all(op is _constants.LITERAL for op, _ in parsed):
            self._word = "".join(chr(code) for _, code in parsed)
            self.end_of = self._end_of_word

    def _end_of_first(self, text: str, at: int) -> int:
        self._pattern = _compiler.compile(self._parsed).match
        self.end_of = self._end_of_match
        return self.end_of(text, at)

    def _end_of_match(self, text: str, at: int) -> int:
        found = self._pattern(text, at)
        return found.end() if found else -1

    def _end_of_word(self, text: str, at: int) -> int:
        return at + len(self._word) if text.startswith(self._word, at) else -1


def alternatives(terminal: TerminalDef) -> Iterator[Alternative]:
    """The alternatives of a terminal, in order."""
    parsed = _parser.parse(terminal.pattern.to_regexp())
    split = len(parsed) == 1 and parsed[0][0] is _constants.BRANCH
    for branch in parsed[0][1][1] if split else [parsed]:
        yield Alternative(terminal.name, branch)


def _begin(parsed: Any, found: list[Item]) -> bool:
    """Collect what a match can begin with, and say whether it can be empty."""
    for op, value in parsed:
        optional = False
        if op in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
            continue
        if op is _constants.IN:
            found.extend(_members(value))
            return False
        if op in (_constants.LITERAL, _constants.NOT_LITERAL):
            found.append((op, value))
            return False
        if op is _constants.BRANCH:
            inner = value[1]
        elif op is _constants.SUBPATTERN and not value[1] & re.IGNORECASE:
            inner = [value[3]]
        elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            inner, optional = [value[2]], value[0] == 0
        else:
            found.append(_ANYTHING)
            return False
        empty = [_begin(part, found) for part in inner]
        if not (optional or any(empty)):
            return False
    return True


def _members(items: list[Item]) -> Iterator[Item]:
    """A set of characters as single ones, as far as they are few."""
    if items[0][0] is _constants.NEGATE:
        yield _constants.IN, items
        return
    for op, value in items:
        if op is _constants.RANGE and value[1] - value[0] < 100:
            yield from ((_constants.LITERAL, code) for code in range(value[0], value[1] + 1))
        else:
            yield op, value


def _needed(parsed: Any) -> set[str]:
    """Characters that every match holds, or is followed by."""
    found: set[str] = set()
    for op, value in parsed:
        if op is _constants.LITERAL:
            found.add(chr(value))
        elif op is _constants.SUBPATTERN:
            found |= _needed(value[3])
        elif op is _constants.BRANCH:
            found |= set.intersection(*(_needed(branch) for branch in value[1]))
        elif op is _constants.ASSERT and value[0] > 0:
            found |= _needed(value[1])
        elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0] > 0:
            found |= _needed(value[2])
    return found


def _matches(item: Item, char: str) -> bool:
    """Whether a parsed item may match a character."""
    op, value = item
    if op is _constants.LITERAL:
        return ord(char) == int(value)
    if op is _constants.NOT_LITERAL:
        return ord(char) != int(value)
    if op is _constants.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if op is _constants.IN:
        negated = value[0][0] is _constants.NEGATE
        return any(_matches(member, char) for member in value[negated:]) is not negated
    if op is not _constants.CATEGORY:
        return True
    is_one = {
        _constants.CATEGORY_DIGIT: char.isdecimal(),
        _constants.CATEGORY_NOT_DIGIT: not char.isdecimal(),
        _constants.CATEGORY_SPACE: char.isspace(),
        _constants.CATEGORY_NOT_SPACE: not char.isspace(),
        _constants.CATEGORY_WORD: char.isalnum() or char == "_",
        _constants.CATEGORY_NOT_WORD: not (char.isalnum() or char == "_"),
    }
    return is_one[value]


class _Table:
    """All alternatives of a grammar in the order in which they are tried, by the character that they begin with."""

    def __init__(self, terminals: Collection[TerminalDef]) -> None:
        self._all = [alternative for terminal in terminals for alternative in alternatives(terminal)]
        self._found: dict[str, tuple[Alternative, ...]] = {}
        self._by_char: dict[str, list[int]] = {}
        self._by_item: dict[str, tuple[Item, list[int]]] = {}
        for index, alternative in enumerate(self._all):
            for char in alternative.chars:
                self._by_char.setdefault(char, []).append(index)
            for item in alternative.others:
                self._by_item.setdefault(str(item), (item, []))[1].append(index)

    def beginning_with(self, char: str) -> tuple[Alternative, ...]:
        """What may match text that begins with a character."""
        if char not in self._found:
            indices = set(self._by_char.get(char, ()))
            for item, those in self._by_item.values():
                if _matches(item, char):
                    indices.update(those)
            self._found[char] = tuple(self._all[index] for index in sorted(indices))
        return self._found[char]


class _Scanner(Scanner):
    """The terminals of a state of the parser.

    run: the terminal of which neighbours are taken together, and the scanner that its neighbours are seen by.
    """

    def __init__(self, table: _Table, terminals: Collection[TerminalDef]) -> None:
        self.allowed_types = {terminal.name for terminal in terminals}
        self.run: tuple[str, _Scanner] | None = None
        self._table = table
        self._beginning_with: dict[str, tuple[tuple[str, str, Alternative], ...]] = {}

    def match(self, text: TextSlice[str], at: int) -> tuple[str, str] | None:
        """The next token and its terminal."""
        whole = text.text
        name, end = self._match(whole, at)
        if name is None:
            return None
        if self.run and name == self.run[0]:
            after = self.run[1]
            while end < text.end:
                next_name, next_end = after._match(whole, end)
                if next_name != name:
                    break
                end = next_end
        return whole[at:end], name

    def _match(self, text: str, at: int) -> tuple[str | None, int]:
        char = text[at]
        candidates = self._beginning_with.get(char)
        if candidates is None:
            candidates = self._beginning_with[char] = tuple(
                (alternative.terminal, alternative.needed, alternative)
                for alternative in self._table.beginning_with(char)
                if alternative.terminal in self.allowed_types
            )
        for name, needed, alternative in candidates:
            if needed and text.find(needed, at) < 0:
                continue
            end = alternative.end_of(text, at)
            if end >= 0:
                return name, end
        return None, at


class _StateLexer(BasicLexer):
    """The lexer of one state."""

    table: _Table

    @property
    def scanner(self) -> _Scanner:
        """Made when first needed."""
        return cast(_Scanner, super().scanner)

    def _build_scanner(self) -> _Scanner:
        terminals, self.callback = _create_unless(  # type: ignore[no-untyped-call]
            self.terminals, self.g_regex_flags, self.re, self.use_bytes
        )
        return _Scanner(self.table, terminals)


class Lexer(ContextualLexer):
    """A lexer for each state of the parser.

    run: a terminal of which neighbours are one token. It must leave the parser as it finds it at the start of a text.
    """

    BasicLexer = _StateLexer
    run = ""

    def __init__(self, conf: LexerConf, *args: Any, **options: Any) -> None:
        # Without the search for overlapping terminals: where interegular is installed it takes minutes.
        conf.skip_validation = True
        super().__init__(conf, *args, **options)
        self._states = cast("dict[int, _StateLexer]", self.lexers)
        root = cast(_StateLexer, self.root_lexer)
        table = _Table(root.terminals)
        for lexer in (root, *self._states.values()):
            lexer.table = table
        self._runs = False

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The tokens of a text, each as the parser asks for it."""
        if self.run and not self._runs:
            at_start = self._states[parser_state.position].scanner
            for lexer in self._states.values():
                lexer.scanner.run = (self.run, at_start)
            self._runs = True
        return super().lex(lexer_state, parser_state)
