"""Published faults that kaoping.toml accepts, and the severities that it chooses for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.settings import FILE

RULES = """办法  某县2024年信息报送考核办法
期间  2024-01-01 至 2024-12-31
满分  10分
单位  甲镇、乙镇
一级指标  月报（4分）
  迟报{迟报}一次扣1分，扣完为止。
一级指标  稿件（6分）
  每发表一篇{稿件}得2分，最高得6分。
"""
TABLE = """单位,指标,分值,得分
甲镇,月报,4,3
甲镇,稿件,6,4
甲镇,总分,10,8
乙镇,月报,4,5
乙镇,稿件,6,6
乙镇,总分,10,11
"""
ENTRY = '[[rubric]]\nrule = "."\n'


def accept(code: str, unit: str = "", item: str = "", reason: str = "原件如此") -> str:
    pairs = {"code": code, "unit": unit, "item": item, "reason": reason}
    lines = [f'{key} = "{value}"' for key, value in pairs.items() if value]
    return "\n".join(["[[rubric.accept]]", *lines, ""])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path, text in (("月报.rubric", RULES), ("published.csv", TABLE)):
        Path(path).write_text(text, encoding="utf-8")
    return tmp_path


def run(settings: str, *arguments: str) -> Result:
    Path(FILE).write_text(settings, encoding="utf-8")
    return CliRunner().invoke(cli, ["audit", "月报.rubric", *arguments], catch_exceptions=False)


def codes(settings: str, *arguments: str) -> list[str]:
    """Of the findings; a star after those that are accepted; K001 with its line."""
    told = json.loads(run(settings, "--format", "json", *arguments).stdout)
    return [
        *(one["code"] + ("*" if one.get("acknowledged") else "") for one in told["findings"]),
        *(one["file"] for one in told["idle"]),
    ]


def test_what_is_accepted_is_told_and_does_not_fail() -> None:
    assert codes("") == ["P003", "P002"]
    assert codes(ENTRY + accept("P003")) == ["P003*", "P002"]
    both = ENTRY + accept("P003", "甲镇", "总分", "原件把4加成了5") + accept("P002", "乙 镇", "月报（4分）")
    assert codes(both) == ["P003*", "P002*"]
    outcome = run(both)
    assert outcome.exit_code == 0
    assert "已认可[P003] “甲镇”的总分是8分，各项得分相加是7分" in outcome.stdout
    assert "  认可：原件把4加成了5" in outcome.stdout
    assert outcome.stdout.endswith("没有发现问题，2 个已认可\n")


@pytest.mark.parametrize("given", [("P003", "乙镇"), ("P003", "甲镇", "稿件"), ("P009",)])
def test_what_no_finding_answers_to_is_a_finding(given: tuple[str, ...]) -> None:
    assert codes(ENTRY + accept(*given)) == ["P003", "P002", f"{FILE}:3:1"]


def test_it_says_what_could_have_been_meant() -> None:
    outcome = run(ENTRY + accept("P003", "甲镇") + accept("P002", "乙镇", "稿件"))
    assert "警告[K001] 公布的表里“乙镇”的「稿件」没有P002这样的问题，认可用不上" in outcome.stdout
    assert "→ 问题已经解决的，删去这一节；有这个问题的是“乙镇”的「月报」，写错了的请改正" in outcome.stdout


def test_nothing_is_unused_where_nobody_looked() -> None:
    assert codes(ENTRY + accept("P007")) == ["P003", "P002"], "no facts, no P007"
    off = '[lint.severity]\nP003 = "off"\n'
    assert codes(off + ENTRY + accept("P003")) == ["P002"]
    assert codes('[lint.severity]\nK001 = "off"\n' + ENTRY + accept("P009")) == ["P003", "P002"]
    Path("别的.csv").write_text(TABLE.replace("10,8", "10,7"), encoding="utf-8")
    assert codes(ENTRY + accept("P003"), "--published", "别的.csv") == ["P002"], "accepted of another table"
    Path("published-2.csv").write_text("说明\n", encoding="utf-8")
    assert codes(ENTRY + accept("P009")) == ["P003", "P002"], "a table could not be read"


@pytest.mark.parametrize(
    ("settings", "exit_code"),
    [
        ('[lint.severity]\nP003 = "note"\nP002 = "note"\n', 0),
        ('[lint.severity]\nP003 = "note"\n', 1),
        ('[lint]\nfail = "error"\n[lint.severity]\nP003 = "warning"\nP002 = "warning"\n', 0),
        ('[lint.severity]\nP003 = "off"\nP002 = "off"\n', 0),
    ],
)
def test_severities_are_chosen_as_those_of_the_linter(settings: str, exit_code: int) -> None:
    assert run(settings).exit_code == exit_code


def test_facts_of_the_repository_are_used_unless_others_are_given() -> None:
    Path("facts").mkdir()
    Path("facts/一.csv").write_text("单位,迟报,稿件\n甲镇,1,3\n乙镇,0,3\n", encoding="utf-8")
    Path("二.csv").write_text("单位,迟报,稿件\n甲镇,1,2\n乙镇,0,3\n", encoding="utf-8")
    assert codes("") == ["P007", "P003", "P002", "P007"]
    assert codes("", "--facts", "二.csv") == ["P003", "P002", "P007"]
    assert codes(f"{ENTRY}facts = []\n") == ["P003", "P002"]
    assert codes(f'{ENTRY}facts = ["二.csv"]\n') == ["P003", "P002", "P007"]


def test_what_belongs_to_none_of_several_rule_files_is_said() -> None:
    Path("另一个.rubric").write_text(RULES, encoding="utf-8")
    outcome = run("")
    assert outcome.exit_code == 2
    assert "published.csv 属于哪一个不清楚" in outcome.stderr
