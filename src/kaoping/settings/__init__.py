"""kaoping.toml: what a rubric repository wants of the checks. The file is looked for at and above what is checked.

[lint]
paths = ["rules"]          # what is checked where no path is given, relative to this file
exclude = ["rules/旧"]     # files and folders that are left out
fail = "warning"           # findings from this severity on fail the run: error, warning or note

[lint.severity]
T001 = "error"             # error, warning, note or off

[test]
coverage = 100             # kaoping test --coverage fails below so many percent
mutation = 90              # kaoping test --mutate fails below so many percent

[[rubric]]                 # one a rule file, where facts/ and published* beside it are not what belongs to it
rule = "rules/甲"           # the file, or the folder that has only one, relative to this file
facts = ["facts/*.csv"]    # relative to the folder of the rule file; [] for none
published = ["公布.xlsx"]

[[rubric.accept]]          # a fault of a published table that is known and stays
code = "P003"
unit = "甲镇"               # left out: all of them; item likewise
item = "总分"
reason = "原件如此"
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from kaoping.diagnostics import CODES, Severity
from kaoping.settings.lines import told_line
from kaoping.settings.rubrics import (
    AcceptSaid,
    Rubrics,
    RubricSaid,
    RubricSettings,
    told_place,
)
from kaoping.source import SourceFile, UnreadableFileError, reason_of

FILE = "kaoping.toml"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _figure(value: object) -> object:
    """A figure as it is: neither "100" nor true is one."""
    if isinstance(value, bool | str):
        raise ValueError("no figure")
    return value


_Percent = Annotated[Decimal, BeforeValidator(_figure), Field(ge=0, le=100)]


class LintSettings(_Model):
    """[lint]."""

    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail: Severity = "warning"
    severity: dict[str, Literal["error", "warning", "note", "off"]] = Field(default_factory=dict)


class CaseSettings(_Model):
    """[test]: the least of branches touched, and of changes noticed, in percent."""

    coverage: _Percent = Decimal(0)
    mutation: _Percent = Decimal(0)


class _Said(_Model):
    lint: LintSettings = LintSettings()
    test: CaseSettings = CaseSettings()
    rubric: tuple[RubricSaid, ...] = ()


@dataclass(frozen=True)
class Settings:
    """All of kaoping.toml. folder: where it stands; where there is none, where it was looked for."""

    folder: Path
    lint: LintSettings = field(default_factory=LintSettings)
    test: CaseSettings = field(default_factory=CaseSettings)
    rubrics: Rubrics | None = None

    def of_rule(self, rule: Path) -> RubricSettings:
        """Facts and published tables of a rule file, by its entry or as they stand beside it.

        Raises:
            UnreadableFileError: there is no such rule file, or a pattern means no file.
        """
        rubrics = self.rubrics or Rubrics(self.folder, SourceFile(FILE, ""), ())
        return rubrics.of_rule(rule)


def load_settings(start: Path) -> Settings:
    """The settings that hold for a file or folder: of the nearest kaoping.toml at or above it.

    Raises:
        UnreadableFileError: it cannot be read, or says something that is not known.
    """
    folder = Path(os.path.realpath(start))  # unlike resolve and is_dir, also of links that lead nowhere
    folder = folder if os.path.isdir(folder) else folder.parent
    for above in (folder, *folder.parents):
        if os.path.isfile(above / FILE):
            return _read(above / FILE)
    return Settings(folder)


def _read(path: Path) -> Settings:
    shown = _shown(path)
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        said = tomllib.loads(text, parse_float=Decimal)
    except OSError as error:
        raise UnreadableFileError(f"{shown}：打不开（{reason_of(error)}）") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{shown}：不是 UTF-8 编码；请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"第 {at[1]} 行第 {at[2]} 列" if at else "文件末尾"
        raise UnreadableFileError(f"{shown}：不是正确的 TOML（{where}起读不下去）") from error
    except RecursionError as error:
        raise UnreadableFileError(f"{shown}：不是正确的 TOML（括号套得太深）") from error
    if re.search(r"\\u0000|\\U00000000", text):  # the only ways to write it
        raise UnreadableFileError(f"{shown}：有不能写在名字里的字符（\\u0000），请删去")
    source = SourceFile(shown, text)
    try:
        settings = _Said.model_validate(said)
    except ValidationError as error:
        faults = dict.fromkeys(_placed(one, source) for one in error.errors())
        raise UnreadableFileError(f"{shown}：{'；'.join(faults)}") from error
    if wrong := [*_wrong_codes(settings.lint.severity)]:
        faults = dict.fromkeys(
            f"{told_line(source, ('lint', 'severity', codes[0]))}[lint.severity] 里的{'、'.join(codes)}{why}"
            for codes, why in wrong
        )
        raise UnreadableFileError(f"{shown}：{'；'.join(faults)}")
    rubrics = Rubrics(path.parent, source, settings.rubric)
    return Settings(path.parent, settings.lint, settings.test, rubrics)


def _shown(path: Path) -> str:
    """A path as people would write it here."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


def _placed(error: ErrorDetails, source: SourceFile) -> str:
    """A fault, with its line, or that of the entry."""
    loc, fault = error["loc"], _fault(tuple(error["loc"]), error["type"])
    numbers = [part for part in loc if isinstance(part, int)]
    if loc[0] != "rubric" or not numbers:
        return told_line(source, [part for part in loc if isinstance(part, str)]) + fault
    number = numbers[1] if len(numbers) > 1 and "accept" in loc else None
    return told_place(source, numbers[0], number) + fault


_SECTIONS: dict[tuple[str, ...], type[BaseModel]] = {
    (): _Said,
    ("lint",): LintSettings,
    ("test",): CaseSettings,
    ("rubric",): RubricSaid,
    ("rubric", "accept"): AcceptSaid,
}
_PERCENT = "要写 0 到 100 的数，不加引号"
_LISTED = '要写一列路径，如 ["{0}"]'
_WANTED = {
    "test.coverage": _PERCENT,
    "test.mutation": _PERCENT,
    "lint": "要写成一节：[lint]",
    "lint.severity": "要写成一节：[lint.severity]",
    "test": "要写成一节：[test]",
    "lint.paths": _LISTED.format("rules"),
    "lint.exclude": _LISTED.format("rules"),
    "rubric": "要写成一节一个规则文件，用两层方括号：[[rubric]]",
    "rubric.accept": "要写成一节一个认可，用两层方括号：[[rubric.accept]]",
    "rubric.facts": _LISTED.format("facts/*.csv"),
    "rubric.published": _LISTED.format("published.csv"),
    "rubric.rule": '要写规则文件或它的文件夹，如 "rules/甲"',
    "rubric.accept.reason": "要写理由，加引号",
    "rubric.accept.code": '要写代码，如 "P003"',
    "rubric.accept.unit": "要写单位的名称，加引号",
    "rubric.accept.item": "要写指标的名称，加引号",
}


def _fault(loc: tuple[int | str, ...], kind: str) -> str:
    """What is wrong with a key, and what can be written instead."""
    names = tuple(part for part in loc if isinstance(part, str))  # not the number in a list
    key = ".".join(names)
    if kind == "extra_forbidden":
        known = [*_SECTIONS.get(names[:-1], _Said).model_fields]
        near = difflib.get_close_matches(names[-1], known, n=1, cutoff=0.5)
        return f"不认识的设置「{key}」，" + (
            f"是不是「{near[0]}」？" if near else f"可以写的有：{'、'.join(known)}"
        )
    if kind == "missing":
        return f"没有写「{names[-1]}」，{_WANTED[key]}"
    if key in _WANTED:
        return f"「{key}」的值不对，{_WANTED[key]}"
    return f"「{key}」的值不对，可以写：error、warning、note{'、off' if len(names) > 2 else ''}"


def _wrong_codes(codes: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    """Codes that there are not, or whose severity is not for anybody to choose; and what they are."""
    from kaoping.lint.checks import CHECKS

    chosen = {check.code for check in CHECKS} | {code for code in CODES if code.startswith(("K", "L", "P"))}
    others = [code for code in codes if code not in chosen]
    for said, wrong in (
        ("不是检查的代码；全部代码：kaoping code", [code for code in others if code not in CODES]),
        ("是事实的问题，计分时报告，级别不能改", [c for c in others if c in CODES and c.startswith("F")]),
        ("是读规则文件时的错误，级别不能改", [c for c in others if c in CODES and not c.startswith("F")]),
    ):
        if wrong:
            yield wrong, said
