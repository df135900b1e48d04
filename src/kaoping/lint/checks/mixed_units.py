"""N008: figures in different units of measure are added, compared, or held against a threshold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.diagnostics import Related
from kaoping.language import link as link_language
from kaoping.language.link import PERCENT_UNITS, Binary, Comparison, Expression, LinkError, Number, Source
from kaoping.language.link import Test as FieldTest
from kaoping.language.reading import Between, Quantity, Rate, Target, Term, Tiers
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.names import place, rules
from kaoping.lint.subject import Subject
from kaoping.lint.units import Unit, Units, at_odds, magnitude, parse
from kaoping.model import Clause, Rule
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Sums, differences, comparisons and quotients of declared facts, and thresholds against what is measured."""
    declared = {spec.name: spec for spec, _ in subject.outline.facts}
    units = Units(subject.rubric, declared)
    for draft in subject.outline.definitions:
        try:
            expression = link_language.parse_expression(draft.expression)
        except LinkError:
            continue
        for message, help_, witness in _inside(units, expression):
            yield Found(draft.span, message, help_, witness, _declarations(subject, expression))
    for clause in subject.clauses():
        bound = subject.resolved.clauses[clause.id].bound
        for index, link in bound.terms.items():
            if link.expression is not None:
                for message, help_, witness in _inside(units, link.expression):
                    span = Span(*bound.spans[index])
                    yield Found(span, message, help_, witness, _declarations(subject, link.expression))
        for definition in clause.reading.definitions:
            try:
                expression = link_language.parse_expression(definition.expression)
            except LinkError:
                continue
            for message, help_, witness in _inside(units, expression):
                span = subject.clause(clause)
                yield Found(span, message, help_, witness, _declarations(subject, expression))
    for clause, rule in rules(subject):
        yield from _against_threshold(subject, units, clause, rule)


def _inside(units: Units, expression: Expression) -> Iterator[tuple[str, str, str]]:
    """Message, help and witness of every operation on figures that do not go together."""
    found: list[tuple[str, str, str]] = []

    def meet(whole: Binary, one: Unit, other: Unit) -> None:
        odds = at_odds(one, other, strict=True)
        if not odds or (whole.operator == "/" and odds == "kind"):
            return  # cases by persons are a ratio like any other
        left, right = link_language.say(whole.left), link_language.say(whole.right)
        verb = {"+": "相加", "-": "相减", "/": "相除"}[whole.operator]
        found.append(
            (
                f"「{left}」以{one.word}计，「{right}」以{other.word}计，不能直接{verb}",
                _unify(one, other, odds, left if one.scale > other.scale else right),
                _proof(whole.operator, one, other, odds),
            )
        )

    units.of(expression, meet)
    for node in link_language.walk(expression):
        if isinstance(node, Comparison):
            found += _compared(units, node)
        if isinstance(node, Source):
            for test in node.tests:
                found += _tested(units, node, test)
    yield from dict.fromkeys(found)


def _compared(units: Units, node: Comparison) -> Iterator[tuple[str, str, str]]:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(other, Number):
            told = Quantity(number=_written(other), unit=other.unit)
            yield from _literal(units.of(side), link_language.say(side), told, isinstance(side, Source))
            return
    one, two = units.of(node.left), units.of(node.right)
    if one is not None and two is not None and (odds := at_odds(one, two, strict=True)):
        left, right = link_language.say(node.left), link_language.say(node.right)
        yield (
            f"「{left}」以{one.word}计，「{right}」以{two.word}计，不能直接比较",
            _unify(one, two, odds, left if one.scale > two.scale else right),
            _proof("≥", one, two, odds),
        )


def _tested(units: Units, source: Source, test: FieldTest) -> Iterator[tuple[str, str, str]]:
    if test.unit and not isinstance(test.value, str):
        number = Number(test.value, test.unit)  # type: ignore[arg-type]
        told = Quantity(number=_written(number), unit=test.unit)
        yield from _literal(units.field(source.name, test.field), test.field, told, False)


def _literal(
    unit: Unit | None, name: str, told: Quantity, undeclared: bool
) -> Iterator[tuple[str, str, str]]:
    """A number with a unit in a link: only the number is compared."""
    written = parse(told.unit)
    odds = at_odds(unit, written)
    if odds and unit is not None and written is not None:
        yield (
            f"「{name}」以{unit.word}计，链接里写的是{told}",
            _unify(unit, written, odds, name) if odds == "kind" else f"换算成以{unit.word}计的数",
            _threshold_proof(unit, written, told, odds),
        )
    elif unit is None and undeclared and told.unit[:1] in ("万", "亿"):
        yield (
            f"链接里的{told}只按{exact.text(told.number)}比较，「{name}」没有声明计量单位",
            f"先声明：事实  {name}：数值（{told.unit if len(told.unit) > 1 else told.unit + '元'}）",
            f"「{name}」填{told}，读作{exact.text(told.number * (10**4 if told.unit[0] == '万' else 10**8))}，"
            f"与{exact.text(told.number)}比",
        )


def _written(number: Number) -> Decimal:
    return number.value * 100 if number.unit in PERCENT_UNITS else number.value


def _against_threshold(subject: Subject, units: Units, clause: Clause, rule: Rule) -> Iterator[Found]:
    """The figure of a rule against the units that its sentence tells."""
    measure = rule.measure
    if measure is None or rule.each is not None or rule.wants != "number":
        return
    if isinstance(rule.term, Target) and isinstance(measure, Source):
        return  # N003
    unit = units.of(measure)
    if unit is None:
        return
    for told in _told(rule.term):
        written = parse(told.unit) or magnitude(told.unit, unit)
        odds = at_odds(unit, written)
        if not odds or written is None:
            continue
        name = link_language.say(measure)
        yield Found(
            place(subject, clause, rule, *([measure.name] if isinstance(measure, Source) else [])),
            f"「{name}」以{unit.word or '别的单位'}计，句中是{told}",
            _rewrite(unit, written, odds, measure),
            witness=_threshold_proof(unit, written, told, odds),
            related=_declarations(subject, measure),
        )
        return


def _told(term: Term) -> Iterator[Quantity]:
    """The quantities of a term that its figure is held against."""
    if isinstance(term, Rate):
        yield from (q for q in (term.base, term.per) if q is not None and q.unit)
        return
    rows = term.rows if isinstance(term, Tiers) else ()
    tests = [row.when.test for row in rows]
    tests.append(getattr(getattr(term, "when", None), "test", None))
    for test in tests:
        if isinstance(test, Between):
            yield from (end for end in (test.lower, test.upper) if end is not None and end.unit)


def _unify(one: Unit, other: Unit, odds: str, larger: str) -> str:
    if odds == "scale":
        return f"用同一个计量单位声明，或在链接里换算：{larger} × {_times(one, other)}"
    return "只有同一种计量单位的数才能相加、相减、比较；核对链接的是不是这个数，或改正声明里的计量单位"


def _rewrite(unit: Unit, written: Unit, odds: str, measure: Expression) -> str:
    if written.kind == "":
        return "比率要两个数相除，例如：{完成数 / 任务数}；本身就是比率的，声明为百分比"
    if odds == "kind":
        return "核对链接的是不是这个数，或改正声明里的计量单位"
    if unit.kind == "时间":
        return "换成相应的算法：以小时计的用 相差小时，以天计的用 相差天数"
    return f"把声明的计量单位改成{written.word}" if isinstance(measure, Source) else "换算成同一个计量单位"


def _times(one: Unit, other: Unit) -> str:
    ratio = max(one.scale, other.scale) / min(one.scale, other.scale)
    return str(ratio)


def _proof(operator: str, one: Unit, other: Unit, odds: str) -> str:
    if odds == "kind":
        return f"1{one.word}与1{other.word}不是一种数"
    large, small = (one, other) if one.scale > other.scale else (other, one)
    same = f"1{large.word}就是{_times(one, other)}{small.word}"
    if operator == "/":
        return f"{same}，本该是100%，算出来却差{_times(one, other)}倍"
    return f"{same}，却当作1来算"


def _threshold_proof(unit: Unit, written: Unit, told: Quantity, odds: str) -> str:
    if odds == "kind" and written.kind == "":
        return f"“{told}”按{exact.text(exact.hundredth(told.number))}比较：填1{unit.word}就算100%"
    if odds == "kind":
        return f"填{exact.text(told.number)}{unit.word}，会当作{told}"
    value = Fraction(told.number) * written.scale / unit.scale
    shown = exact.text(exact.to_decimal(value)) if 10**12 % value.denominator == 0 else str(value)
    word = unit.word or "这个单位"
    return f"{told}就是{shown}{word}，却与{exact.text(told.number)}比：填{exact.text(told.number)}{word}就当作{told}"


def _declarations(subject: Subject, expression: Expression) -> tuple[Related, ...]:
    names = dict.fromkeys(n.name for n in link_language.walk(expression) if isinstance(n, Source))
    spans = ((name, subject.fact(name)) for name in names)
    return tuple(Related(span, f"「{name}」声明在这里") for name, span in spans if span is not None)


CHECK = Check(
    code="N008",
    severity="warning",
    finds="计量单位不同的数相加、相减、比较，或者与句中另一种单位的界限比较；万元与元、小时与天没有换算。",
    why="程序只算数，不换算单位：3人加2件是5，1天与12小时比是1与12比，算得出来却没有意义。两种数相除（件/人）不在此列。",
    bad="""办法  某某考核办法
事实  申诉：事件（件），提交时间（日期）、办结时间（日期）
定义  申诉.处理时长 = 相差天数(提交时间, 办结时间)
一级指标  响应速度（3分）
  平均处理时长{平均(申诉.处理时长)}≤12小时，得3分；平均处理时长＞12小时，得0分。
""",
    good="""办法  某某考核办法
事实  申诉：事件（件），提交时间（日期）、办结时间（日期）
定义  申诉.处理时长 = 相差小时(提交时间, 办结时间)
一级指标  响应速度（3分）
  平均处理时长{平均(申诉.处理时长)}≤12小时，得3分；平均处理时长＞12小时，得0分。
""",
    run=find,
)
