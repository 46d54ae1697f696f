"""Rows shared out over the cores."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

CHUNK = 512


def by_chunks(work: Callable[[slice], None], n_rows: int) -> None:
    """Call ``work`` on every chunk of rows; chunks touch rows of their own only.

    Parameters
    ----------
    work : callable
        Takes a slice of rows and releases Python's lock while it works.
    n_rows : int
    """
    chunks = [slice(start, start + CHUNK) for start in range(0, n_rows, CHUNK)]
    if len(chunks) < 2:
        for chunk in chunks:
            work(chunk)
        return
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(work, chunks))
