"""Random rubrics and random streams of facts: both engines keep one ledger, it adds up, and no order matters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from casework import HEADER, rubric_of
from kaoping.assess import Assessment
from kaoping.diagnostics import Place
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.facts.fact import Change
from kaoping.facts.intake import Desk, take_all
from kaoping.facts.raw import RawFact
from kaoping.follow import Following
from kaoping.ledger import Ledger, first_difference
from kaoping.model import Rubric
from kaoping.plan import make_plan, schema_of
from kaoping.render.scores import as_json
from kaoping.selection import EngineFactory
from kaoping.sheet import Sheet, make_sheet

UNITS = ("甲县", "乙县", "丙县")
HEADS = (
    "",
    "满分  20分，总分不高于20分\n",
    "取值  每项得分四舍五入保留2位小数\n",
    "取值  总分舍去尾数保留1位小数\n等次  优秀（S≥15）、良好（15＞S≥8）、差（S＜8）\n",
)
# Of every form one; {漏报}, {完成} … are shared, so that one fact moves several clauses.
CLAUSES = (
    "得3分，漏报{漏报}一次扣0.5分，扣完为止。",
    "缺席和迟到{缺席}每次扣4分，最高扣10分。",
    "通报{漏报}一次扣2分。",
    "被点名批评的{批评}，每发现一次扣3分，直至50分扣完。",
    "建立机制{机制}，得2分，否则不得分。",
    "完成率{完成 / 任务}≥100%，得6分；100%＞完成率≥80%，得3分；完成率＜80%，不得分。",
    "及时率{完成 / 任务}90%-100%得3分；80%-89%得2分；80%以下不得分。",
    "达到8个{完成}得2分，每少3个扣0.3分，扣完为止。",
    "满意度{完成 / 任务}达到90%，得5分，每降低一个百分点扣0.2分，扣完为止。",
    "人均{完成 / 人口}第1名，得3分；第2名，得2分；第2名之后，得1分。",
    "人均{完成 / 人口}排名倒数第1名，扣1分。",
    "得分=执行率{完成 / 任务}×分值。",
    "每完成一个场景{稿件}得2分，最高得4分。",
    "每篇省级稿件{稿件[级别 = 省级]}得2分；每篇市级稿件{稿件[级别 = 市级]}得1分。最多得6分。同一篇稿件按最高级别算{按标题去重，取级别最高}。",
    "每出现一次上访{批评}，扣2分，超过2次扣完4分并取消年度优秀等次评选资格。",
    "得2分，出现泄露{漏报}的，不得分。",
    "得2分，出现重大事故{批评}的，该指标不得分。",
    "标题多样{去重计数(稿件.标题)}3个及以上，得1分，否则不得分。",
)
EVENTS, NUMBERS = ("漏报", "缺席", "批评", "稿件"), ("完成", "任务", "人口")


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    leaves = draw(
        st.lists(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4), min_size=1, max_size=3)
    )
    points = [draw(st.sampled_from(("（10分）", "（30分）"))) for _ in leaves]
    body = "".join(
        f"一级指标  丙{number}\n  二级指标  乙\n    三级指标  甲{mark}\n"
        + "".join(f"      {index}．{clause}\n" for index, clause in enumerate(dict.fromkeys(clauses), 1))
        for number, (clauses, mark) in enumerate(zip(leaves, points, strict=True))
    )
    facts = (
        "事实  稿件：事件，级别（省级、市级）、标题\n事实  漏报：事件\n事实  批评：事件\n事实  缺席：事件\n"
    )
    facts += "".join(f"事实  {name}：数值\n" for name in NUMBERS)
    return rubric_of(f"办法  试验\n{draw(st.sampled_from(HEADS))}单位  {'、'.join(UNITS)}\n{facts}{body}")


@dataclass(frozen=True)
class Told:
    """One fact as it is told: new, and perhaps corrected and withdrawn later."""

    rows: tuple[RawFact, ...]


def row(number: int, unit: str, name: str, amount: str, id_: str, operation: str, *fields: str) -> RawFact:
    place = Place("流.csv", number)
    columns = dict(zip(("级别", "标题"), fields, strict=False)) if name == "稿件" else {}
    day = f"2021-03-{number % 28 + 1:02}"
    event = name in EVENTS
    return RawFact(
        place,
        unit,
        name,
        "" if event else amount,
        amount if event else "",
        day,
        id_,
        operation,
        fields=columns,
    )


@st.composite
def told(draw: st.DrawFn) -> list[Told]:
    """Events with numbers of their own, and at most one value for each unit and name."""
    few = st.sampled_from(("1", "2", "3", "0"))
    figure = st.sampled_from(("0", "3", "8", "9", "10", "8.95", "79." + "9" * 40, "100"))
    kinds = st.tuples(st.sampled_from(UNITS), st.sampled_from((*EVENTS, *EVENTS, *NUMBERS, "机制")))
    found: list[Told] = []
    values: set[tuple[str, str]] = set()
    for number, (unit, name) in enumerate(draw(st.lists(kinds, max_size=14)), 1):
        amounts = few if name in EVENTS else figure if name in NUMBERS else st.sampled_from(("是", "否"))
        if name not in EVENTS and (unit, name) in values:
            continue
        values.add((unit, name))
        id_ = f"f{number}"
        fields = draw(st.tuples(st.sampled_from(("省级", "市级")), st.sampled_from(("一", "二"))))
        steps = draw(st.sampled_from((("",), ("",), ("", "更正"), ("", "撤回"), ("", "更正", "撤回"))))
        rows = [row(number, unit, name, draw(amounts), id_, step, *fields) for step in steps]
        found.append(Told(tuple(rows)))
    return found


def in_turn(facts: Sequence[Told], draw: st.DrawFn) -> list[RawFact]:
    """Any order in which each fact is new before it is corrected, and that before it is withdrawn."""
    left = [list(fact.rows) for fact in facts]
    rows = []
    while any(left):
        rows.append(draw(st.sampled_from([queue for queue in left if queue])).pop(0))
    return rows


def streamed(rubric: Rubric, rows: Sequence[RawFact]) -> list[Change]:
    desk = Desk(schema_of(rubric))
    return [change for taken in map(desk.take, rows) if (change := taken.change) is not None]


def known(rubric: Rubric, facts: Sequence[Told]) -> list[Told]:
    names = {spec.name for spec in rubric.facts}
    return [fact for fact in facts if fact.rows[0].name in names]


def scored(rubric: Rubric, changes: Sequence[Change], engine: EngineFactory = ReferenceEngine) -> Sheet:
    assessment = Assessment(make_plan(rubric), engine, UNITS, Ledger(HEADER))
    assessment.apply_all(changes)
    assessment.check()
    return make_sheet(assessment)


def told_of(sheet: Sheet) -> str:
    return as_json(sheet, sheet.standings)


@given(rubrics(), told(), st.data())
def test_both_engines_keep_one_ledger(rubric: Rubric, facts: list[Told], data: st.DataObject) -> None:
    changes = streamed(rubric, in_turn(known(rubric, facts), data.draw))
    durable, reference = (scored(rubric, changes, engine) for engine in (DurableEngine, ReferenceEngine))
    assert list(durable.assessment.ledger.lines()) == list(reference.assessment.ledger.lines())


@given(rubrics(), told(), st.data())
def test_batch_and_stream_agree_and_no_order_matters(
    rubric: Rubric, facts: list[Told], data: st.DataObject
) -> None:
    facts = known(rubric, facts)
    stream = scored(rubric, streamed(rubric, in_turn(facts, data.draw)))
    rows = [row for fact in facts for row in fact.rows]
    repeats = [fact.rows[0] for fact in facts]
    shuffled = data.draw(st.permutations([*rows, *repeats]))
    schema = schema_of(rubric)
    batch, again = (scored(rubric, take_all(items, schema).changes) for items in (rows, shuffled))
    assert told_of(batch) == told_of(stream)
    assert list(batch.assessment.ledger.lines()) == list(again.assessment.ledger.lines())


@given(rubrics(), told(), st.data())
def test_a_stream_in_any_order_comes_to_the_scores_of_a_batch(
    rubric: Rubric, facts: list[Told], data: st.DataObject
) -> None:
    """Corrections and withdrawals may overtake their facts, and facts be told again at any time."""
    facts = known(rubric, facts)
    rows = [row for fact in facts for row in fact.rows]
    following = Following(rubric, HEADER, engine=ReferenceEngine)
    for _ in following.items(data.draw(st.permutations([*rows, *(fact.rows[0] for fact in facts)]))):
        pass
    assert list(following.close()) == []
    assert told_of(make_sheet(following.assessment)) == told_of(scored(rubric, streamed(rubric, rows)))


@given(rubrics(), told(), st.data())
def test_the_ledger_adds_up_after_every_change(
    rubric: Rubric, facts: list[Told], data: st.DataObject
) -> None:
    assessment = Assessment(make_plan(rubric), ReferenceEngine, UNITS, Ledger(HEADER))
    for change in streamed(rubric, in_turn(known(rubric, facts), data.draw)):
        before = {unit: assessment.node(unit, "总分").low for unit in UNITS}
        entries = assessment.apply(change)
        assessment.check()
        for unit in UNITS:
            moved = sum(entry.effective for entry in entries if entry.unit == unit)
            assert assessment.node(unit, "总分").low - before[unit] == moved


@given(rubrics(), told(), st.data())
def test_what_is_withdrawn_leaves_no_trace_in_the_scores(
    rubric: Rubric, facts: list[Told], data: st.DataObject
) -> None:
    fresh = [fact.rows[0] for fact in known(rubric, facts)]
    undone = [row._replace(operation="撤回", quantity="", value="", fields={}) for row in fresh]
    assert told_of(
        scored(rubric, streamed(rubric, [*fresh, *data.draw(st.permutations(undone))]))
    ) == told_of(scored(rubric, []))


@given(rubrics(), told(), st.data())
def test_more_facts_only_narrow_what_is_pending(
    rubric: Rubric, facts: list[Told], data: st.DataObject
) -> None:
    """A value that comes in leaves the total inside the interval that was stated before it."""
    events = [fact.rows[0] for fact in known(rubric, facts) if fact.rows[0].name in EVENTS]
    values = [fact.rows[0] for fact in known(rubric, facts) if fact.rows[0].name not in EVENTS]
    assessment = Assessment(make_plan(rubric), ReferenceEngine, UNITS, Ledger(HEADER))
    assessment.apply_all(streamed(rubric, events))
    stated = {unit: assessment.node(unit, "总分") for unit in UNITS}
    desk = Desk(schema_of(rubric))
    for raw in [*events, *data.draw(st.permutations(values))]:
        taken = desk.take(raw)
        if raw.name in EVENTS or taken.change is None:
            continue
        assessment.apply(taken.change)
        for unit in UNITS:
            now, before = assessment.node(unit, "总分"), stated[unit]
            assert before.low <= now.low <= now.high <= before.high
            stated[unit] = now


@given(rubrics(), told(), st.data())
def test_a_changed_line_is_the_first_that_differs(
    rubric: Rubric, facts: list[Told], data: st.DataObject
) -> None:
    changes = take_all([fact.rows[0] for fact in known(rubric, facts)], schema_of(rubric)).changes
    written = list(scored(rubric, changes).assessment.ledger.lines())
    assert first_difference(written, scored(rubric, changes).assessment.ledger.lines()) is None
    number = data.draw(st.integers(0, len(written) - 1))
    line = json.loads(written[number])
    key = data.draw(st.sampled_from(sorted(line)))
    changed = [*written]
    changed[number] = json.dumps({**line, key: "改过"}, ensure_ascii=False, separators=(",", ":"))
    difference = first_difference(changed, written)
    assert difference is not None
    assert (difference.line, difference.recomputed) == (number + 1, written[number])
