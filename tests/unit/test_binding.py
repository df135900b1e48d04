"""Which fact a term measures: by the link in it, by the name that its sentence defines, by its own number."""

from __future__ import annotations

from kaoping.language.document import read_outline
from kaoping.language.link import Binary, Source
from kaoping.model import Rubric, Rule
from kaoping.resolve import resolve
from kaoping.source import SourceFile


def rubric(*clauses: str) -> Rubric:
    """One indicator of two points for each clause."""
    lines = ["办法  示例", "一级指标  产出"]
    for number, clause in enumerate(clauses, 1):
        lines += [f"  二级指标  第{number}项（2分）", f"    {clause}"]
    resolved = resolve(read_outline(SourceFile("示例.rubric", "\n".join(lines))))
    assert resolved.rubric is not None, [d.message for d in resolved.diagnostics]
    return resolved.rubric


def rules(clause: str) -> tuple[Rule, ...]:
    return next(rubric(clause).clauses()).sections[0].rules


def test_a_link_in_a_base_award_measures_the_deduction_from_it() -> None:
    award, rate = rules("网点数{运维网点数}达到385个得2分，每少10个扣0.1分，扣完为止。")
    assert award.measure is None  # 384 is short of 385, and still nothing is taken
    assert rate.measure == Source("运维网点数")


def test_a_rate_in_a_base_award_is_a_ratio_like_its_deduction() -> None:
    (fact,) = rubric("验收合格率{设备合格率}达到100%，得满分，每下降10%，扣0.5分，扣完为止。").facts
    assert (fact.name, fact.type) == ("设备合格率", "percent")


def test_tiers_without_a_name_measure_what_their_sentence_defines() -> None:
    (tiers,) = rules("到位率=（到位资金/预算资金）×100%。80%-100%得2分；60%-79%得1分；60%以下，不得分。")
    assert tiers.measure == Binary("/", Source("到位资金"), Source("预算资金"))
    assert tiers.label == "到位率"


def test_the_number_of_a_clause_is_no_slip_of_another_number() -> None:
    facts = rubric(*["情况属实，得2分，否则不得分。"] * 11).facts
    assert [fact.name for fact in facts] == [f"{number}.1" for number in range(1, 12)]
