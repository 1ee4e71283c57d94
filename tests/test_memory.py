"""What was loaded at start is left alone by the garbage collector."""

import gc

from pvk import memory


def test_settle_leaves_what_was_loaded_alone():
    before = gc.get_threshold()
    try:
        memory.settle()

        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] == memory.OBJECTS_BETWEEN
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
