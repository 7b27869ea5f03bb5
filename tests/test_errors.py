"""Everything that can go wrong, as one tree."""

import pickle

import pytest

from cakupan import errors
from cakupan.errors import CakupanError
from cakupan.message import message

LEAVES = [
    errors.RequestError,
    errors.DataError,
    errors.SettingsError,
    errors.MachineError,
    errors.PrintError,
    errors.OutputError,
    errors.HeldError,
    errors.LedgerError,
    errors.DeliveryError,
]


def test_every_cause_has_its_own_exit_code() -> None:
    assert [leaf.exit_code for leaf in LEAVES] == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert set(CakupanError.__subclasses__()) == set(LEAVES)


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_tree_is_drawn_as_it_is(leaf: type[CakupanError]) -> None:
    assert f"{leaf.__name__:15} {leaf.exit_code} " in (errors.__doc__ or "")


@pytest.mark.parametrize("leaf", LEAVES)
def test_an_error_of_a_worker_arrives_with_its_messages(leaf: type[CakupanError]) -> None:
    arrived = pickle.loads(pickle.dumps(leaf(message("{a} and {b}", a=1, b=2), message("more"))))  # noqa: S301  # our own
    assert type(arrived) is leaf
    assert str(arrived) == "1 and 2; more"
    assert len(arrived.messages) == 2
