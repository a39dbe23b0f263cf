"""Amounts are stored, sorted and summed exactly, or refused (docs/decisions/0003)."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import Numeric

from tracker.db import ExactDecimal, transaction

EDGES = tuple(
    Decimal(text)
    for text in (
        "0",
        "0.0001",
        "-0.0001",
        "0.1",
        "0.3",
        "1.005",
        "99.9999",
        "-99.9999",
        "123456789.1234",
        "1234567890123.4567",
        "99999999999999.9999",
        "-99999999999999.9999",
        "922337203685477.5807",
        "-922337203685477.5808",
    )
)

# More digits than Decimal's context keeps: arithmetic on it rounds without a word.
THIRTY_ONE = "1.0000000000000000000000000000001"

amounts = Table("amounts", MetaData(), Column("id", Integer, primary_key=True), Column("value", ExactDecimal))


def store(engine: Engine, values: Sequence[object]) -> None:
    with transaction(engine) as session:
        amounts.create(session.connection())
        session.execute(insert(amounts), [{"value": value} for value in values])


def test_edge_values_come_back_as_they_went_in(engine: Engine) -> None:
    store(engine, EDGES)
    with engine.connect() as connection:
        assert tuple(connection.execute(select(amounts.c.value).order_by(amounts.c.id)).scalars()) == EDGES


def test_the_database_sorts_and_compares_amounts_as_numbers(engine: Engine) -> None:
    store(engine, EDGES)
    with engine.connect() as connection:
        assert list(
            connection.execute(select(amounts.c.value).order_by(amounts.c.value)).scalars()
        ) == sorted(EDGES)
        above = connection.execute(select(amounts.c.value).where(amounts.c.value > Decimal("9.5"))).scalars()
        assert set(above) == {value for value in EDGES if value > Decimal("9.5")}


def test_ten_thousand_amounts_sum_exactly(engine: Engine) -> None:
    random = Random(2025)
    values = [Decimal(random.randint(-(10**9), 10**9)).scaleb(-4) for _ in range(10_000)]
    store(engine, values)
    with engine.connect() as connection:
        assert connection.execute(select(func.sum(amounts.c.value))).scalar_one() == sum(values)


def test_a_tenth_a_hundred_thousand_times_is_ten_thousand(engine: Engine) -> None:
    store(engine, [Decimal("0.1")] * 100_000)
    with engine.connect() as connection:
        assert connection.execute(select(func.sum(amounts.c.value))).scalar_one() == 10_000


def test_the_usual_column_type_would_not_be_exact_on_sqlite() -> None:
    usual = Table("usual", MetaData(), Column("value", Numeric(20, 4)))
    with create_engine("sqlite://").connect() as connection:
        usual.create(connection)
        connection.execute(insert(usual), [{"value": Decimal("1234567890123.4567")}])
        assert connection.execute(select(usual.c.value)).scalar() != Decimal("1234567890123.4567")


@pytest.mark.parametrize("value", [1.5, 1, "1.5", True, Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")])
def test_what_is_not_an_exact_decimal_is_refused(value: object, engine: Engine) -> None:
    with pytest.raises(StatementError, match="an exact Decimal is needed"):
        store(engine, [value])


@pytest.mark.parametrize("text", ["0.00001", "1.00005", "-0.12345", "1E-5", THIRTY_ONE])
def test_more_than_four_decimals_are_refused_not_rounded(text: str, engine: Engine) -> None:
    with pytest.raises(StatementError, match="more than 4 decimals"):
        store(engine, [Decimal(text)])


@pytest.mark.parametrize("text", ["922337203685477.5808", "-922337203685477.5809", "1E+400"])
def test_more_than_the_column_holds_is_refused(text: str, engine: Engine) -> None:
    with pytest.raises((StatementError, OverflowError)):
        store(engine, [Decimal(text)])


def test_nothing_is_stored_of_a_click_with_one_bad_amount(engine: Engine) -> None:
    store(engine, [Decimal(7)])
    with pytest.raises(StatementError), transaction(engine) as session:  # noqa: PT012 - one click
        session.execute(insert(amounts), [{"value": Decimal(1)}])
        session.execute(insert(amounts), [{"value": 1.5}])
    with engine.connect() as connection:
        assert connection.execute(select(amounts.c.value)).scalars().all() == [7]


def test_no_amount_is_not_zero(engine: Engine) -> None:
    store(engine, [None, Decimal(0)])
    with engine.connect() as connection:
        assert connection.execute(select(amounts.c.value).order_by(amounts.c.id)).scalars().all() == [None, 0]
