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
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kaoping.diagnostics import CODES, Severity
from kaoping.source import UnreadableFileError, reason_of

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


@dataclass(frozen=True)
class Settings:
    """All of kaoping.toml. folder: where it stands; where there is none, where it was looked for."""

    folder: Path
    lint: LintSettings = field(default_factory=LintSettings)
    test: CaseSettings = field(default_factory=CaseSettings)


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
    try:
        said = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise UnreadableFileError(f"{path}：打不开（{reason_of(error)}）") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path}：不是 UTF-8 编码；请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFileError(f"{path}：不是正确的 TOML（{error}）") from error
    try:
        settings = _Said.model_validate(said)
    except ValidationError as error:
        faults = dict.fromkeys(_fault(tuple(e["loc"]), e["type"]) for e in error.errors())
        raise UnreadableFileError(f"{path}：{'；'.join(faults)}") from error
    if wrong := "；".join(_wrong_codes(settings.lint.severity)):
        raise UnreadableFileError(f"{path}：[lint.severity] 里的{wrong}")
    return Settings(path.parent, settings.lint, settings.test)


def _fault(loc: tuple[int | str, ...], kind: str) -> str:
    """What is wrong with a key, and what can be written instead."""
    names = [part for part in loc if isinstance(part, str)]  # not the number in a list
    key = ".".join(names)
    if kind == "extra_forbidden":
        sections: dict[str, type[_Model]] = {"lint": LintSettings, "test": CaseSettings}
        section = sections.get(names[0], _Said) if len(names) > 1 else _Said
        known = [*section.model_fields]
        near = difflib.get_close_matches(names[-1], known, n=1, cutoff=0.5)
        return f"不认识的设置「{key}」，" + (
            f"是不是「{near[0]}」？" if near else f"可以写的有：{'、'.join(known)}"
        )
    if key in ("test.coverage", "test.mutation"):
        return f"「{key}」的值不对，要写 0 到 100 的数，不加引号"
    if key in ("lint", "lint.severity", "test"):
        return f"「{key}」的值不对，要写成一节：[{key}]"
    if key in ("lint.paths", "lint.exclude"):
        return f'「{key}」的值不对，要写一列路径，如 ["rules"]'
    return f"「{key}」的值不对，可以写：error、warning、note{'、off' if len(names) > 2 else ''}"


def _wrong_codes(codes: Iterable[str]) -> Iterator[str]:
    """Codes that there are not, or whose severity is not for anybody to choose."""
    from kaoping.lint.checks import CHECKS

    chosen = {check.code for check in CHECKS} | {code for code in CODES if code.startswith("K")}
    others = [code for code in codes if code not in chosen]
    for said, wrong in (
        ("不是检查的代码；全部代码：kaoping code", [code for code in others if code not in CODES]),
        ("是事实的问题，计分时报告，级别不能改", [c for c in others if c in CODES and c.startswith("F")]),
        ("是读规则文件时的错误，级别不能改", [c for c in others if c in CODES and not c.startswith("F")]),
    ):
        if wrong:
            yield f"{'、'.join(wrong)}{said}"
