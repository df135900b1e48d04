"""Near misses: lines and links that are almost right are called by their right names, and hide nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import lint
from kaoping.source import SourceFile

HEAD = "办法  某某考核办法\n期间  2021-01-01 至 2021-12-31\n"
STEP = "一级指标  甲（5分）\n  完成率{完成数 / 任务数}低于90%的，每下降5个百分点扣1分{link}，扣完为止。\n"


def found(rules: str) -> list[Diagnostic]:
    return list(lint(SourceFile("例.rubric", HEAD + rules)).findings)


def codes(rules: str) -> list[str]:
    return [d.code for d in found(rules)]


def step(link: str = "") -> str:
    return STEP.replace("{link}", link)


@pytest.mark.parametrize("word", ["一级目标", "一级指杯", "一級指標"])
def test_a_misspelt_indicator_is_no_clause(word: str) -> None:
    rules = (
        f"满分  10分\n一级指标  甲（5分）\n  完成任务的，得5分。\n{word}  乙（5分）\n  建立制度的，得5分。\n"
    )
    [finding] = found(rules)
    assert finding.code == "S001"
    assert finding.help == "是不是「一级指标」？写成：一级指标  乙（5分）"


@pytest.mark.parametrize(
    ("line", "keyword"), [("说名  按月考核", "说明"), ("等级  优秀（S≥90）、合格（90＞S≥60）", "等次")]
)
def test_a_misspelt_keyword_below_an_indicator_is_no_clause(line: str, keyword: str) -> None:
    [finding] = found(f"一级指标  甲（5分）\n  完成任务的，得5分。\n{line}\n")
    assert finding.code == "S001"
    assert f"是不是「{keyword}」" in finding.help


@pytest.mark.parametrize(
    "points",
    [
        "省级加3分，市级加2分，县级加1分，最高加5分。",
        "获得省级表彰{省级表彰}的加3分，最高加5分。",
        "获得省级表彰{省级表彰}的加3分，获得市级表彰{市级表彰}的加2分。",
    ],
)
def test_gains_count_towards_the_points(points: str) -> None:
    assert "M003" not in codes(f"一级指标  甲（5分）\n  {points}\n")


def test_nothing_but_gains_is_summed_up() -> None:
    [finding] = [
        d for d in found("一级指标  甲（5分）\n  获得省级表彰{表彰}的，加3分。\n") if d.code == "M003"
    ]
    assert finding.witness == "3≠5"


@pytest.mark.parametrize(
    "fault",
    ["事实  投诉：事件\n事实  投诉：事件\n", "事实  投诉：事件\n定义  投诉.时长 = 相差天数(办结, 日期)\n"],
)
def test_an_error_elsewhere_hides_no_ambiguity(fault: str) -> None:
    rules = fault + step() + "一级指标  乙（5分）\n  投诉{投诉}每次扣1分，最高扣5分。\n"
    assert "A001" in codes(rules)
    assert [c for c in codes(rules) if c.startswith("N00")]


def test_units_behind_one_that_is_said_twice_are_units() -> None:
    rules = (
        "单位  甲、乙、甲、丙、丁\n一级指标  甲（20分）\n"
        "  按办结率排名，前2名的得20分，第3—4名的得10分，第5名及以后得0分。\n"
    )
    subject = found(rules)
    assert [d.code for d in subject] == ["S003"]  # how many units there are is not certain


def test_options_that_contradict_each_other_are_refused() -> None:
    [finding] = [d for d in found(step("{不足一步不计，按比例}")) if d.severity == "error"]
    assert finding.code == "C003"
    assert "「不足一步不计」与「按比例」只能写一个" in finding.message


def test_a_misspelt_option_is_called_by_its_name() -> None:
    [finding] = [d for d in found(step("{不足一步不记}")) if d.severity == "error"]
    assert (finding.code, finding.message) == ("C003", "链接「{不足一步不记}」是不是「不足一步不计」？")


def test_a_code_twice_in_one_acknowledgement_is_said() -> None:
    findings = found(step() + "  认可  A001、A001：文件如此\n")
    [finding] = [d for d in findings if d.code == "K002"]
    assert finding.message == "A001写了两次"
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "认可  A001：文件如此"


def test_what_is_left_out_but_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "甲.rubric").write_text(HEAD + step("{按比例}"), encoding="utf-8")
    (tmp_path / "kaoping.toml").write_text('[lint]\nexclude = ["不存在"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["lint"])
    assert result.exit_code == 0
    assert "「lint.exclude」里的「不存在」不存在" in result.stderr
