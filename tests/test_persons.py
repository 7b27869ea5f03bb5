"""Who says yes: one person is one, however the name is written."""

import pytest

from cakupan.post.persons import person


@pytest.mark.parametrize(
    "name",
    ["rina s.", "Rina  S.", " Rina S. ", "Rina\u00a0S.", "Rina\tS.", "Rina\u200bS.", "Ri\u200bna S.", "\uff32ina S."],
)
def test_white_space_and_what_is_not_seen_make_nobody_another_person(name: str) -> None:
    assert person(name) == person("Rina S.")


def test_another_name_is_another_person() -> None:
    assert person("Rina S.") != person("Rani S.")
