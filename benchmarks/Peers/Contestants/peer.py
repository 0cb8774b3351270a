"""What the peers in Python share: they load the data once, then answer settings, a line each, with the seconds of a fit."""
import sys
import time
from pathlib import Path

import numpy as np
import scipy.sparse
from threadpoolctl import threadpool_info


def load():
    """X in double precision, which all of them compute in, y, and the arguments that follow."""
    folder, n, p, *arguments = sys.argv[1:]
    folder, n, p = Path(folder), int(n), int(p)
    values = np.fromfile(folder / "values.f4", "<f4").astype(float)
    if (folder / "columns.i4").exists():
        columns, starts = (np.fromfile(folder / name, "<i4") for name in ("columns.i4", "starts.i4"))
        x = scipy.sparse.csr_matrix((values, columns, starts), (n, p))
    else:
        x = values.reshape(n, p)
    return x, np.fromfile(folder / "labels.f8", "<f8"), arguments


def seconds(work):
    """The seconds that work() takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def serve(fit, remark):
    """Answers each setting with fit(setting): seconds, seconds of conversion, weights [outputs, p], intercepts [outputs]."""
    blas = ", ".join(f"{info['internal_api']} {info['version']}, {info['num_threads']} threads" for info in threadpool_info() if info["user_api"] == "blas")
    print(f"ready {remark}; BLAS: {blas or 'reference'}.", flush=True)
    for line in sys.stdin:
        spent, conversion, weights, intercepts = fit(float(line))
        np.concatenate([np.ravel(weights), np.ravel(intercepts)]).astype("<f8").tofile(Path(sys.argv[1]) / "models.f8")
        print(spent, conversion, flush=True)
