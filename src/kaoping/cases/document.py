"""YAML text → texts, lists and mappings, and where each of them stands. Nothing is typed here.

Every scalar stays the text that is written: 0.10 is "0.10", 否 and no are themselves, 2021-03-05 is no date
yet. What a text means is for the model of the cases and the reader of cells to say. Three dashes part documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from kaoping.diagnostics import Diagnostic
from kaoping.source import SourceFile, Span

Key = str | int
Path = tuple[Key, ...]
Data = str | list["Data"] | dict[str, "Data"]

_MANY = 200_000
"""So many texts are no case file."""


class Spot(NamedTuple):
    """Where a value stands: its key (the value itself, in a list), and the value."""

    key: Span
    value: Span


@dataclass(frozen=True)
class Document:
    """One document of a file. spots: by the keys and numbers that lead to a value; () is the whole."""

    source: SourceFile
    data: Data
    spots: dict[Path, Spot] = field(repr=False)

    def span(self, path: Path) -> Span:
        """Where a value stands, or the nearest one around it."""
        while path not in self.spots:
            path = path[:-1]
        return self.spots[path].value

    def key(self, path: Path) -> Span:
        """Where the key of a value stands, or the nearest one around it."""
        while path not in self.spots:
            path = path[:-1]
        return self.spots[path].key

    def line(self, path: Path) -> int:
        """The line of a key, counted from 1."""
        return self.source.position(self.key(path).start)[0]


class _Refused(yaml.MarkedYAMLError):
    """What YAML allows and cases do not; the problem is told in Chinese."""


class _Loader(yaml.BaseLoader):
    """Composes nodes; an alias could stand for a thousand texts and is refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise _Refused(problem="这里不能用 * 引用别处的内容，请照写一遍", problem_mark=mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def read_documents(source: SourceFile) -> Iterator[Document | Diagnostic]:
    """The documents of a file; after a fault of form nothing more of it can be read."""
    loader = None
    try:
        loader = _Loader(source.text)
        while loader.check_node():
            node = loader.get_node()
            reader = _Reader(source)
            data = reader.read(node, ())
            yield from reader.found
            if data != "" and not reader.found:
                yield Document(source, data, reader.spots)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark is not None else 0, max(0, len(source.text) - 1))
        message, help_ = (
            (error.problem or "", "") if isinstance(error, _Refused) else _told(error, source, at)
        )
        yield Diagnostic("Y001", "error", message, help_, source=source, span=Span(at, at + 1))
    except yaml.reader.ReaderError as error:
        at = max(0, min(error.position, len(source.text) - 1))
        message = "有看不见的控制字符，读不下去"
        yield Diagnostic("Y001", "error", message, "请删去它", source=source, span=Span(at, at + 1))
    except RecursionError:
        yield Diagnostic("Y001", "error", "括号套得太深", source=source, span=Span(0, 1))
    finally:
        if loader is not None:
            loader.dispose()


class _Reader:
    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.spots: dict[Path, Spot] = {}
        self.found: list[Diagnostic] = []

    def read(self, node: yaml.Node | None, path: Path, key: Span | None = None) -> Data:
        """The value of a node; its place is noted."""
        if node is None or len(self.spots) > _MANY:
            return ""
        span = Span(node.start_mark.index, node.end_mark.index)
        self.spots[path] = Spot(key or span, span)
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
            case yaml.ScalarNode(value=text, style=None) if text in ("~", "null"):
                return ""
        return str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        for name, value in node.value:
            span = Span(name.start_mark.index, name.end_mark.index)
            if not isinstance(name, yaml.ScalarNode):
                self._say("Y001", "键要是一个词，不能是一组", "花括号前面是不是少了键和冒号？", span)
                continue
            if name.value in found:
                self._say("Y002", f"「{name.value}」写了两次", "只留一处", span)
                continue
            found[name.value] = self.read(value, (*path, name.value), span)
        return found

    def _say(self, code: str, message: str, help_: str, span: Span) -> None:
        self.found.append(Diagnostic(code, "error", message, help_, source=self.source, span=span))


def _told(error: yaml.MarkedYAMLError, source: SourceFile, at: int) -> tuple[str, str]:
    """Why a text is not YAML, for people who do not know what YAML is."""
    problem = f"{error.problem} {error.context}"
    line = source.line(source.position(at)[0])
    if "\\t" in problem or "\t" in line[: len(line) - len(line.lstrip())]:
        return "行首用了制表符", "请改用空格缩进"
    if "mapping values are not allowed" in problem:
        return "这里的冒号读不通", "与上一行对齐，或者缩进两格；文字里的冒号要用引号括起来"
    if "could not find expected ':'" in problem or "expected <block end>" in problem:
        colon = "；冒号要用半角，后面空一格" if "：" in line else ""
        return "这一行与前后对不齐，或者少了冒号", f"写成“键: 值”，同一级的键左边对齐{colon}"
    if (
        "expected ',' or" in problem
        or "unexpected end of stream" in problem
        or "found unexpected" in problem
        or "<stream end>" in problem
    ):
        return "括号或引号没有成对，或者少了逗号", "写成 {键: 值, 键: 值}、[值, 值]，逗号和引号都用半角"
    if "cannot start any token" in problem:
        return f"「{source.text[at]}」不能放在开头", "把这段文字用引号括起来"
    return "写法不对，读不下去", "写成“键: 值”，同一级的键左边对齐"
