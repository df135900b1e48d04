"""Any text yields a reading: no exception, every place inside the text, nothing dropped silently."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from kaoping.language.clause import LONGEST, read
from kaoping.language.reading import Reading
from kaoping.source import Span

WORDS = [
    "得", "扣", "加", "减", "计", "为", "奖励", "不得分", "否则", "每", "每少", "每降低", "每次", "每人", "各", "分别",
    "0", "1", "0.5", "12", "100", "一", "两", "十", "半", "3-5", "1,200", "分", "个", "次", "%", "个百分点", "名", "万元", "小时", "年",
    "以上", "及以下", "之内", "（含）", "（不含5%）", "≥", "＜", "不低于", "超过", "达到", "第", "前", "倒数第", "之后", "第1-3名",
    "最高得", "最多扣", "加分不超过", "封顶", "满分", "总分", "扣完为止", "直至", "扣完", "取消评优资格", "一票否决", "不得评为优秀",
    "按比例得分", "得分=", "×分值", "酌情扣", "不扣分", "不重复计算", "在2022年12月31日前", "，", "、", "；", "。", "：", "（", "）", "\n", " ",
    "1．", "（2）", "①", "一、", "完成率", "优秀", "未建立的", "在此基础上", "<br/>", "以下择一：", "（基础分）", "/", "/台", "-", "至", "和",
]  # fmt: skip

SENTENCES = [
    "1．设立了绩效指标，得2分；未设立的，不得分；",
    "（1）完成率≥100%，得2分；（2）100%＞完成率≥80%，得1分；（3）完成率＜80%，不得分。",
    "满意度达到90%，得10分，每降低一个百分点扣0.2分，扣完为止。",
    "每出现一次事件，扣2分，超过2次扣完4分并取消年度优秀等次评选资格。",
    "（1）监管事项数，1分。每少一个扣0.5分，最高扣1分。（2）信息质量，2分。每发现一项扣0.2分。",
    "一等奖、二等奖、三等奖分别加5分、3分、1分，同一项目按最高奖计分，最高加8分。",
]

phrases = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sentence as rubrics have them, with pieces cut out, doubled or put in."""
    text = draw(st.sampled_from(SENTENCES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = draw(st.integers(at, min(len(text), at + 6)))
        text = text[:at] + draw(st.sampled_from(["", text[at:to] * 2, *WORDS])) + text[to:]
    return text


points = st.none() | st.decimals("0.5", "100", places=1)


def places(reading: Reading) -> list[Span]:
    """Every place that a reading names."""
    spans = [rest.span for rest in reading.left_over]
    for part in reading.parts:
        spans += [part.span] if part.span else []
        for term in part.terms:
            spans += [term.span] if term.span else []
            whens = [row.when for row in term.rows] if term.kind == "tiers" else [term.when]
            spans += [when.span for when in whens if when.span]
    return spans


def check(text: str, full: Decimal | None) -> None:
    reading = read(text, full)
    assert reading.text == text
    assert all(0 <= span.start <= span.end <= len(text) for span in places(reading))
    for rest in reading.left_over:
        assert rest.span.start < rest.span.end
        assert rest.text
        assert rest.nearest
    assert all(term.span is not None for term in reading.terms())
    if reading.understood:
        assert any(char in text for char in "分扣满否取按酌降优不合以加")


@given(st.text(max_size=80), points)
@example("得", None)
@example("扣完", Decimal(1))
@example("（", None)
@example("一、二、三等奖分别加1、0.5、0.3分", None)
def test_any_text(text: str, full: Decimal | None) -> None:
    check(text, full)


@given(phrases, points)
def test_any_run_of_scoring_words(text: str, full: Decimal | None) -> None:
    check(text, full)


@given(mutated(), points)
def test_mutated_sentences(text: str, full: Decimal | None) -> None:
    check(text, full)


@given(phrases | mutated())
def test_reading_twice_means_the_same(text: str) -> None:
    assert read(text) == read(text)


@given(phrases | mutated())
def test_full_width_and_half_width_read_alike(text: str) -> None:
    plain = text.translate(str.maketrans("（）：；％＞＜", "():;%><"))
    assert [part.model_dump(exclude={"dedupe"}) for part in _bare(read(plain)).parts] == [
        part.model_dump(exclude={"dedupe"}) for part in _bare(read(text)).parts
    ]


def _bare(reading: Reading) -> Reading:
    """Without the verbatim words, which keep their width."""
    return Reading.model_validate(_plain(reading.model_dump()))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key != "left_over"}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(inner) for inner in value)
    if isinstance(value, str):
        return value.translate(str.maketrans("（）：；％＞＜", "():;%><"))
    return value


def test_a_pasted_file_is_refused_at_once() -> None:
    reading = read("每发现一处扣1分。" * (LONGEST // 9 + 1))
    assert not reading.understood
    assert [rest.span for rest in reading.left_over] == [Span(0, len(reading.text))]
    assert str(LONGEST) in reading.left_over[0].nearest


def test_ten_megabytes_on_one_line_do_not_hang() -> None:
    assert not read("扣" * 10_000_000).understood
