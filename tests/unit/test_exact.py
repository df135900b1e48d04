from __future__ import annotations

from decimal import Decimal, Inexact
from fractions import Fraction

import cn2an
import pytest

from kaoping import exact
from kaoping.exact import Rounding

D = Decimal
NINES = D("0.7999" + "9" * 150)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        (" 1,234.50 ", "1234.50"),
        ("１２．５", "12.5"),
        ("−3", "-3"),
        ("+3", "3"),
        ("十二", "12"),
        ("两", "2"),
        ("一百零五", "105"),
        ("三万", "30000"),
        ("半", "0.5"),
    ],
)
def test_numbers_are_read(text: str, number: str) -> None:
    assert exact.parse_number(text) == D(number)


@pytest.mark.parametrize(
    "text",
    ["", "12,00", "1,2345", "1e3", "NaN", "inf", "0x10", "5%", "十十", "万万万", "1_000", "9" * 201, ".5"],
)
def test_what_is_not_a_plain_number_is_none(text: str) -> None:
    assert exact.parse_number(text) is None


def test_a_tenth_a_hundred_times_is_ten() -> None:
    total: exact.Exact = D(0)
    for _ in range(100):
        total = exact.add(total, D("0.1"))
    assert total == D(10)
    assert exact.text(total) == "10"


def test_no_digit_is_lost_inside_arithmetic() -> None:
    tiny, huge = D("1E-150"), D("1E+150")
    with exact.arithmetic():
        assert huge + tiny - huge == tiny
        with pytest.raises(Inexact):
            D(1) / D(3)


def test_the_context_of_the_caller_does_not_round_either() -> None:
    assert exact.subtract(exact.add(D("1E+60"), D("1E-60")), D("1E+60")) == D("1E-60")
    assert Fraction(exact.multiply(NINES, NINES)) == Fraction(NINES) ** 2


@pytest.mark.parametrize(
    ("a", "b", "quotient"),
    [("1", "8", D("0.125")), ("2", "3", Fraction(2, 3)), ("0", "7", D(0)), ("-6", "4", D("-1.5"))],
)
def test_quotients_are_exact(a: str, b: str, quotient: exact.Exact) -> None:
    found = exact.divide(D(a), D(b))
    assert found == quotient
    assert type(found) is type(quotient)


def test_thirds_add_up() -> None:
    third = exact.divide(D(1), D(3))
    assert exact.add(exact.add(third, third), third) == D(1)
    assert exact.multiply(third, D(3)) == D(1)


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        exact.divide(D(1), D(0))


def test_comparison_sees_the_last_nine() -> None:
    assert exact.compare(NINES, D("0.8")) == -1
    assert exact.compare(Fraction(4, 5), D("0.8")) == 0
    assert exact.compare(exact.divide(D(2), D(3)), D("0.6666666666666666666666666667")) == -1


@pytest.mark.parametrize(
    ("amount", "step", "whole", "started"),
    [
        ("25", "10", "2", "3"),
        ("20", "10", "2", "2"),
        ("9.99", "10", "0", "1"),
        ("0", "10", "0", "0"),
        ("-5", "10", "0", "0"),
        ("0.03", "0.01", "3", "3"),
        ("0.3", "0.1", "3", "3"),
    ],
)
def test_steps(amount: str, step: str, whole: str, started: str) -> None:
    assert exact.whole_steps(D(amount), D(step)) == D(whole)
    assert exact.started_steps(D(amount), D(step)) == D(started)


@pytest.mark.parametrize(
    ("value", "rounding", "rounded"),
    [
        (D("2.345"), "half_up", "2.35"),
        (D("2.344999999999999999999999999999999999"), "half_up", "2.34"),
        (D("-2.345"), "half_up", "-2.35"),
        (D("2.349"), "down", "2.34"),
        (D("-2.349"), "down", "-2.34"),
        (D("2.341"), "up", "2.35"),
        (D("2.34"), "up", "2.34"),
        (Fraction(2, 3), "half_up", "0.67"),
        (Fraction(2, 3), "down", "0.66"),
    ],
)
def test_rounding_is_as_the_rubric_says(value: exact.Exact, rounding: Rounding, rounded: str) -> None:
    found = exact.round_points(value, 2, rounding)
    assert found == D(rounded)
    assert exact.text(found) == rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("0.00"), "0"),
        (D("-0"), "0"),
        (D("-0.0"), "0"),
        (D("1E+3"), "1000"),
        (D("12.340"), "12.34"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 3), "-0.3333…"),
    ],
)
def test_numbers_are_told_without_exponent_or_idle_zeros(value: exact.Exact, text: str) -> None:
    assert exact.text(value) == text


def test_percentages_are_told_exactly() -> None:
    assert exact.percent(D("0.79999")) == "79.999%"
    assert exact.percent(Fraction(2, 3)) == "66.6666…%"


def test_a_quotient_without_end_gets_28_digits_as_points() -> None:
    assert exact.to_decimal(Fraction(2, 3)) == D("0." + "6" * 27 + "7")
    assert exact.to_decimal(NINES) == NINES


def test_small_numerals_are_what_the_library_says() -> None:
    for numeral, number in exact._SMALL.items():
        assert Decimal(cn2an.cn2an(numeral, "smart")) == number
