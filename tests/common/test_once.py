"""What a room asks at once is made once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

from common.once import once


def test_many_who_ask_at_once_make_it_once():
    made, gate = [], Barrier(8)

    @once(4)
    def picture(number: int) -> int:
        made.append(number)
        sleep(0.05)
        return number * 2

    def ask(_: int) -> int:
        gate.wait(timeout=5)
        return picture(21)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [42] * 8
    assert made == [21]


def test_oldest_is_forgotten():
    made = []

    @once(1)
    def name(number: int) -> int:
        made.append(number)
        return number

    assert [name(1), name(1), name(2), name(1)] == [1, 1, 2, 1]
    assert made == [1, 2, 1]
