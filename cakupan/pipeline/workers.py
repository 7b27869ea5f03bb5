"""The processes that print: they share what draws and sets, are warm, and are replaced when stopped from outside."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from cakupan.errors import CakupanError, PrintError
from cakupan.message import message
from cakupan.pipeline.fork_server import start_method, starting
from cakupan.pipeline.order import Made, Order, failed

_MEMORY_FLAT = 100  # reports a worker makes before a fresh one takes its place


def make_all(
    orders: Mapping[str, Order], number: int, on_ready: Callable[[], None], on_made: Callable[[str], None]
) -> dict[str, Made]:
    """What came of each order, by `number` processes (0: one a core).

    `on_ready` is called when the first process has all it needs, `on_made` for each
    order that is done. What a process that was stopped from outside took along is
    made once more. MachineError when a font or a library is missing, or the machine
    starts no processes.
    """
    if not orders:
        return {}
    number = number or os.cpu_count() or 1
    made = dict(_results(orders, number, on_ready, on_made))
    if left := {code: order for code, order in orders.items() if code not in made}:
        made |= _results(left, number, lambda: None, on_made)
    return made | {code: failed(order, _stopped()) for code, order in left.items() if code not in made}


def _results(
    orders: Mapping[str, Order], number: int, on_ready: Callable[[], None], on_made: Callable[[str], None]
) -> Iterator[tuple[str, Made]]:
    """As they come; one stopped process takes all waiting orders with it, and they are missing here."""
    with tempfile.TemporaryDirectory(prefix="cakupan-") as litter, _pool(number, litter) as pool:
        try:
            _warm(pool, number, next(iter(orders.values())).paper)
            on_ready()
            codes = {pool.submit(_make, order): code for code, order in orders.items()}
            for future in as_completed(codes):
                code = codes[future]
                yield code, _result(future, orders[code])
                on_made(code)
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(cancel_futures=True)


def _pool(number: int, litter: str) -> ProcessPoolExecutor:
    with starting():
        context = get_context(start_method())
        return ProcessPoolExecutor(number, context, _settle_in, initargs=(litter,), max_tasks_per_child=_MEMORY_FLAT)


def _settle_in(litter: str) -> None:
    """What a process puts down, fonts for one, goes with the folder `litter`, however the process ends."""
    tempfile.tempdir = litter
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Without it a process that waits for orders would wait for good where who gave them was killed."""
    parent = parent_process()
    assert parent, "a printing process was started by another"
    parent.join()
    os._exit(1)


def _warm(pool: ProcessPoolExecutor, number: int, paper: str) -> None:
    """Wait for the first; what it lacks, a font or a library, is ours to say."""
    first, *_ = [pool.submit(_warm_up, paper) for _ in range(number)]
    first.result()


def _warm_up(paper: str) -> None:
    from cakupan.pipeline.one import warm_up

    warm_up(paper)


def _make(order: Order) -> Made:
    from cakupan.pipeline.formats import make_formats

    return make_formats(order)


def _result(future: Future[Made], order: Order) -> Made:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # noqa: BLE001  # a mistake of ours in one report must not take the others along
        reason = f"{type(error).__name__}: {error}"
        return failed(
            order, CakupanError(message("a mistake of the program: {reason}; please report it", reason=reason))
        )


def _stopped() -> PrintError:
    return PrintError(message("the printing process was stopped from outside; run again"))
