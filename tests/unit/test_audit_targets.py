"""Published tables of targets: conclusions, actual values, counts and rates of 达标."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoping.audit.run import Audit, audit
from kaoping.pipeline import score
from kaoping.render.scores import FORMATS
from kaoping.resolve import load
from kaoping.source import SourceFile

RULES = """办法  某局2023年度项目支出绩效目标表
期间  2023-01-01 至 2023-12-31
计分  达标率
单位  甲局

项目名称  考核奖
  一级指标  产出指标
    二级指标  数量指标
      考核次数：≥4次
      归集量：≥2亿条
    二级指标  时效指标
      办结时限：≤1.5个工作日
    二级指标  成本指标
      费用：控制在预算内{支出 ≤ 预算}
  一级指标  满意度指标
    二级指标  满意度指标
      群众满意度：≥90%

项目名称  专线费
  一级指标  产出指标
    二级指标  质量指标
      网速：正常
  一级指标  满意度指标
    二级指标  满意度指标
      群众满意度：≥95%
"""
FACTS = """单位,事项,值
甲局,考核次数,4
甲局,归集量,1.9亿条
甲局,办结时限,1.2
甲局,支出,80
甲局,预算,86
甲局,4.1,91%
甲局,网速,是
甲局,6.1,96%
"""
FORM = """项目支出绩效目标完成情况表
（2023年度）
单位（盖章）：
项目名称,,考核奖,,,
主管部门及代码,,[010]甲局,实施单位,甲局,
项目资金（万元）,年度资金总额：,,,86.00,
绩效指标,一级,二级指标,三级指标,指标值,实际完成值,是否达标
,产出指标,数量指标,考核次数,≥4次,4次,是
,,,归集量,≥2亿条,1.9亿条,否
,,时效指标,办结时限,≤1.5个工作日,1.2个工作日,是
,,成本指标,费用,控制在预算内,控制在预算内,是
,满意度指标,满意度指标,群众满意度,≥90%,91%,是
达标率,,,,,,80%
项目名称,,专线费,,,
绩效指标,一级,二级指标,三级指标,指标值,实际完成值,是否达标
,产出指标,质量指标,网速,正常,正常,是
,满意度指标,满意度指标,群众满意度,≥95%,96%,是
合计,,,,,,达标2项，达标率100%
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def audited(table: str, facts: str = "") -> Audit:
    rule = Path("目标.rubric")
    for path, text in ((rule, RULES), (Path("公布.csv"), table), (Path("事实.csv"), facts)):
        path.write_text(text, encoding="utf-8")
    rubric = load(rule).rubric
    assert rubric is not None
    run = score(rule, [Path("事实.csv")]) if facts else None
    sheet, intake = (run.sheet, run.intake) if run else (None, None)
    return audit(rubric, SourceFile.read(rule), [Path("公布.csv")], sheet, intake)


def told(found: Audit) -> list[tuple[str, str, str, str]]:
    return [(f.code, f.item, f.published, f.recomputed) for f in found.findings]


@pytest.mark.parametrize("facts", ["", FACTS])
def test_the_form_of_the_documents_is_read(facts: str) -> None:
    """Targets of one name are told apart by the project that stands above their table."""
    found = audited(FORM, facts)
    assert (told(found), found.units, found.figures, found.unread) == ([], 1, 7, ())


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "1.9亿条,否",
            "1.9亿条,是",
            [("P013", "归集量", "是", "未达标"), ("P005", "考核奖", "80%", "100%")],
        ),
        ("1.2个工作日", "1.6个工作日", [("P013", "办结时限", "是", "未达标")]),
        ("正常,正常,是", "正常,正常,否", [("P013", "网速", "否", "达标"), ("P003", "专线费", "2/2", "1/2")]),
        ("≥95%,96%,是", "≥95%,96%,", [("P001", "群众满意度", "", "")]),
        (",80%", ",85%", [("P005", "考核奖", "85%", "80%")]),
        ("达标2项", "达标3项", [("P003", "专线费", "3/2", "2/2")]),
        ("≥2亿条,1.9", "≥1.8亿条,1.9", [("P008", "归集量", "≥1.8亿条", "≥2亿条")]),
        (",,,归集量,≥2亿条,1.9亿条,否\n", "", [("P011", "归集量", "", "≥2亿条")]),
        ("归集量,", "归集数量,", [("P011", "归集数量", "归集数量", "归集量")]),
        ("4次,4次,是", "4次,若干,是", []),
    ],
)
def test_what_the_table_alone_shows(old: str, new: str, wanted: list[tuple[str, ...]]) -> None:
    assert FORM.count(old) == 1
    assert told(audited(FORM.replace(old, new))) == wanted


def test_what_the_facts_show() -> None:
    assert told(audited(FORM, FACTS.replace("考核次数,4", "考核次数,5"))) == [
        ("P007", "考核次数", "4次", "5次")
    ]
    other = FACTS.replace("支出,80", "支出,90")
    assert told(audited(FORM, other)) == [("P007", "费用", "达标", "未达标")]
    without = "\n".join(line.replace("实际完成值,", "") for line in FORM.splitlines()).replace(
        ",4次,是", ",是"
    )
    assert audited(without, FACTS).unread == ()


def test_what_kaoping_writes_yields_nothing() -> None:
    for facts in (FACTS, FACTS[: FACTS.index("甲局,网速")]):
        audited(FORM, facts)
        run = score(Path("目标.rubric"), [Path("事实.csv")])
        assert run.sheet is not None
        table = FORMATS["csv"](run.sheet, run.sheet.standings)
        assert (told(audited(table)), told(audited(table, facts))) == ([], [])
        assert audited(table).figures == 7
