"""The contract of `kaoping clause --json`, field by field, from trees built by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoping.language.reading import (
    FULL,
    Award,
    Between,
    Condition,
    Formula,
    Judgement,
    LeftOver,
    Part,
    Penalty,
    PointsRange,
    Quantity,
    Rank,
    Rate,
    Reading,
    Term,
    Tier,
    Tiers,
    Veto,
    Zero,
)
from kaoping.language.report import to_json
from kaoping.source import Span

D = Decimal
DEDUCT = Rate(sign="deduct", points=D("0.50"), per=Quantity(number=D(1), unit="次"))
GAIN = Rate(sign="gain", points=D(2), per=Quantity(number=D(10)))


def fields(*terms: Term, points: Decimal | None = None, **bounds: object) -> dict[str, object]:
    """What the report says of one part with these terms, beside the fields that every answer has."""
    report = to_json(Reading(text="…", parts=(Part(terms=terms, **bounds),)), points=points)  # type: ignore[arg-type]
    assert report.pop("understood") is True
    assert isinstance(report.pop("paraphrase"), str)
    assert report.pop("left_over") == []
    return report


def band(lower: str | None, upper: str | None, points: Decimal | PointsRange) -> Tier:
    test = Between(
        lower=Quantity(number=D(lower), unit="%") if lower else None,
        upper=Quantity(number=D(upper), unit="%") if upper else None,
        upper_closed=False,
    )
    return Tier(when=Condition(text=f"2021年完成率在{lower}与{upper}之间", test=test), points=points)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Award(points=D("2.50")), {"award": "2.5"}),
        (Award(points=D(2), otherwise=D(0), otherwise_when="未设立的"), {"award": "2", "otherwise": "0"}),
        (Award(points=D(2), bonus=True), {"gain": [{"points": "2"}]}),
        (DEDUCT, {"deduct": [{"points": "0.5", "per": "1", "unit": "次"}]}),
        (GAIN, {"gain": [{"points": "2", "per": "10"}]}),
        (Penalty(points=D(10)), {"deduct": [{"points": "10"}]}),
        (Penalty(points=D(2), all=True), {"deduct": [{"points": "2"}]}),
        (Penalty(points=None, all=True), {"zero": True}),
        (Zero(), {"zero": True}),
        (Veto(qualification="年度优秀等次评选资格"), {"veto": "年度优秀等次评选资格"}),
        (Formula(text="预算执行率×分值"), {"formula": "预算执行率×分值"}),
        (Judgement(sign="deduct"), {"judgement": True}),
        (
            Judgement(sign="deduct", range=PointsRange(least=D(1), most=D(3))),
            {"judgement": True, "range": ["1", "3"]},
        ),
    ],
)
def test_one_term(term: Term, expected: dict[str, object]) -> None:
    assert fields(term) == expected


def test_awards_add_up_and_gains_stand_apart() -> None:
    report = fields(Award(points=D("1.5")), Award(points=D("0.5")), Award(points=D(1), bonus=True))
    assert report == {"award": "2", "gain": [{"points": "1"}]}


@pytest.mark.parametrize(
    ("points", "mark", "expected"),
    [(D(15), None, {"award": "15"}), (D(15), D(6), {"award": "6"}), (None, None, {})],
)
def test_full_marks_are_the_nearest_that_are_known(
    points: Decimal | None, mark: Decimal | None, expected: dict[str, object]
) -> None:
    assert fields(Award(points=FULL), points=points, mark=mark) == expected


def test_a_count_after_which_all_is_lost_bounds_the_deduction_before_it() -> None:
    report = fields(DEDUCT, Penalty(points=D(4), all=True, more_than=D(2)))
    assert report == {"deduct": [{"points": "0.5", "per": "1", "unit": "次"}], "cap": "4"}


@pytest.mark.parametrize(
    ("rate_cap", "bounds", "expected"),
    [
        ("3", {"cap": D(10)}, {"cap": "3"}),
        (None, {"cap": D(10)}, {"cap": "10"}),
        (None, {"until_exhausted": True}, {"until_exhausted": True}),
        (None, {"drain": D(50)}, {"until_exhausted": True, "cap": "50"}),
    ],
)
def test_bounds(rate_cap: str | None, bounds: dict[str, object], expected: dict[str, object]) -> None:
    report = fields(GAIN.model_copy(update={"cap": D(rate_cap) if rate_cap else None}), **bounds)
    assert report.pop("gain") == [{"points": "2", "per": "10"}]
    assert report == expected


def test_the_total_of_the_rubric_is_the_bound_where_no_other_is() -> None:
    reading = Reading(text="…", parts=(Part(terms=(GAIN,)),), total_cap=D(100))
    assert to_json(reading)["cap"] == "100"


def test_tiers_show_their_bounds_in_figures_and_other_conditions_in_their_last_words() -> None:
    third = Rank(first=D(1), last=D(3))
    tiers = Tiers(
        scale="number",
        rows=(
            band("80", "100", D(2)),
            band(None, "80", D(-1)),
            band("60", None, PointsRange(least=D(60), most=D(90))),
            Tier(when=Condition(text="2021年，位列第1-3名", test=third), points=D(3)),
        ),
        otherwise=D(0),
    )
    assert fields(tiers) == {
        "tiers": [
            {"when": "≥80%且<100%", "points": "2"},
            {"when": "<80%", "points": "-1"},
            {"when": "≥60%", "points": "60-90"},
            {"when": "位列第1-3名", "points": "3"},
        ],
        "otherwise": "0",
        "judgement": True,
        "range": ["60", "90"],
    }


def test_full_marks_in_tiers() -> None:
    rows = (Tier(when=Condition(text="良好"), points=FULL), Tier(when=Condition(text="为差"), points=D(0)))
    tiers = Tiers(scale="label", rows=rows)
    assert fields(tiers) == {"tiers": [{"when": "良好", "points": "满分"}, {"when": "为差", "points": "0"}]}
    assert fields(tiers, points=D(5)) == {
        "tiers": [{"when": "良好", "points": "5"}, {"when": "为差", "points": "0"}]
    }


def test_several_formulas_are_joined_and_repeats_are_not() -> None:
    formulas = [Formula(text="按比例得分"), Formula(text="采用内插法"), Formula(text="按比例得分")]
    assert fields(*formulas) == {"formula": "按比例得分；采用内插法"}


def test_what_is_not_understood_says_nothing_else() -> None:
    rest = LeftOver(text="扣点分", span=Span(0, 3), nearest="扣1分")
    reading = Reading(text="扣点分", parts=(Part(terms=(DEDUCT,)),), left_over=(rest,))
    assert to_json(reading, id="x1") == {"id": "x1", "understood": False, "left_over": ["扣点分"]}


def test_the_id_comes_back_as_it_was_given() -> None:
    reading = Reading(text="…", parts=(Part(terms=(DEDUCT,)),))
    assert to_json(reading, id=7)["id"] == 7
    assert "id" not in to_json(reading)
