"""Last year's plan beside the new one: what is carried on, raised, lowered, dropped, new."""

from decimal import Decimal

import pytest

from tracker.notice.last_year import Asked, Carried, beside_last_year


def asked(key: str, name: str, value: str | None = "100", unit: str = "家") -> Asked:
    return Asked(key, name, None if value is None else Decimal(value), unit)


@pytest.mark.parametrize(
    ("before", "now", "carried"),
    [
        (asked("a", "新增高新技术企业"), asked("b", "新增高新技术企业"), Carried.CONTINUED),
        (asked("a", "高新技术企业"), asked("b", "新增国家高新技术企业", "120"), Carried.RAISED),
        (asked("a", "高新技术企业"), asked("b", "高新技术企业", "80"), Carried.LOWERED),
        (asked("a", "2025年高新技术企业"), asked("b", "2026年高新技术企业"), Carried.CONTINUED),
        (
            asked("a", "全域旅游示范区挂牌", None, ""),
            asked("b", "全域旅游示范区挂牌", None, ""),
            Carried.CONTINUED,
        ),
    ],
)
def test_a_target_of_much_the_same_name_and_unit_is_carried_on(
    before: Asked, now: Asked, carried: Carried
) -> None:
    (pair,) = beside_last_year([before], [now])
    assert (pair.last, pair.this, pair.carried) == (before, now, carried)


@pytest.mark.parametrize(
    "now",
    [asked("b", "高新技术企业", unit="亿元"), asked("b", "集装箱吞吐量"), asked("b", "企业孵化器入驻团队")],
)
def test_another_unit_or_another_name_is_another_target(now: Asked) -> None:
    before = asked("a", "高新技术企业")
    assert [pair.carried for pair in beside_last_year([before], [now])] == [Carried.NEW, Carried.DROPPED]


def test_the_likeliest_pairs_first_and_each_target_stands_once() -> None:
    last = [asked("1", "科技型中小企业"), asked("2", "高新技术企业")]
    this = [asked("3", "高新技术企业"), asked("4", "省科技型中小企业")]
    pairs = [
        (pair.last and pair.last.key, pair.this and pair.this.key) for pair in beside_last_year(last, this)
    ]
    assert pairs == [("2", "3"), ("1", "4")]


def test_a_person_has_the_last_word() -> None:
    last, this = [asked("1", "高新技术企业")], [asked("2", "高新技术企业"), asked("3", "科创主体")]
    carried = beside_last_year(last, this, {"2": "", "3": "1"})
    assert [(pair.last and pair.last.key, pair.carried) for pair in carried] == [
        (None, Carried.NEW),
        ("1", Carried.CONTINUED),
    ]
