"""A case file → its documents, validated. What is wrong is told with its line; the other documents go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kaoping.cases.document import Document, Key, read_documents
from kaoping.cases.model import Case, Comparison, Content, Excuse, Excuses, Expected, model_of
from kaoping.diagnostics import Diagnostic
from kaoping.facts.names import closest
from kaoping.source import SourceFile, Span

_LONGEST = 1_000_000
"""Characters of a case file; YAML is read at some 100,000 a second."""


@dataclass(frozen=True)
class Entry:
    """A document that says something, with its places."""

    document: Document
    content: Content

    @property
    def line(self) -> int:
        """Where its name stands."""
        return self.document.line(("名称",))


@dataclass(frozen=True)
class CaseFile:
    """A file of cases."""

    path: Path
    source: SourceFile
    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_cases(path: Path) -> CaseFile:
    """Read a case file.

    Raises:
        UnreadableFileError: if it cannot be read as text.
    """
    source = SourceFile.read(path)
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    if len(source.text) > _LONGEST:
        whole = Document(source, "", {})
        message = f"文件太长（{len(source.text)} 个字）"
        return CaseFile(
            path, source, (), (say(whole, (), "Y001", message, "把事实放进单独的文件，用例里写文件名"),)
        )
    for item in read_documents(source):
        if isinstance(item, Diagnostic):
            found.append(item)
            continue
        content = _validated(item)
        if isinstance(content, Entry):
            entries.append(content)
        else:
            found += content
    if not entries and not found:
        found.append(
            say(Document(source, "", {}), (), "Y005", "文件是空的，一个用例也没有", "写上名称、事实和单位")
        )
    return CaseFile(path, source, tuple(entries), tuple(found))


def say(
    document: Document, path: tuple[Key, ...], code: str, message: str, help_: str = "", *, key: bool = False
) -> Diagnostic:
    """A finding about a value of a document, or about its key."""
    span = (document.key(path) if key else document.span(path)) if document.spots else Span(0, 1)
    if key and path not in document.spots:
        span = document.key(path)
    return Diagnostic(code, "error", message, help_, source=document.source, span=span)


def nearest(text: str, options: Iterable[str]) -> str:
    """The option that a text was likely meant for: much like it, or of its length and one character off; ""."""
    known = list(options)
    one_off = (
        o for o in known if len(o) == len(text) > 1 and sum(a != b for a, b in zip(o, text, strict=True)) == 1
    )
    return closest(text, known) or next(one_off, "")


def _validated(document: Document) -> Entry | list[Diagnostic]:
    if not isinstance(document.data, dict):
        text = document.data if isinstance(document.data, str) else ""
        help_ = "冒号要用半角，后面空一格，例如 名称: 主样例" if "：" in text else "例如 名称: 主样例"
        return [say(document, (), "Y001", "要写成“键: 值”", help_)]
    model = model_of(set(document.data))
    try:
        return Entry(document, model.model_validate(document.data))
    except ValidationError as error:
        return list(_told(error, document, model))


def _told(error: ValidationError, document: Document, model: type[Content]) -> Iterator[Diagnostic]:
    for fault in error.errors(include_url=False):
        path = tuple(fault["loc"])
        match fault["type"]:
            case "extra_forbidden":
                keys = _keys(model, path[:-1])
                near = nearest(str(path[-1]), keys)
                if "：" in str(path[-1]):
                    help_ = "冒号要用半角，后面空一格"
                else:
                    help_ = f"是不是“{near}”？" if near else f"可以写：{'、'.join(keys)}"
                yield say(document, path, "Y002", f"不认识的键「{path[-1]}」", help_, key=True)
            case "missing":
                message = f"缺少「{path[-1]}」"
                yield say(
                    document,
                    path[:-1] or _first(document),
                    "Y005",
                    message,
                    f"加一行 {path[-1]}: …",
                    key=True,
                )
            case _:
                message, help_ = _wrong(fault)
                yield say(document, path, "Y003", f"{_named(path)}{message}", help_)


def _first(document: Document) -> tuple[Key, ...]:
    assert isinstance(document.data, dict)
    return (next(iter(document.data)),) if document.data else ()


def _named(path: tuple[Key, ...]) -> str:
    name = next((key for key in reversed(path) if isinstance(key, str)), "")
    return f"「{name}」" if name else ""


def _wrong(fault: Any) -> tuple[str, str]:
    """What is wrong with a value, and what to write."""
    given = fault["input"]
    match fault["type"]:
        case "value_error":
            shown = f"写的是“{given}”，" if isinstance(given, str) else ""
            return f"{shown}{fault['ctx']['error']}", ""
        case "string_too_short":
            return "是空的", "写上内容"
        case "too_short" | "too_long" | "tuple_type" | "list_type":
            return "要写成一列", "例如 [自评, 复评]"
        case "dict_type" | "model_type" | "model_attributes_type":
            wide = isinstance(given, str) and "：" in given
            return "要写成“键: 值”", "冒号要用半角，后面空一格" if wide else "例如 {5.1: 2.5}"
    return "写得不对", ""


def _keys(model: type[Content], path: tuple[Key, ...]) -> list[str]:
    """The keys that are known where an unknown one stands."""
    inner: type[Case | Comparison | Excuses | Expected | Excuse] = model
    if path[:1] == ("单位",):
        inner = Expected
    elif path[:1] == ("不必发现",):
        inner = Excuse
    return [field.alias or name for name, field in inner.model_fields.items()]
