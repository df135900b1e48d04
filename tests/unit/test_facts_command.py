"""`kaoping facts` as it is used: what goes in, what comes out, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli

RULE = """办法  甲办法
单位  甲县、乙县
一级指标  过程（4分）
  1．建立机制{有机制}，得2分，否则不得分。
  2．得2分，漏报{漏报}一次扣1分，扣完为止。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲.rubric").write_text(RULE, encoding="utf-8")
    Path("无名单.rubric").write_text(RULE.replace("单位  甲县、乙县\n", ""), encoding="utf-8")
    Path("错.rubric").write_text(RULE.replace("扣完为止", "扣满点分"), encoding="utf-8")
    Path("全.csv").write_text("单位,有机制\n甲县,是\n乙县,否\n", encoding="utf-8")
    Path("缺.csv").write_text("单位,有机制\n甲县,是\n", encoding="utf-8")
    Path("空.csv").write_text("单位,有机制\n甲县,\n", encoding="utf-8")
    Path("错.csv").write_text("单位,有机制\n甲县,是\n乙县,否\n丙县,是\n", encoding="utf-8")
    Path("全错.csv").write_text("单位,有机制\n丙县,是\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["facts", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("甲.rubric", "--facts", "全.csv"), 0, "不缺事实。"),
        (("甲.rubric", "全.csv"), 0, "不缺事实。"),
        (("甲.rubric", "--facts", "缺.csv"), 1, "还缺 1 项事实，涉及 2 分（1 个单位）。"),
        (("甲.rubric", "--facts", "空.csv"), 1, "还缺 2 项事实"),
        (("甲.rubric",), 1, "还缺 2 项事实，涉及 4 分（2 个单位）。"),
        (("甲.rubric", "--unit", "乙县"), 1, "还缺 1 项事实，涉及 2 分。"),
        (("甲.rubric", "--facts", "缺.csv", "--unit", "甲县"), 0, "不缺事实。"),
        (("无名单.rubric",), 1, "每个单位"),
        (("无名单.rubric", "--unit", "丁县"), 1, "丁县"),
        (("无名单.rubric", "--facts", "缺.csv"), 0, "查不出来"),
        (("甲.rubric", "--facts", "错.csv"), 1, "丙县"),
        (("甲.rubric", "--facts", "全错.csv"), 2, "没有可用的事实"),
        (("甲.rubric", "--facts", "没有.csv"), 2, "没有.csv"),
        (("甲.rubric", "--unit", "甲"), 2, "是不是「甲县」"),
        (("错.rubric",), 2, "规则文件有误"),
        (("没有.rubric",), 2, "没有这个文件"),
        (("甲.rubric", "--facts", "一=全.csv", "--facts", "二=缺.csv"), 2, "一次只查一轮"),
        ((), 2, "Missing argument"),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, told: str) -> None:
    result = run(*arguments)
    assert told in result.output
    assert result.exit_code == code


@pytest.mark.parametrize("format_", ["table", "json", "csv", "md"])
def test_every_format_names_unit_fact_clause_and_points(format_: str) -> None:
    result = run("甲.rubric", "--facts", "缺.csv", "--format", format_)
    assert result.exit_code == 1
    for words in ("乙县", "有机制", "1.1", "2"):
        assert words in result.stdout
