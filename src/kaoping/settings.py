"""kaoping.toml: what a rubric repository wants of the checks. The file is looked for at and above what is checked.

[lint]
paths = ["rules"]          # what is checked where no path is given, relative to this file
exclude = ["rules/旧"]     # files and folders that are left out
fail = "warning"           # findings from this severity on fail the run: error, warning or note

[lint.severity]
T001 = "error"             # error, warning, note or off
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kaoping.diagnostics import CODES, Severity
from kaoping.source import UnreadableFileError, reason_of

FILE = "kaoping.toml"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LintSettings(_Model):
    """[lint]."""

    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail: Severity = "warning"
    severity: dict[str, Severity | Literal["off"]] = Field(default_factory=dict)


class Settings(_Model):
    """All of kaoping.toml. folder: where it stands; where there is none, where it was looked for."""

    lint: LintSettings = LintSettings()
    folder: Path = Field(default=Path(), exclude=True)


def load_settings(start: Path) -> Settings:
    """The settings that hold for a file or folder: of the nearest kaoping.toml at or above it.

    Raises:
        UnreadableFileError: it cannot be read, or says something that is not known.
    """
    folder = start.resolve()
    folder = folder if folder.is_dir() else folder.parent
    for above in (folder, *folder.parents):
        if (above / FILE).is_file():
            return _read(above / FILE)
    return Settings(folder=folder)


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
        settings = Settings.model_validate({**said, "folder": path.parent})
    except ValidationError as error:
        raise UnreadableFileError(f"{path}：{'；'.join(_fault(e) for e in error.errors())}") from error
    unknown = [code for code in settings.lint.severity if code not in CODES]
    if unknown:
        raise UnreadableFileError(f"{path}：[lint.severity] 里的{'、'.join(unknown)}不是检查的代码")
    return settings


def _fault(error: object) -> str:
    assert isinstance(error, dict)
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"不认识的设置「{key}」"
    allowed = "、".join(_ALLOWED.get(error["loc"][-1] if len(error["loc"]) < 3 else "severity", ()))
    return f"「{key}」的值不对" + (f"，可以写：{allowed}" if allowed else '，要写一列路径，如 ["rules"]')


_ALLOWED = {"fail": ("error", "warning", "note"), "severity": ("error", "warning", "note", "off")}
