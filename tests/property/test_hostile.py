"""A few hundred broken rule files, the same in every run: findings in every format, never an exception. See benchmarks/fuzz.py."""

from __future__ import annotations

import importlib.util
import random
import time
from pathlib import Path
from types import ModuleType

import pytest

from kaoping.language.clause import read
from kaoping.lint.run import Linted, lint, unread
from kaoping.render.findings import FORMATS, render
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.source import SourceFile, UnreadableSourceError

ROOT = Path(__file__).parents[2]


def fuzzer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", ROOT / "benchmarks" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(30))
def test_a_broken_file_has_findings(seed: int) -> None:
    fuzz = fuzzer()
    raw = fuzz.mutated(random.Random(f"test {seed}"), fuzz.seeds())[:30_000]
    linted: Linted
    try:
        linted = lint(SourceFile.decode("例.rubric", raw))
    except UnreadableSourceError as error:
        linted = unread(error)
    for form in FORMATS:
        assert render(Report.of_rules((linted,)), form, View(readings=True, verbose=True)) or form == "github"


REPEATED = (
    *("扣", "得", "1", "一", "、", "（", "按", "每", " ", "-", "~", "第", "取消", "最高", "不得", "为", "=", "1、", "直至"),
    *("=甲", "评定", "1.", "累计", "以", "视", "其余", "约", "按比例", "1,", "得分", "0.", "十", "百分之", "{甲}", "或"),
)  # fmt: skip


@pytest.mark.parametrize("word", REPEATED)
def test_a_word_repeated_is_read_in_linear_time(word: str) -> None:
    def seconds(length: int) -> float:
        text = (word * length)[:length]
        begin = time.process_time()
        read(text)
        return time.process_time() - begin

    seconds(200)
    short = min(seconds(600) for _ in range(3))
    assert min(seconds(4800) for _ in range(2)) < 30 * max(short, 0.005)
