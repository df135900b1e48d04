"""Labelled facts on the command line: --facts 自评=…, --facts 市级评价=…"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli

RULE = """办法  甲办法
单位  甲县、乙县
一级指标  过程（4分）
  得4分，漏报{月报问题}一次扣1分，扣完为止。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲.rubric").write_text(RULE, encoding="utf-8")
    Path("自评").mkdir()
    Path("自评/一.csv").write_text("单位,月报问题\n甲县,1\n", encoding="utf-8")
    Path("自评/二.csv").write_text("单位,月报问题\n乙县,0\n", encoding="utf-8")
    Path("市级.csv").write_text("单位,月报问题\n甲县,2\n乙县,0\n", encoding="utf-8")
    Path("错.csv").write_text("单位,月报问题\n甲县,2\n丙县,0\n", encoding="utf-8")
    Path("全错.csv").write_text("单位,月报问题\n丙县,0\n", encoding="utf-8")
    Path("自评=一.csv").write_text("单位,月报问题\n甲县,4\n乙县,0\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def totals(*facts: str) -> dict[str, dict[str, str]]:
    result = run("score", "甲.rubric", *facts, "--format", "json")
    assert result.exit_code == 0, result.output
    units = json.loads(result.stdout, parse_float=pytest.fail)["units"]
    return {unit["unit"]: {name: r["score"] for name, r in unit["rounds"].items()} for unit in units}


BOTH = {"甲县": {"自评": "3", "市级": "2"}, "乙县": {"自评": "4", "市级": "4"}}


@pytest.mark.parametrize(
    "facts",
    [
        ("--facts", "自评=自评", "--facts", "市级=市级.csv"),
        ("--facts", "自评=自评", "市级=市级.csv"),
        ("--facts", "自评=自评/一.csv", "--facts", "市级=市级.csv", "--facts", "自评=自评/二.csv"),
    ],
)
def test_files_of_one_label_are_one_round(facts: tuple[str, ...]) -> None:
    assert totals(*facts) == BOTH


def test_a_path_that_exists_as_written_is_a_path() -> None:
    result = run("score", "甲.rubric", "--facts", "自评=一.csv", "--format", "csv")
    assert result.stdout.splitlines()[1] == "甲县,0,0,2,,,0"


def test_a_single_label_changes_nothing() -> None:
    plain, one = (
        run("score", "甲.rubric", "--facts", f, "--format", "json") for f in ("市级.csv", "市级=市级.csv")
    )
    assert plain.output == one.output
    assert run("explain", "甲.rubric", "--facts", "市级=市级.csv", "--unit", "甲县").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--facts", "自评=自评", "--facts", "市级=市级.csv"), 0, "甲县：市级比自评低1分，差在第1.1条（-1）"),
        (("--facts", "自评=自评", "--facts", "市级=错.csv"), 1, "市级：\n错.csv 第3行"),
        (("--facts", "自评=自评", "--facts", "市级=全错.csv"), 2, "没有可用的事实，没有计分"),
        (("--facts", "自评=自评", "--facts", "市级=没有.csv"), 2, "没有.csv"),
        (
            ("--facts", "自评=自评", "--facts", "市级=市级.csv", "--facts", "市级.csv"),
            2,
            "没有写的有：市级.csv",
        ),
        (("--facts", "自评=自评", "市级.csv", "--facts", "市级=市级.csv"), 2, "例如：--facts 自评=市级.csv"),
        (("--facts", "自评=自评", "--facts", "市级.csv"), 2, "没有写的有：市级.csv"),
        (("市级.csv", "--facts", "自评=自评"), 2, "没有写的有：市级.csv"),
        (("--facts", "自评=", "--facts", "市级=市级.csv"), 2, "应写成 标签=路径"),
        (("--facts", "自评=自评", "--facts", "市级=市级.csv", "--unit", "甲"), 2, "是不是「甲县」"),
        (("--facts", "自评=自评", "--facts", "市级=市级.csv", "--format", "xml"), 2, "--format"),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, words: str) -> None:
    result = run("score", "甲.rubric", *arguments)
    assert words in result.output
    assert result.exit_code == code


def test_each_round_has_a_ledger_that_replays() -> None:
    both = ("--facts", "自评=自评", "--facts", "市级=市级.csv")
    assert run("score", "甲.rubric", *both, "--ledger", "台账.jsonl").exit_code == 0
    assert sorted(path.name for path in Path().glob("*.jsonl")) == ["台账.市级.jsonl", "台账.自评.jsonl"]
    for label, facts in (("自评", "自评"), ("市级", "市级.csv")):
        result = run("replay", f"台账.{label}.jsonl", "--rules", "甲.rubric", "--facts", facts)
        assert (result.exit_code, "台账可以重现" in result.output) == (0, True)
    assert run("replay", "台账.自评.jsonl", "--rules", "甲.rubric", "--facts", "自评=自评").exit_code == 0
    refused = run("replay", "台账.自评.jsonl", "--rules", "甲.rubric", *both)
    assert (refused.exit_code, "一份台账是一轮的" in refused.output) == (2, True)


def test_explain_shows_a_unit_in_both_rounds() -> None:
    both = ("explain", "甲.rubric", "--facts", "自评=自评", "--facts", "市级=市级.csv")
    result = run(*both, "--unit", "甲县")
    assert result.exit_code == 0
    assert "第1.1条　自评3分，市级2分（-1）" in result.output
    assert run(*both, "--unit", "甲县", "--clause", "1.1").exit_code == 0
    assert "没有第9条" in run(*both, "--unit", "甲县", "--clause", "9").output
    assert "请用 --unit" in run(*both).output
