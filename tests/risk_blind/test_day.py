import pytest

from .day import Day, watch


def test_all_attacks_of_a_small_day_are_found_and_few_others_are_called_one() -> None:
    day = Day.of(seed=20260512, scans=10_000, institutions=12, shapes=(0,))

    result = watch(day)

    print(result)  # noqa: T201  # the recall of each kind
    assert len(day.attacks) == 10
    assert not result.missed
    assert len(result.false) <= 20


@pytest.mark.soak
def test_of_sixty_attacks_in_200_000_scans_nearly_all_are_found() -> None:
    day = Day.of(seed=7, scans=200_000, institutions=96, shapes=(0, 1, 2, 3, 4, 5))

    result = watch(day)

    print(result)  # noqa: T201  # the recall of each kind
    assert len(day.attacks) == 60
    assert sum(result.found.values()) >= 58
    assert len(result.false) <= 20
