"""Labels beside their points that do not overlap."""

from collections.abc import Sequence
from itertools import accumulate, pairwise


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of labels of these sizes, as near as can be to where they are wanted, in the same order.

    `wanted` goes from the lowest to the highest. All lie between `low` and `high` where there is room; where
    there is not, they go beyond `high` and still do not overlap.
    """
    if not wanted:
        return []
    steps = [0.0, *accumulate((one + two) / 2 for one, two in pairwise(sizes))]
    blocks: list[tuple[float, int]] = []  # labels that touch: their mean once the steps are taken off, how many
    for want, step in zip(wanted, steps, strict=True):
        mean, count = want - step, 1
        while blocks and blocks[-1][0] > mean:
            before, number = blocks.pop()
            mean, count = (before * number + mean * count) / (number + count), number + count
        blocks.append((mean, count))
    free = [mean for mean, count in blocks for _ in range(count)]
    floor = low + sizes[0] / 2
    ceiling = max(floor, high - sizes[-1] / 2 - steps[-1])
    return [min(max(place, floor), ceiling) + step for place, step in zip(free, steps, strict=True)]
