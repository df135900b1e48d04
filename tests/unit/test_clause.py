"""The parts of a reading that are not about one form: places, numbers, left-overs, equality."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoping.language.clause import read
from kaoping.language.reading import Award, Penalty, Rate, Tiers, Zero


def test_a_left_over_names_its_place_and_what_would_be_understood() -> None:
    text = "资料齐全得2分，态度不好的扣分。"
    (rest,) = read(text).left_over
    assert (rest.text, text[rest.span.start : rest.span.end]) == ("扣分", "扣分")
    assert rest.nearest == "每发现一次扣1分"


def test_a_likely_typo_is_suggested_and_not_assumed() -> None:
    reading = read("迟到的，没增加一次扣分。")
    assert not reading.understood
    assert [rest.nearest for rest in reading.left_over] == ["每增加一次扣分"]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("每份扣0。5分", "扣0.5分"),
        ("每份扣O.5分", "扣0.5分"),
        ("已制定的得l0分", "得10分"),
        ("每低一个百分点扣0.2，扣完为止", "扣0.2分"),
        ("三项工作（15分，每项5分）", "每项得5分"),
        ("迟到的，没增加一次扣", "每增加一次扣1分"),
        ("再犯的加倍扣分", "每次扣2分（写明加倍后的分值）"),
        ("加分项累计不超过3分", "每完成一个得1分，累计不超过3分"),
    ],
)
def test_what_would_be_understood_is_a_whole_phrase(text: str, nearest: str) -> None:
    assert [rest.nearest for rest in read(text).left_over] == [nearest]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (
            "有下列情形之一的，扣5分：（1）未建立制度；（2）未配备人员。",
            "有下列情形之一的（未建立制度、未配备人员）",
        ),
        (
            "出现以下行为之一的：①迟报；②漏报；③瞒报的，扣5分。",
            "出现以下行为之一的（迟报、漏报、瞒报的）",
        ),
        ("存在下列问题之一的，得0分：迟报、漏报。", "存在下列问题之一的（迟报、漏报）"),
        ("有下列情形之一的，扣5分：迟报扣1分。", "有下列情形之一的"),
    ],
)
def test_a_list_is_kept_with_the_condition_that_it_spells_out(text: str, condition: str) -> None:
    first = next(iter(read(text).terms()))
    assert isinstance(first, (Penalty, Zero))
    assert first.when.text == condition


def test_a_contrary_far_from_its_award_says_what_is_lacking() -> None:
    zero = list(read("每提供1个业绩得2分。业绩须附合同，否则不得分。").terms())[-1]
    assert isinstance(zero, Zero)
    assert zero.when.text == "不满足“业绩须附合同”的"


def test_a_doubtful_count_suggests_the_word_that_settles_it() -> None:
    assert [rest.nearest for rest in read("迟到2次扣1分。").left_over] == ["每2次扣1分"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1．得2分。", "1"),
        ("（3）得2分", "3"),
        ("②得2分", "2"),
        ("十二、得2分", "12"),
        ("得2分", ""),
        ("2 、得2分", "2"),
    ],
)
def test_the_number_of_a_clause_is_not_part_of_its_words(text: str, number: str) -> None:
    assert read(text).number == number


@pytest.mark.parametrize(
    "text", ["八一、春节未走访的扣1分。", "12、3分的题", "一、二、三等奖分别加3、2、1分"]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert read(text).number != "81"
    assert read(text).number != "1"


def test_items_without_full_marks_stay_in_one_part() -> None:
    reading = read("（1）第1名，得3分；（2）第2名，得2分；（3）第2名之后，得1分。")
    assert (reading.number, len(reading.parts)) == ("", 1)
    (tiers,) = reading.terms()
    assert isinstance(tiers, Tiers)


def test_the_span_of_a_term_covers_its_condition_and_no_other_term() -> None:
    text = "1．符合要求的，得2分，每一项不符合扣0.5分。"
    award, rate = read(text).terms()
    assert award.span is not None
    assert rate.span is not None
    assert text[award.span.start : award.span.end] == "符合要求的，得2分"
    assert text[rate.span.start : rate.span.end] == "每一项不符合扣0.5分"


def test_words_keep_their_width_and_their_own_punctuation() -> None:
    (award,) = read("“三重一大”（含ＡＢＣ）事项集体决策的，得2分。").terms()
    assert isinstance(award, Award)
    assert award.when.text == "“三重一大”（含ＡＢＣ）事项集体决策的"


def test_the_step_is_cut_out_of_the_words() -> None:
    (rate,) = read("现场检查，每发现1处积水不及时清理的，扣0.5分。").terms()
    assert isinstance(rate, Rate)
    assert rate.when.text == "现场检查，发现积水不及时清理的"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（1）率≥80％，得2分", "(1)率≧80%,得2分"),
        ("每少一次扣0.5分", "每少１次扣０．５分"),
        ("得一分", "得1分"),
        ("每 少 10 个 扣 0.1 分".replace(" 少", "少"), "每少10个扣0.1分"),
        ("得满分<br/>每缺一项扣1分", "得满分\n每缺一项扣1分"),
    ],
)
def test_forms_of_one_sign_read_alike(one: str, other: str) -> None:
    first, second = read(one), read(other)
    assert first.understood
    assert [term.model_dump(exclude={"when"}) for term in first.terms() if not isinstance(term, Tiers)] == [
        term.model_dump(exclude={"when"}) for term in second.terms() if not isinstance(term, Tiers)
    ]


def test_the_full_mark_decides_between_a_sum_and_alternatives() -> None:
    text = "设有机构的，得2分；人员到位的，得1分。"
    assert [term.kind for term in read(text, Decimal(3)).terms()] == ["award", "award"]
    assert [term.kind for term in read(text, Decimal(2)).terms()] == ["tiers"]


def test_a_name_that_holds_a_full_mark_states_none() -> None:
    reading = read("“质量（总分35分）”得分的平均得分≥32分，得18分；平均得分＜32分，不得分")
    assert reading.parts[0].cap is None
    assert reading.total_cap is None
