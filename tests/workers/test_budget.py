"""A client's computing seconds: spent, and had again with time."""

from __future__ import annotations

import os

from kg.workers.budget import Budget, computed


def test_who_has_spent_its_seconds_waits_until_they_are_back() -> None:
    budget = Budget(6.0)
    assert budget.wait("a", 0.0) == 0
    budget.charge("a", 7.0, 100.0)
    assert budget.wait("a", 100.0) == 10.0
    assert budget.wait("a", 110.0) == 0
    assert budget.wait("b", 100.0) == 0
    budget.charge("a", 6.0, 110.0)
    assert budget.wait("a", 110.0) == 60.0, "what is not yet back is added to"


def test_no_budget_is_no_limit() -> None:
    budget = Budget(0.0)
    budget.charge("a", 1e9, 0.0)
    assert budget.wait("a", 0.0) == 0


def test_many_clients_do_not_fill_the_memory() -> None:
    budget = Budget(1.0)
    for number in range(25_000):
        budget.charge(f"c{number}", 5.0, float(number) / 1000)
    assert len(budget._accounts) <= 10_000
    assert budget.wait("c24999", 25.0) > 0


def test_processor_seconds_of_a_process() -> None:
    before = computed(os.getpid())
    sum(n * n for n in range(3_000_000))
    assert before < computed(os.getpid()) < before + 30
    assert computed(0) == computed(2**22 + 1) == 0
