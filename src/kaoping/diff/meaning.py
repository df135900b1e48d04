"""What a clause means, apart from its words, its number and its place: as a key to compare, and in words to tell.

The key (`meaning`) holds everything that decides points; so nothing can differ unseen. What differs is then told
facet by facet (`differences`); where no facet tells it, both canonical sentences are shown.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from kaoping.cases.words import said_points, said_test
from kaoping.diff.align import aligned
from kaoping.diff.model import Detail
from kaoping.exact import text as plain
from kaoping.language import link
from kaoping.language.link import Binary, Call, Comparison, Expression, Source
from kaoping.language.paraphrase import say, say_term
from kaoping.language.reading import (
    Award,
    Exemption,
    Formula,
    Judgement,
    Penalty,
    Quantity,
    Rate,
    Target,
    Tier,
    Tiers,
    Veto,
    Way,
    Zero,
)
from kaoping.model import Clause, Rule, Section

_WORDS = frozenset({"text", "subject", "otherwise_when", "one", "other"})
"""Fields of terms that hold words of the sentence. What they name is in the rule: its measure, its choices."""

_SETTLED = frozenset({"base", "partial"})
"""Fields of a Rate that the rule has as they were settled."""

_RULE = (
    "wants",
    "choices",
    "base",
    "percent",
    "partial",
    "relative",
    "ascending",
    "once",
    "mark",
    "grade",
    "unit",
)
_PART = ("mark", "cap", "cap_of", "within", "until_exhausted", "drain", "instead", "overdraws")

_SAME = str.maketrans("≧≦", "≥≤")

OWN = "本条"
"""In the place of the number of a clause in the names of its own facts: 5.2 → 本条, 5.2.1 → 本条.1."""

Facet = tuple[str, str]
"""A label and what it is: 上限, 最高扣4分."""


def meaning(clause: Clause) -> str:
    """Everything that decides points, except what follows from other clauses and from the indicator."""
    cap = clause.reading.total_cap
    return repr(
        (
            [
                (_part_key(section), [rule_key(rule, clause.id) for rule in section.rules])
                for section in clause.sections
            ],
            None if cap is None else plain(cap),
        )
    )


def derived(clause: Clause) -> tuple[tuple[Decimal | None, Decimal, Decimal], ...]:
    """What follows from the points of the indicator and of the other clauses: full mark, start and floor of each part."""
    return tuple((section.full, section.opening, section.floor) for section in clause.sections)


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """A text by its letters, figures and signs of arithmetic: layout, punctuation and width do not count.

    >>> words("１．不报、 迟报（一次）扣0.5分；") == words("1. 不报，迟报一次扣0.5分")
    True
    """
    folded = unicodedata.normalize("NFKC", text).translate(_SAME)
    kept = (char for char in folded if char.isalnum() or char in ".%" or unicodedata.category(char) == "Sm")
    return re.sub(r"\.(?!\d)", "", "".join(kept))


def rule_key(rule: Rule, own: str) -> str:
    """A rule without the words of its sentence."""
    term = _bare(rule.term.model_dump())
    if isinstance(rule.term, Rate):
        term = {name: value for name, value in term.items() if name not in _SETTLED}
    if isinstance(rule.term, Award) and not rule.term.base:
        term["otherwise"] = rule.term.otherwise or Decimal(0)  # 否则不得分 goes without saying
    if rule.measure is None and rule.each is None:
        term = {name: value for name, value in term.items() if name != "when"}  # nobody tests it
    settled = [_plain(getattr(rule, name)) for name in _RULE]
    return repr((_plain(term), _plain(_measure(rule, own)), _plain(rule.each), settled))


def differences(old: Clause, new: Clause) -> tuple[Detail, ...]:
    """In words, what differs in meaning; () exactly where `meaning` is equal."""
    if meaning(old) == meaning(new):
        return ()
    found: list[Detail] = []
    parts = aligned(old.sections, new.sections, [_section_key(old.id, new.id), lambda s: s.part.number])
    for one, other in parts:
        if one is None or other is None:
            found.append(Detail("", _said_section(one), _said_section(other)))
            continue
        found += _of_rules(one, other, old.id, new.id)
        found += _of_facets("", _part_facets(one), _part_facets(other))
    caps = [
        f"总分不高于{plain(c.reading.total_cap)}分" if c.reading.total_cap is not None else ""
        for c in (old, new)
    ]
    if caps[0] != caps[1]:
        found.append(Detail("总分", *caps))
    return tuple(found) or (Detail("读作", say(old.reading), say(new.reading)),)


def judged(old: Clause, new: Clause) -> tuple[Detail, ...]:
    """Words by which people decide and that differ, of clauses whose meaning is otherwise equal."""
    found = []
    for one, other in zip(old.sections, new.sections, strict=True):
        for rule, its in zip(one.rules, other.rules, strict=True):
            for before, after in zip(_conditions(rule), _conditions(its), strict=True):
                if words(before) != words(after):
                    found.append(Detail("条件的措辞", _line(before), _line(after)))
        if words("".join(one.part.dedupe)) != words("".join(other.part.dedupe)):
            found.append(
                Detail("重复的怎样计", _line("；".join(one.part.dedupe)), _line("；".join(other.part.dedupe)))
            )
    return tuple(found)


def said_points_of(clause: Clause) -> str:
    """满分3分，从3分扣起: what `derived` holds, for people."""
    fulls = "不限" if clause.full is None else f"{plain(clause.full)}分"
    floors = sum((s.floor for s in clause.sections if not s.part.instead), Decimal(0))
    lowest = f"，最低{plain(floors)}分" if floors else ""
    start = f"，从{plain(clause.opening)}分扣起" if clause.opening else ""
    return f"满分{fulls}{start}{lowest}"


def _conditions(rule: Rule) -> list[str]:
    """The words that somebody must judge: not those of a comparison of numbers, nor of points that merely stand."""
    term = rule.term
    if isinstance(term, Tiers) or rule.measure is None or term.when.test is not None:
        return []
    if isinstance(term, Rate) and term.of != "event":
        return []
    return [term.when.text]


def _of_rules(one: Section, other: Section, was: str, now: str) -> Iterator[Detail]:
    keys: list[Callable[[tuple[Rule, str]], str]] = [
        lambda rule: rule_key(*rule),
        lambda rule: f"{rule[0].term.kind} {words(say_term(rule[0].term))}",
        lambda rule: f"{rule[0].term.kind} {words(_name(rule[0]))}",
        lambda rule: rule[0].term.kind,
    ]
    pairs = aligned([(r, was) for r in one.rules], [(r, now) for r in other.rules], keys)
    several = sum(any(r and r[0].measure is not None for r in pair) for pair in pairs) > 1
    for before, after in pairs:
        if before is None or after is None:
            said = ("" if side is None else f"“{say_term(side[0].term)}”" for side in (before, after))
            starts = _start(one, before), _start(other, after)
            yield Detail("从多少分扣起", *starts) if all(starts) else Detail("", *said)
        elif rule_key(*before) != rule_key(*after):
            yield from _of_rule(before, after, several)


def _start(section: Section, rule: tuple[Rule, str] | None) -> str:
    """得10分（基础分）: 10分; without such a rule, what is deducted from follows from the indicator."""
    if rule is None:
        return f"{plain(section.opening)}分（随指标的分值）" if section.opening else ""
    term = rule[0].term
    if isinstance(term, Award) and term.base and isinstance(term.points, Decimal):
        return f"{plain(term.points)}分"
    return ""


def _of_rule(before: tuple[Rule, str], after: tuple[Rule, str], several: bool) -> Iterator[Detail]:
    (old, was), (new, now) = before, after
    if old.term.kind != new.term.kind:
        yield Detail("改为另一种计分", f"“{say_term(old.term)}”", f"“{say_term(new.term)}”")
        return
    lead = f"“{_name(new) or _name(old)}”" if several and (_name(new) or _name(old)) else ""
    found: list[Detail] = []
    if isinstance(old.term, Tiers) and isinstance(new.term, Tiers):
        found += _of_rows(lead, old.term, new.term)
    found += _of_facets(lead, _facets(old, was), _facets(new, now))
    yield from found or [Detail(lead or "读作", f"“{say_term(old.term)}”", f"“{say_term(new.term)}”")]


def _of_rows(lead: str, old: Tiers, new: Tiers) -> Iterator[Detail]:
    keys: list[Callable[[tuple[int, Tier]], str]] = [
        lambda row: repr(_plain(row[1].model_dump())),
        lambda row: _when(row[1]),
        lambda row: _row_points(row[1], None),
    ]
    for before, after in aligned(list(enumerate(old.rows, 1)), list(enumerate(new.rows, 1)), keys):
        if before is None or after is None:
            number = (before or after or (0,))[0]
            yield Detail(f"{lead}第{number}档", *(_row(old, before), _row(new, after)))
            continue
        (_, one), (number, other) = before, after
        tests = _when(one), _when(other)
        points = _row_points(one, old), _row_points(other, new)
        if one.when.test is None and other.when.test is None and points[0] == points[1]:
            tests = (_line(one.when.text), _line(other.when.text))
            if words(tests[0]) == words(tests[1]) or old.scale == "label":
                continue  # what may be chosen is told as such
        if tests[0] != tests[1] and points[0] != points[1]:
            yield Detail(f"{lead}第{number}档", _row(old, before), _row(new, after))
        elif tests[0] != tests[1]:
            yield Detail(f"{lead}第{number}档", *tests)
        elif points[0] != points[1]:
            yield Detail(f"{lead}第{number}档（{tests[1]}）", *points)


def _row(term: Tiers, row: tuple[int, Tier] | None) -> str:
    return "" if row is None else f"{_when(row[1])}，{_row_points(row[1], term)}"


def _when(row: Tier) -> str:
    return said_test(row.when.test) or _line(row.when.text)


def _row_points(row: Tier, term: Tiers | None) -> str:
    return "不扣分" if row.points == 0 and term is not None and term.deducts else _said(row.points)


def _said(points: object) -> str:
    return "不得分" if points == 0 else said_points(points)


def _of_facets(lead: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Detail]:
    for label in dict.fromkeys((*old, *new)):
        before, after = old.get(label, ""), new.get(label, "")
        if before != after:
            yield Detail(f"{lead}{label}", before, after)


_OF = {"event": "每", "short": "每少", "over": "每超", "drop": "每降低", "rise": "每上升"}
_PARTIAL = {"whole": "不计", "up": "按一步计", "proportional": "按比例计"}
_WANTS = {
    "nothing": "不用填",
    "truth": "是或否",
    "number": "数",
    "choice": "几种情形择一",
    "date": "日期",
    "points": "评价人给的分",
}
_SIGN = {"deduct": "扣", "gain": "加", "award": "得"}
_ROLE = {"award": "得分", "deduct": "扣分", "adjust": "折算"}


def _facets(rule: Rule, own: str) -> dict[str, str]:
    """What a rule is, facet by facet, except for the rows of tiers."""
    found = {label: text for label, text in _of_term(rule) if text}
    measure = _measure(rule, own)
    settled: dict[str, str] = {
        "取数": f"{{{link.say(measure)}}}" if measure is not None else "",
        "填报": _WANTS[rule.wants],
        "选项": "、".join(map(_line, rule.choices)),
        "计量单位": rule.unit,
        "排名": ("由低到高" if rule.ascending else "由高到低") if _ranks(rule) else "",
        "逐项计分": f"{{{link.say(rule.each)}}}" if rule.each is not None else "",
        "各项的分值": rule.mark,
        "各项的档": rule.grade,
    }
    if rule.once is not None:
        order = f"，按{'、'.join(rule.once.order)}取一" if rule.once.order else ""
        best = f"，看“{rule.once.best}”" if rule.once.best else ""
        settled["重复的"] = f"“{rule.once.by}”相同的只计一次{best}{order}"
    return found | {label: text for label, text in settled.items() if text}


def _of_term(rule: Rule) -> Iterator[Facet]:
    term = rule.term
    match term:
        case Award():
            yield (
                "得分",
                f"加{plain(term.points)}分"
                if term.bonus and isinstance(term.points, Decimal)
                else said_points(term.points),
            )
            yield "怎样得", "先计入，再从中扣减" if term.base else "符合才得"
            yield "不符合的", "" if term.base else _said(term.otherwise or Decimal(0))
        case Tiers():
            yield "各档都不符合的", _said(term.otherwise) if term.otherwise is not None else ""
            yield "性质", "加分" if term.bonus else ""
            yield "分档", {"number": "按数", "rank": "按名次", "label": "按情形"}[term.scale]
        case Rate():
            sign = _SIGN[term.sign]
            yield (
                f"按次{sign}分" if term.of == "event" else f"按步{sign}分",
                (f"{_OF[term.of]}{term.per}{sign}{plain(term.points)}分"),
            )
            yield "基数", str(rule.base) if rule.base is not None else ""
            yield "不计的部分", f"前{term.beyond}不计" if term.beyond is not None else ""
            yield "不足一步的", _PARTIAL[rule.partial]
            yield "一步是", "基数的百分比" if rule.relative else ""
            yield "上限", f"最高{sign}{plain(term.cap)}分" if term.cap is not None else ""
        case Penalty():
            amount = "" if term.points is None else f"{plain(term.points)}分"
            yield "扣分", f"扣完{amount}" if term.all else f"扣{amount}"
        case Zero():
            yield "清零", "整个指标" if term.scope == "indicator" else "本项"
            yield "几次起", f"{plain(term.at_least)}次起"
        case Veto():
            yield "失去的资格", term.qualification
        case Formula():
            yield "算式得出的是", _ROLE[term.role]
            yield "进位", f"保留{term.places}位小数" if term.places is not None else ""
        case Judgement():
            yield "酌情", _SIGN[term.sign] + "分"
            yield "幅度", said_points(term.range) if term.range is not None else "没有给出"
            yield "每", str(term.per) if term.per is not None else ""
        case Target():
            yield (
                "指标值",
                f"{said_test(term.when.test) or _line(term.when.text)}（{plain(term.scale)}{term.unit}）",
            )
        case Exemption() | Way():
            pass
    if isinstance(term, Penalty | Veto) and term.more_than is not None:
        yield "几次以后", f"超过{plain(term.more_than)}次"
    if not isinstance(term, Tiers | Target) and rule.measure is not None:
        yield "条件", said_test(term.when.test)


def _ranks(rule: Rule) -> bool:
    return (isinstance(rule.term, Tiers) and rule.term.scale == "rank") or rule.ascending


def _part_facets(section: Section) -> dict[str, str]:
    part = section.part
    word = {"deduct": "最高扣", "gain": "最多加", "score": "最高"}[part.cap_of]
    found = {
        "写明的满分": f"{plain(part.mark)}分" if part.mark is not None else "",
        "合计上限": f"{word}{plain(part.cap)}分" if part.cap is not None else "",
        "得分上限": "不超过指标分值" if part.within else "",
        "扣到": f"直至{plain(part.drain)}分扣完"
        if part.drain is not None
        else "扣完为止"
        if part.until_exhausted
        else "",
        "与前一种办法": "择一" if part.instead else "",
        "扣分范围": "可扣本指标其他分值" if part.overdraws else "",
    }
    return {label: text for label, text in found.items() if text}


def _said_section(section: Section | None) -> str:
    return "" if section is None else "；".join(f"“{say_term(rule.term)}”" for rule in section.rules)


def _section_key(was: str, now: str) -> Callable[[Section], str]:
    """Facts named by either number are a part's own: a clause may have moved."""
    return lambda s: repr(
        (_part_key(s), sorted({repr([rule_key(r, own) for r in s.rules]) for own in (was, now)}))
    )


def _part_key(section: Section) -> str:
    return repr([_plain(getattr(section.part, name)) for name in _PART])


def _name(rule: Rule) -> str:
    """A rule of several in a few words."""
    term = rule.term
    text = _line(rule.label or (term.subject if isinstance(term, Tiers) else term.when.text))
    return text if len(text) <= 16 else text[:15] + "…"


def _line(text: str) -> str:
    return " ".join(text.split())


def _measure(rule: Rule, own: str) -> Expression | None:
    return None if rule.measure is None else _local(rule.measure, own)


def _local(expression: Expression, own: str) -> Expression:
    """The expression with the clause's own facts named alike wherever it stands."""

    def name(found: str) -> str:
        its = found == own or (found.startswith(own + ".") and re.fullmatch(r"[\d.]+", found))
        return OWN + found.removeprefix(own) if its else found

    return with_names(expression, name)


def with_names(expression: Expression, name: Callable[[str], str]) -> Expression:
    """The expression with its sources called otherwise."""
    match expression:
        case Source(found):
            return dataclasses.replace(expression, name=name(found))
        case Call(_, arguments):
            return dataclasses.replace(expression, arguments=tuple(with_names(a, name) for a in arguments))
        case Binary(_, left, right) | Comparison(_, left, right):
            return dataclasses.replace(expression, left=with_names(left, name), right=with_names(right, name))
    return expression


def _bare(dumped: Any) -> Any:
    if isinstance(dumped, Mapping):
        return {name: _bare(value) for name, value in dumped.items() if name not in _WORDS}
    return [_bare(one) for one in dumped] if isinstance(dumped, list | tuple) else dumped


def _plain(value: Any) -> Any:
    """Data whose repr is equal exactly where the data is: 80 and 80.0 are one number."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Quantity):
        return str(value)
    if isinstance(value, BaseModel):
        return type(value).__name__, _plain(value.model_dump())
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = [f.name for f in dataclasses.fields(value) if f.compare]
        return type(value).__name__, [_plain(getattr(value, name)) for name in kept]
    return value
