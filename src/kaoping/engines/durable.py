"""Selecting by durable-rules: one named rule a selector, and a fact fires every rule that it matches.

In come the selectors of a rubric, then facts; out come, fact by fact, the selectors that fired.
No other module imports durable-rules. We drive its C engine with the loop that its Python layer
runs (assert, start, complete, …, retract), without that layer: no action can swallow an exception,
no `Host` starts threads that take matches away, and a message is encoded once, not six times.

What goes in is a message of ours, never the fact. A clause that asks for 国家级 items since
February compiles to the first line, and a fact that satisfies it is sent as the second:

    "5.1": {"all": [{"m": {"$and": [{"kind": 3}, {"s0": "国家级"}, {"t0": true}]}}]}
    {"id": 1, "kind": 3, "s0": "国家级", "t0": true}

The engine compares texts and truth values for equality. It cannot compare decimals, dates or
absent fields rightly ("5" is above 3 to it, true is 1), so all other tests of a selector are made
here and sent as one flag. Units, ids and names stay outside: it knows them by 32-bit hash only.
It holds one fact at a time, so one id serves for all, and memory stays flat.

Every fact is accounted for: if the rules that fire are not those that the selectors demand, that
is an `EngineMismatchError`, never a quiet loss. What each of these guards against is shown on the
bare engine in tests/unit/test_durable.py.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from durable.engine import durable_rules_engine as rete

from kaoping.engines.tally import Tally
from kaoping.facts.fact import Fact
from kaoping.selection import Aggregate, FieldTest, Figure, Selector, field_value, passes

# The engine fails when a fact matches more than 64 rules, and never returns from compiling more
# than 512 rules on one property. Small rulesets are faster, too: it looks at all kinds in turn.
RULES_PER_RULESET = 48

# Facts with the same values in the tested fields make the same message; it is remembered, but
# not without end: amounts and times may differ in every fact.
REMEMBERED_CASES = 10_000

_MATCHED = 0
_NO_KIND = -1


class EngineMismatchError(Exception):
    """durable-rules fired other rules than the selectors demand: a fault of the program."""


class Matcher:
    """Finds the selectors that a fact satisfies. Independent of every other matcher; for one thread."""

    def __init__(self, selectors: Iterable[Selector]) -> None:
        by_name: dict[str, list[Selector]] = {}
        ids = {""}
        for selector in selectors:
            if selector.id in ids:
                raise ValueError(f"selector ids must be unique and not empty: {selector.id!r}")
            ids.add(selector.id)
            by_name.setdefault(selector.name, []).append(selector)

        self._kinds: dict[str, _Kind] = {}
        ruleset = _Ruleset()
        self._rulesets = [ruleset]
        for number, (name, group) in enumerate(by_name.items()):
            kind = self._kinds[name] = _Kind(number, group)
            for start in range(0, len(group), RULES_PER_RULESET):
                part = group[start : start + RULES_PER_RULESET]
                if len(ruleset.rules) + len(part) > RULES_PER_RULESET:
                    ruleset = _Ruleset()
                    self._rulesets.append(ruleset)
                ruleset.rules |= {selector.id: kind.rule(selector) for selector in part}
                kind.parts.append((ruleset, part))
        for ruleset in self._rulesets:
            ruleset.start()

    def match(self, fact: Fact) -> tuple[Selector, ...]:
        """The selectors that the fact fires, in the order in which they were given.

        Raises:
            EngineMismatchError: if durable-rules and the selectors disagree.
        """
        kind = self._kinds.get(fact.name)
        if kind is None:
            return ()
        key: Hashable = ()
        if kind.fields:
            values = [field_value(fact, name) for name in kind.fields]
            key = (*values, *map(type, values))  # True == 1 == Decimal(1): the types tell them apart
        case = kind.cases.get(key)
        if case is None:
            if len(kind.cases) == REMEMBERED_CASES:
                kind.cases.clear()
            case = kind.cases[key] = kind.case(fact)
        fired: list[str] = []
        for ruleset, message in case.messages:
            fired += ruleset.fire(message)
        if fired != case.rules:
            raise EngineMismatchError(
                f"内部错误：事实 {fact.id}（{fact.unit}，{fact.name}）应命中规则 {case.rules}，"
                f"durable-rules 实际命中 {fired}"
            )
        return case.selectors


class _Case(NamedTuple):
    """Facts that agree in name and tested fields: what to send, and what must come back."""

    messages: list[tuple[_Ruleset, str]]
    rules: list[str]
    selectors: tuple[Selector, ...]


class _Kind:
    """The facts of one name: its rules, spread over as few rulesets as can be, and its messages."""

    def __init__(self, number: int, selectors: list[Selector]) -> None:
        self.number = number
        self.fields = list(dict.fromkeys(test.field for selector in selectors for test in selector.tests))
        self.parts: list[tuple[_Ruleset, list[Selector]]] = []
        self.cases: dict[Hashable, _Case] = {}
        self._flags = {selector.id: f"t{index}" for index, selector in enumerate(selectors)}

    def rule(self, selector: Selector) -> dict[str, Any]:
        """The definition of the rule for a selector."""
        conditions: list[dict[str, Any]] = [{"kind": self.number}]
        conditions += [{self._property(test): test.value} for test in selector.tests if _is_native(test)]
        if not all(map(_is_native, selector.tests)):
            conditions.append({self._flags[selector.id]: True})
        return {"all": [{"m": {"$and": conditions} if len(conditions) > 1 else conditions[0]}]}

    def case(self, fact: Fact) -> _Case:
        """What to send for a fact, and the rules that must fire."""
        satisfied = [
            selector
            for _, part in self.parts
            for selector in part
            if all(passes(fact, test) for test in selector.tests)
        ]
        return _Case(
            [(ruleset, self._message(fact, part)) for ruleset, part in self.parts],
            [_as_json(selector.id) for selector in satisfied],
            tuple(satisfied),
        )

    def _message(self, fact: Fact, selectors: list[Selector]) -> str:
        message: dict[str, Any] = {"id": 1, "kind": self.number}
        for selector in selectors:
            others = [test for test in selector.tests if not _is_native(test)]
            if others and all(passes(fact, test) for test in others):
                message[self._flags[selector.id]] = True
            # A text that no rule names is not sent: it could match nothing, and may be of any length.
            message |= {
                self._property(test): test.value
                for test in selector.tests
                if _is_native(test) and passes(fact, test)
            }
        return json.dumps(message)

    def _property(self, test: FieldTest) -> str:
        """One property a field and type: to the engine, the text "true" equals true."""
        return f"{'b' if isinstance(test.value, bool) else 's'}{self.fields.index(test.field)}"


class _Ruleset:
    """Some named rules, compiled by durable-rules."""

    def __init__(self) -> None:
        self.rules: dict[str, Any] = {}
        self._busy = True
        self._handle = 0
        self._release: weakref.finalize[Any, _Ruleset] | None = None

    def start(self) -> None:
        """Compile the rules, afresh if they were compiled before."""
        if self._release is not None:
            self._release()
        # The engine frees what the first firing sets, set or not: one rule fires before any fact comes.
        rules = self.rules | {"": {"all": [{"m": {"kind": _NO_KIND}}]}}
        self._handle = rete.create_ruleset("kaoping", json.dumps(rules))
        self._busy = False
        if self.fire(f'{{"id": 1, "kind": {_NO_KIND}}}') != [""]:
            raise EngineMismatchError("内部错误：durable-rules 不能正常工作，请重新安装")
        self._release = weakref.finalize(self, _delete, self._handle)

    def fire(self, message: str) -> list[str]:
        """Assert a message and retract it; the names of the rules that fired, in order of definition."""
        if self._busy:
            # The last call was cut short (Ctrl-C): its message may still be inside.
            self.start()
        self._busy = True
        handle = self._handle
        fired: list[str] = []
        status, state = rete.assert_fact(handle, message)
        if status == _MATCHED:
            started = rete.start_action_for_state(handle, state)
            result = started[1] if started else None
            while result is not None:  # {"name":{"m":{…}}}
                fired.append(result[2 : result.index('":{"m":', 2)])
                result = rete.complete_and_start_action(handle, state)
            rete.retract_fact(handle, message)
        self._busy = False
        return fired


class DurableEngine:
    """The engine of a scoring run: durable-rules selects, a `Tally` keeps the figures."""

    def __init__(self, selectors: Iterable[Selector], aggregates: Iterable[Aggregate] | None = None) -> None:
        self._matcher = Matcher(selectors)
        self._tally = Tally(aggregates)

    def add(self, fact: Fact) -> tuple[Selector, ...]:
        """Take a fact in; the selectors that it fires."""
        fired = self._matcher.match(fact)
        self._tally.add(fact, fired)
        return fired

    def remove(self, fact: Fact) -> tuple[Selector, ...]:
        """Take a fact out that was added; the selectors that it had fired."""
        fired = self._matcher.match(fact)
        self._tally.remove(fact, fired)
        return fired

    def figure(self, unit: str, aggregate: Aggregate) -> Figure:
        """The figure now."""
        return self._tally.figure(unit, aggregate)

    def evidence(self, unit: str, selector: Selector) -> tuple[Fact, ...]:
        """The facts that count for the selector now, in the order of their arrival."""
        return self._tally.evidence(unit, selector)


def _is_native(test: FieldTest) -> bool:
    """Whether the engine itself can make the test rightly."""
    return test.comparator == "=" and isinstance(test.value, (str, bool))


def _as_json(text: str) -> str:
    """A name as the engine gives it back: as it was written, without quotes."""
    return json.dumps(text)[1:-1]


def _delete(handle: int) -> None:
    rete.delete_state(handle, "0")  # the state of all messages without `sid`
    rete.delete_ruleset(handle)
