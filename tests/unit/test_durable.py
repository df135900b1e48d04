"""What durable-rules 2.0.28 does that a scoring engine must not, and that `Matcher` does not do it.

Tests named `test_bare_…` show a fault on durable-rules itself: one that fails tells that a new
version mends the fault, or moves it. The test after it shows the same case through `Matcher`.
"""

from __future__ import annotations

import gc
import itertools
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest
from durable.engine import Host, MessageNotHandledException, MessageObservedException

from kaoping.engines import durable
from kaoping.engines.durable import DurableEngine, EngineMismatchError, Matcher
from kaoping.facts.fact import Fact, Value
from kaoping.selection import Aggregate, Comparator, FieldTest, Selector

# durable-rules asks for the time in a way that Python 3.12 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning")

COLLIDING = ("EMP022789", "EMP239192")  # equal 32-bit FNV-1a hashes


class QuietHost(Host):
    """A host without the threads that every other host starts."""

    def _run(self) -> None:
        pass


def bare(action: Callable[[str], object], **conditions: dict[str, Any]) -> Host:
    """durable-rules as it is, with rules named r that call action with their name."""

    def run(name: str) -> Callable[[Any], object]:
        return lambda c: action(name)

    return QuietHost(
        {"r": {name: {"all": [{"m": test}], "run": run(name)} for name, test in conditions.items()}}
    )


def fires(condition: dict[str, Any], value: object) -> bool:
    """Whether a bare rule takes a fact whose v is the value."""
    fired: list[str] = []
    try:
        bare(fired.append, rule=condition).assert_fact("r", {"id": 1, "v": value})
    except MessageNotHandledException:
        return False
    return bool(fired)


def fact(
    name: str = "稿件", id: str = "1", unit: str = "甲县", value: Value = Decimal(1), **fields: Value
) -> Fact:
    return Fact(id, unit, name, value, date(2021, 2, 1), fields)


def selector(id: str, *tests: FieldTest, name: str = "稿件") -> Selector:
    return Selector(id, id, name, tests)


# --- many rules -------------------------------------------------------------------------------


def test_bare_an_event_fires_one_rule_and_a_fact_fires_all() -> None:
    fired: list[str] = []
    host = bare(fired.append, a={"v": 1}, b={"v": 1})
    host.post("r", {"id": 1, "v": 1})
    assert len(fired) == 1
    fired.clear()
    host.assert_fact("r", {"id": 2, "v": 1})
    assert sorted(fired) == ["a", "b"]


def test_a_fact_fires_every_selector_in_the_order_given() -> None:
    level = FieldTest("级别", "=", "省级")
    selectors = [selector("5.2"), selector("5.1", level), selector("5.1b", level), selector("9", name="检查")]
    matcher = Matcher(selectors)
    assert matcher.match(fact(级别="省级")) == tuple(selectors[:3])
    assert matcher.match(fact(级别="市级")) == (selectors[0],)


def test_bare_more_than_64_matches_fire_nothing() -> None:
    fired: list[str] = []
    host = bare(fired.append, **{f"r{n}": {"$lt": {"v": 1000 + n}} for n in range(65)})
    with pytest.raises(Exception, match="error code: 303"):
        host.assert_fact("r", {"id": 1, "v": 1})
    assert fired == []


@pytest.mark.parametrize("compared", [lambda n: FieldTest("值", "＜", Decimal(1000 + n)), None])
def test_a_fact_fires_200_selectors(compared: Callable[[int], FieldTest] | None) -> None:
    selectors = [selector(f"{n}", *([compared(n)] if compared else [])) for n in range(200)]
    assert Matcher(selectors).match(fact()) == tuple(selectors)


def test_bare_the_513th_rule_on_one_property_never_compiles() -> None:
    program = """
from durable.engine import durable_rules_engine as rete
import json
rete.create_ruleset("r", json.dumps({str(n): {"all": [{"m": {"kind": n}}]} for n in range(NUMBER)}))
"""
    run = [sys.executable, "-c", program.replace("NUMBER", "512")]
    subprocess.run(run, check=True, timeout=30)
    run[-1] = program.replace("NUMBER", "513")
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(run, check=True, timeout=1)


def test_600_names_of_facts() -> None:
    selectors = [selector(f"{n}", name=f"事项{n}") for n in range(600)]
    matcher = Matcher(selectors)
    assert [matcher.match(fact(one.name)) for one in selectors] == [(one,) for one in selectors]
    assert matcher.match(fact("事项600")) == ()


# --- names and ids ----------------------------------------------------------------------------


def test_bare_two_units_share_a_state() -> None:
    host = bare(len, rule={"v": 1})
    host.assert_fact("r", {"id": 1, "sid": COLLIDING[0], "v": 1})
    assert [one["sid"] for one in host.get_facts("r", COLLIDING[1]) if "v" in one] == [COLLIDING[0]]


def test_bare_a_new_id_passes_for_a_repeated_one() -> None:
    host = bare(len, rule={"v": 1})
    host.assert_fact("r", {"id": COLLIDING[0], "v": 1})
    with pytest.raises(MessageObservedException):
        host.assert_fact("r", {"id": COLLIDING[1], "v": 1})


def test_colliding_units_and_ids_stay_apart() -> None:
    one = selector("5.1")
    engine = DurableEngine([one])
    first, second = (fact(id=name, unit=name, value=Decimal(n)) for n, name in enumerate(COLLIDING, 1))
    assert engine.add(first) == engine.add(second) == (one,)
    assert [engine.figure(unit, Aggregate(one, "count")) for unit in COLLIDING] == [1, 2]
    assert engine.evidence(COLLIDING[0], one) == (first,)


def test_70_000_facts_of_3_000_units() -> None:
    one = selector("5.1")
    engine = DurableEngine([one])
    for n in range(70_000):
        assert engine.add(fact(id=f"{n}", unit=f"单位{n % 3_000}")) == (one,)
    counts = {engine.figure(f"单位{n}", Aggregate(one, "count")) for n in range(3_000)}
    assert counts == {23, 24}


def test_a_repeated_id_matches_again() -> None:
    one = selector("5.1")
    matcher = Matcher([one])
    assert [matcher.match(fact(id="F1")), matcher.match(fact(id="F1"))] == [(one,), (one,)]


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "value"),
    [({"$gt": {"v": 3}}, "5"), ({"$gt": {"v": 3}}, "abc"), ({"v": 1}, True), ({"v": True}, "true")],
)
def test_bare_values_of_different_types_compare(condition: dict[str, Any], value: object) -> None:
    assert fires(condition, value)


def test_bare_decimals_are_refused_and_fractions_rounded() -> None:
    with pytest.raises(TypeError):
        fires({"v": 1}, Decimal(1))
    nines = json.loads("0.79999999999999999")
    assert fires({"$gte": {"v": json.loads("0.8")}}, nines)


def test_bare_a_missing_field_is_not_unequal() -> None:
    fired: list[str] = []
    with pytest.raises(MessageNotHandledException):
        bare(fired.append, rule={"$neq": {"v": 1}}).assert_fact("r", {"id": 1, "w": 1})
    assert fired == []


@pytest.mark.parametrize(
    ("test", "value", "selected"),
    [
        (FieldTest("f", "＞", Decimal(3)), "5", False),
        (FieldTest("f", "＞", Decimal(3)), "abc", False),
        (FieldTest("f", "＞", Decimal(3)), Decimal(5), True),
        (FieldTest("f", "=", Decimal(1)), True, False),
        (FieldTest("f", "=", True), Decimal(1), False),
        (FieldTest("f", "=", True), "true", False),
        (FieldTest("f", "=", True), True, True),
        (FieldTest("f", "=", "true"), True, False),
        (FieldTest("f", "=", "1"), Decimal(1), False),
        (FieldTest("f", "=", False), None, False),
        (FieldTest("f", "≠", "省级"), None, False),
        (FieldTest("f", "≠", "省级"), "市级", True),
        (FieldTest("f", "≠", "省级"), True, False),
        (FieldTest("f", "≥", Decimal("0.8")), Decimal("0.79999999999999999"), False),
        (FieldTest("f", "≥", date(2021, 2, 1)), datetime(2021, 2, 1, 8), True),
        (FieldTest("日期", "＞", date(2021, 2, 1)), None, False),
        (FieldTest("值", "=", Decimal("1.00")), None, True),
        (FieldTest("f", "=", ""), "", True),
        (FieldTest("f", "=", "国"), "国家级", False),
        (FieldTest("f", "=", "a"), "a" * 65_537, False),
        (FieldTest("f", "=", "a"), "\ud800", False),
    ],
)  # fmt: skip
def test_values_compare_by_their_type(test: FieldTest, value: Value | None, selected: bool) -> None:
    one = selector("5.1", test)
    assert Matcher([one]).match(fact(**({} if value is None else {"f": value}))) == (
        (one,) if selected else ()
    )


def test_tests_of_one_field_do_not_mix() -> None:
    values: tuple[tuple[str, Comparator, Value], ...] = (
        ("word", "=", "true"),
        ("yes", "=", True),
        ("other", "≠", "true"),
        ("no", "=", False),
        ("not no", "≠", False),
    )
    matcher = Matcher([selector(id, FieldTest("f", comparator, value)) for id, comparator, value in values])
    fired = {value: [one.id for one in matcher.match(fact(f=value))] for value in ("true", "false", True)}
    assert fired == {"true": ["word"], "false": ["other"], True: ["yes", "not no"]}


def test_equal_values_of_different_types_are_not_remembered_as_one() -> None:
    yes, number = selector("1", FieldTest("f", "=", True)), selector("2", FieldTest("f", "=", Decimal(1)))
    matcher = Matcher([yes, number])
    assert [matcher.match(fact(f=value)) for value in (True, Decimal(1), True)] == [(yes,), (number,), (yes,)]


def test_a_value_seen_long_ago_is_matched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "REMEMBERED_CASES", 2)
    one = selector("1", FieldTest("值", "＞", Decimal(5)))
    matcher = Matcher([one])
    for number in [*range(10), *range(10)]:
        assert matcher.match(fact(value=Decimal(number))) == ((one,) if number > 5 else ())


def test_what_the_engine_is_given() -> None:
    tests = FieldTest("级别", "=", "国家级"), FieldTest("日期", "≥", date(2021, 2, 1))
    matcher = Matcher([selector("4.1", name="月报问题"), selector("5.1", *tests)])
    assert matcher._rulesets[0].rules == {
        "4.1": {"all": [{"m": {"kind": 0}}]},
        "5.1": {"all": [{"m": {"$and": [{"kind": 1}, {"s0": "国家级"}, {"t0": True}]}}]},
    }
    ((_, message),) = matcher._kinds["稿件"].case(fact(级别="国家级", 标题="不发送")).messages
    assert json.loads(message) == {"id": 1, "kind": 1, "s0": "国家级", "t0": True}


# --- one process, many runs -------------------------------------------------------------------


def test_bare_a_definition_is_spent_and_a_name_taken() -> None:
    definition = {"r": {"rule": {"all": [{"m": {"v": 1}}], "run": lambda c: None}}}
    host = QuietHost(definition)
    assert "run" not in definition["r"]["rule"]
    with pytest.raises(KeyError, match="run"):
        QuietHost(definition)
    definition["r"]["rule"]["run"] = lambda c: None
    with pytest.raises(Exception, match="already registered"):
        host.register_rulesets(definition)


def test_matchers_of_the_same_selectors_do_not_meet() -> None:
    selectors = [selector("5.1"), selector("5.2", FieldTest("级别", "=", "省级"))]
    matchers = [Matcher(selectors) for _ in range(3)]
    for matcher, level in itertools.product(matchers, ("省级", "市级")):
        assert matcher.match(fact(级别=level)) == tuple(selectors[: 2 if level == "省级" else 1])


def test_bare_a_dispatching_thread_takes_a_match_away() -> None:
    """A `Host` does this every 0.2 s; a call that is under way then returns before its rules have run."""
    fired: list[str] = []
    ruleset = bare(fired.append, rule={"v": 1}).get_ruleset("r")
    state = ruleset.assert_fact({"id": 1, "v": 1})
    ruleset.dispatch()
    assert fired == ["rule"]
    ruleset.do_actions(state, lambda error, state: None)
    assert fired == ["rule"]


def test_a_matcher_starts_no_threads() -> None:
    before = threading.active_count()
    Matcher([selector("5.1")]).match(fact())
    assert threading.active_count() == before


def test_a_matcher_leaves_nothing_behind() -> None:
    matcher = Matcher([selector("5.1")])
    handle = matcher._rulesets[0]._handle
    durable.rete.assert_fact(handle, '{"id": 9, "kind": 0}')
    del matcher
    gc.collect()
    with pytest.raises(Exception, match="error code: 111"):  # no such ruleset
        durable.rete.assert_fact(handle, '{"id": 9, "kind": 0}')


# --- what goes wrong must be seen -------------------------------------------------------------


def test_bare_an_unmatched_message_is_an_error() -> None:
    with pytest.raises(MessageNotHandledException):
        bare(len, rule={"v": 1}).assert_fact("r", {"id": 1, "v": 2})


@pytest.mark.parametrize(
    "selectors", [[], [selector("1", name="检查")], [selector("1", FieldTest("f", "=", "x"))]]
)
def test_a_fact_that_nothing_selects(selectors: list[Selector]) -> None:
    assert Matcher(selectors).match(fact()) == ()


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_bare_an_exception_in_an_action_is_swallowed(error: type[BaseException]) -> None:
    def action(name: str) -> None:
        raise error

    host = bare(action, rule={"v": 1})
    host.assert_fact("r", {"id": 1, "v": 1})
    assert "exception caught" in host.get_state("r", "0")["exception"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "step", ["assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"]
)
def test_an_interrupted_match_raises_and_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    selectors = [selector("5.1"), selector("5.2")]
    matcher = Matcher(selectors)
    whole = getattr(durable.rete, step)

    def interrupted(*arguments: Any) -> None:
        if when == "after":
            whole(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(durable.rete, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            matcher.match(fact())
    assert matcher.match(fact()) == tuple(selectors)


def test_ctrl_c_at_any_moment() -> None:
    selectors = [selector("5.1"), selector("5.2", FieldTest("级别", "=", "省级"))]
    matcher = Matcher(selectors)

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def match_until_interrupted(seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        while True:
            matcher.match(fact(级别="省级"))

    usual = signal.signal(signal.SIGALRM, interrupt)
    try:
        for n in range(100):
            with pytest.raises(KeyboardInterrupt):
                match_until_interrupted((1 + n % 10) / 10_000)
            assert matcher.match(fact(级别="省级")) == tuple(selectors)
            assert matcher.match(fact(级别="市级")) == (selectors[0],)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


def test_a_lost_match_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher([selector("5.1"), selector("5.2")])
    monkeypatch.setattr(durable.rete, "complete_and_start_action", lambda handle, state: None)
    with pytest.raises(
        EngineMismatchError, match=r"事实 F7（甲县，稿件）应命中规则 \['5.1', '5.2'\].*\['5.1'\]"
    ):
        matcher.match(fact(id="F7"))


def test_an_engine_that_does_not_work_is_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable.rete, "start_action_for_state", lambda handle, state: None)
    with pytest.raises(EngineMismatchError, match="重新安装"):
        Matcher([selector("5.1")])


@pytest.mark.parametrize("ids", [("5.1", "5.1"), ("",)])
def test_rules_need_names_of_their_own(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="unique and not empty"):
        Matcher(selector(id) for id in ids)
