"""The garbage collector of a process that answers requests: what a request pays for it is little, and never a full collection."""

import gc

# A page makes some ten thousand objects, and nearly all of them go by themselves when it is sent; Python's 700 would look for circles
# among them fifteen times in that one page.
MADE_BETWEEN_TWO_LOOKS = 50_000


def settle() -> None:
    """Called once, when all is imported: what is there stays, and is looked at no more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BETWEEN_TWO_LOOKS, 20, 20)
