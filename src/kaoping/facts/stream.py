"""JSON lines → raw facts, one object a line, as they come.

    {"单位": "金寨县", "事项": "月报问题", "数量": 1, "日期": "2021-03-05", "编号": "Y-7", "字段": {"类型": "漏报"}}
    {"unit": "金寨县", "name": "申领数", "value": 62209}

Numbers are kept as they are written. A line that cannot be read is refused with its number; the
rest goes on. Other keys than the known ones are fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from kaoping.diagnostics import Diagnostic, Place
from kaoping.exact import MAX_DIGITS
from kaoping.facts.names import Names, fold, quoted
from kaoping.facts.raw import CANONICAL, Item, RawFact, Role
from kaoping.facts.shapes import Shapes

_BOM = b"\xef\xbb\xbf"


class _LineError(ValueError):
    """Why a line is refused, in Chinese."""


_Scalar = str | bool | None
_LINE = TypeAdapter(dict[str, _Scalar | dict[str, _Scalar]], config=ConfigDict(strict=True))
"""The shape of a line. Numbers arrive here as the text that stands in it."""

_ROLES: Mapping[str, Role] = {
    **{heading: role for role, heading in CANONICAL.items()},
    "unit": "unit",
    "name": "name",
    "value": "value",
    "quantity": "quantity",
    "date": "day",
    "id": "id",
    "op": "operation",
    "note": "note",
}
_FIELDS = frozenset(("字段", "fields"))
_EXPONENT = re.compile(r"[eE][+-]?0*(\d{1,3})")
_HELP = '每行写一个 JSON 对象，例如 {"单位": "…", "事项": "…", "数量": 1}'


def read_lines(lines: Iterable[bytes], name: str, names: Names) -> Iterator[Item]:
    """The facts of a stream, one for each line that is not blank.

    Args:
        lines: UTF-8, with line ends; read as they are asked for.
        name: what to call the stream in messages.
        names: the schema's names; keys that it does not know are noted once.
    """
    noted: set[str] = set()
    shapes = Shapes(_ROLES.get, lambda key: fold(key) if fold(key) in names.fields else None)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = Place(name, number)
        text = _as_text(line)
        known = shapes.read(text, place)
        if known is not None:
            yield known
            continue
        try:
            raw, unknown = _read_line(line.removeprefix(_BOM) if number == 1 else line, place, names)
        except _LineError as error:
            yield Diagnostic("F012", "error", f"这一行读不出来：{error}", _HELP, place=place)
            continue
        for key in unknown:
            if key not in noted:
                noted.add(key)
                yield Diagnostic("F002", "note", f"没有用到的键：{quoted(key)}", place=place)
        shapes.learn(text)
        yield raw


def _as_text(line: bytes) -> str:
    """The line, or nothing if it is not UTF-8."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _read_line(line: bytes, place: Place, names: Names) -> tuple[RawFact, list[str]]:
    """The fact of a line and the keys that nothing is made of."""
    texts: dict[Role, str] = {}
    others: list[tuple[str, _Scalar | dict[str, _Scalar]]] = []
    for key, value in _validate(_decode(line)).items():
        role = _ROLES.get(key)
        if role is not None:
            if role in texts:
                raise _LineError(f"「{CANONICAL[role]}」给出了两次（中文和英文的键只写一个）")
            texts[role] = _text(key, value)
        elif key in _FIELDS and isinstance(value, dict):
            others.extend(value.items())
        else:
            others.append((key, value))
    fields: dict[str, str] = {}
    unknown: list[str] = []
    for key, value in others:
        folded = fold(key)
        if folded not in names.fields:
            unknown.append(key)
        elif folded in fields:
            raise _LineError(f"{quoted(key)}给出了两次")
        else:
            fields[folded] = _text(key, value)
    get = texts.get
    raw = RawFact(
        place,
        get("unit", ""),
        get("name", ""),
        get("value", ""),
        get("quantity", ""),
        get("day", ""),
        get("id", ""),
        get("operation", ""),
        get("note", ""),
        fields,
    )
    return raw, unknown


def _text(key: str, value: _Scalar | dict[str, _Scalar]) -> str:
    """A value as a cell would show it; the reader of cells gives it its type."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        raise _LineError(f"{quoted(key)}要写成文字、数或是否")
    return "" if value is None else "true" if value else "false"


def _decode(line: bytes) -> dict[str, object]:
    """The object of a line, numbers as text."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _LineError("不是 UTF-8 编码") from error
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _LineError(_why_no_json(text.rstrip(), error)) from error
    except RecursionError as error:
        raise _LineError("括号套得太深") from error
    if not isinstance(value, dict):
        raise _LineError("不是一个对象")
    if "\\ud" in text.lower():
        _refuse_half_characters(value)
    return value


def _why_no_json(text: str, error: json.JSONDecodeError) -> str:
    if error.pos < len(text):
        return f"第 {error.pos + 1} 个字符处不是 JSON"
    return "到行尾还没有写完" + ("，缺右括号 }" if error.msg.startswith("Expecting ',' delimiter") else "")


def _validate(value: dict[str, object]) -> dict[str, _Scalar | dict[str, _Scalar]]:
    try:
        return _LINE.validate_python(value)
    except ValidationError as error:
        key = str(error.errors(include_url=False)[0]["loc"][0])
        raise _LineError(f"{quoted(key)}要写成文字、数或是否") from error


def _number(text: str) -> str:
    """A number with a point or an exponent, without the exponent: machines write 1e-05 for 0.00001."""
    exponent = _EXPONENT.search(text)
    if exponent is None or int(exponent[1]) > MAX_DIGITS or exponent.end() < len(text):
        return text
    return format(Decimal(text), "f")


def _no_number(text: str) -> str:
    raise _LineError(f"{quoted(text)}不是数")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; a key that stands twice would otherwise quietly lose its first value."""
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _LineError(f"{quoted(twice)}给出了两次")
    return value


_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=_number, parse_constant=_no_number, object_pairs_hook=_object
)


def _refuse_half_characters(value: object) -> None:
    """Half of a surrogate pair is no character and could not be written into a ledger."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _LineError("含有不完整的字符") from error
