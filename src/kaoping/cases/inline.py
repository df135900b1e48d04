"""Facts that stand in a case → raw facts with their lines; from there on they are facts like those of any file.

事实:
  金寨县: {申领数: 80, 月报问题: 2, 宣传稿件: [{级别: 市级, 标题: 甲, 日期: 2021-03-05}]}
  ---- or a table, with the headings of any table of facts:
事实: |
  单位, 申领数, 月报问题
  金寨县, 80, 2
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kaoping.cases.document import Data, Document, Key
from kaoping.cases.model import Case
from kaoping.cases.read import nearest, say
from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.names import Names, fold
from kaoping.facts.raw import CANONICAL, Item, RawFact, Role
from kaoping.facts.rows import parse_csv
from kaoping.facts.tables import read_table

_ROLES: Mapping[str, Role] = {
    heading: role for role, heading in CANONICAL.items() if role not in ("unit", "name")
}


def files_of(case: Case, document: Document, folder: Path) -> Iterator[Path | Diagnostic]:
    """The files that a case names; one that is not there is an error at its name."""
    for path, given in _given(case, document):
        if not isinstance(given, str) or "\n" in given or not given:
            continue
        file = folder / given
        if file.is_file():
            yield file
            continue
        inside = [f.name for f in file.parent.iterdir()] if file.parent.is_dir() else []
        near = nearest(file.name, inside)
        help_ = f"是不是“{near}”？" if near else "从用例文件所在的文件夹找起，例如 ../facts/样例.csv"
        yield say(document, path, "Y004", f"没有文件「{given}」", help_)


def inline_of(case: Case, document: Document, names: Names, file: str) -> Iterator[Item]:
    """The facts that stand in the case itself. Faults of form are errors with a place in the case file."""
    for path, given in _given(case, document):
        if isinstance(given, str):
            if "\n" in given:
                yield from _table(given, path, document, names, file)
        elif not isinstance(given, dict):
            yield say(document, path, "Y003", "事实要写成 单位: {事项: 值}、一张表，或者文件名")
        else:
            for unit, facts in given.items():
                yield from _of_unit(unit, facts, (*path, unit), document, names, file)


def _given(case: Case, document: Document) -> Iterator[tuple[tuple[Key, ...], Data]]:
    """What stands under 事实, one by one, with its place."""
    alone = not isinstance(document.data, dict) or not isinstance(document.data.get("事实"), list)
    for index, given in enumerate(case.facts):
        yield ("事实",) if alone else ("事实", index), given


def _table(text: str, path: tuple[Key, ...], document: Document, names: Names, file: str) -> Iterator[Item]:
    line = document.source.position(document.span(path).start)[0]
    sheet = parse_csv(text, file, above=line)
    if isinstance(sheet, Diagnostic):
        yield sheet
    else:
        yield from read_table(sheet, names)


def _of_unit(
    unit: str, facts: Data, path: tuple[Key, ...], document: Document, names: Names, file: str
) -> Iterator[Item]:
    if not isinstance(facts, dict):
        if facts != "":
            yield say(document, path, "Y003", f"「{unit}」下面要写成 事项: 值", "例如 {申领数: 80}")
        return
    for name, given in facts.items():
        own = (*path, name)
        for index, one in enumerate(given) if isinstance(given, list) else [(None, given)]:
            place = own if index is None else (*own, index)
            line = document.source.position(document.span(place).start)[0]
            # Several events may stand in one line, so that the line alone does not tell them apart.
            spec = names.spec(name)
            own_id = (
                f"{file}#{line:06d}/{unit}/{name}/{index or 0:03d}" if spec and spec.kind == "event" else ""
            )
            raw = RawFact(Place(file, line), unit, name, id=own_id)
            if isinstance(one, str):
                if one:
                    yield raw._replace(value=one)
            elif isinstance(one, dict):
                yield from _event(raw, one, place, document, names)
            else:
                yield say(document, place, "Y003", f"「{name}」要写成一个值，或 {{日期: …, 字段: …}}")


def _event(
    raw: RawFact, given: dict[str, Data], path: tuple[Key, ...], document: Document, names: Names
) -> Iterator[Item]:
    """An event with its day and fields."""
    roles: dict[Role, str] = {}
    fields: dict[str, str] = {}
    for key, value in given.items():
        if not isinstance(value, str):
            yield say(document, (*path, key), "Y003", f"「{key}」要写成一个值")
        elif (role := _ROLES.get(key)) is not None:
            roles[role] = value
        elif fold(key) in names.fields:
            fields[fold(key)] = value
        else:
            near = nearest(key, [*names.fields.values(), *_ROLES])
            help_ = f"是不是“{near}”？" if near else f"可以写：{'、'.join([*names.fields.values(), *_ROLES])}"
            yield say(document, (*path, key), "Y002", f"不认识的键「{key}」", help_, key=True)
    get = roles.get
    yield RawFact(
        raw.place,
        raw.unit,
        raw.name,
        get("value", ""),
        get("quantity", ""),
        get("day", ""),
        get("id", raw.id),
        get("operation", ""),
        get("note", ""),
        fields,
    )
