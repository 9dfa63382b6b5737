"""Coded failures carry a code and parameters, never prose."""

from __future__ import annotations

import pytest

from b2bdesk.trade.errors import CodedError, Environment, Expected


@pytest.mark.parametrize("kind", [Expected, Environment])
def test_code_and_parameters_travel_with_the_error(kind: type[CodedError]) -> None:
    with pytest.raises(kind) as caught:
        raise kind("credit_limit", sum_minor=5)
    assert caught.value.code == "credit_limit"
    assert caught.value.params == {"sum_minor": 5}
    assert str(caught.value) == "credit_limit (sum_minor=5)"


def test_an_error_without_parameters_prints_its_code() -> None:
    assert str(Environment("disk_full")) == "disk_full"


def test_the_two_kinds_are_not_each_other() -> None:
    assert not issubclass(Expected, Environment)
    assert not issubclass(Environment, Expected)
