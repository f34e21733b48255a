"""(P) with every incentive and participation constraint, solved by native HiGHS through SciPy.

python3 all-constraints.py FILE BIDDERS POSITIONS METHOD: f from FILE (doubles), values (p + 1)/POSITIONS; one line of JSON.
"""
import json
import resource
import sys
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

path, bidders, positions, method = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
prior = np.fromfile(path).reshape([positions] * bidders)
profiles = prior.size
index = np.arange(profiles).reshape(prior.shape)
values = (np.arange(positions) + 1.0) / positions
start = time.perf_counter()
rows, columns, entries, count = [], [], [], 0


def add(row, column, entry):
    rows.append(row), columns.append(column), entries.append(entry)


# Columns: q_i(k) at i·profiles + k, then t_i(k).
for i in range(bidders):
    q, t = i * profiles, (bidders + i) * profiles
    lines = np.moveaxis(index, i, -1).reshape(-1, positions)
    for p in range(positions):
        k = lines[:, p]
        for r in [-1, *range(positions)]:  # -1: stay away
            if r == p:
                continue
            row = count + np.arange(len(k))
            count += len(k)
            add(row, q + k, np.full(len(k), -values[p]))
            add(row, t + k, np.ones(len(k)))
            if r >= 0:
                add(row, q + lines[:, r], np.full(len(k), values[p]))
                add(row, t + lines[:, r], -np.ones(len(k)))
bound = [np.zeros(count)]
for i in range(bidders):
    add(count + np.arange(profiles), i * profiles + np.arange(profiles), np.ones(profiles))
bound.append(np.ones(profiles))
matrix = csr_matrix(
    (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))),
    shape=(count + profiles, 2 * bidders * profiles),
)
costs = np.concatenate([np.zeros(bidders * profiles), np.tile(-prior.ravel(), bidders)])
limits = [(0, None)] * (bidders * profiles) + [(None, None)] * (bidders * profiles)
built = time.perf_counter()
found = linprog(costs, matrix, np.concatenate(bound), bounds=limits, method=method)
solved = time.perf_counter()
print(
    json.dumps(
        {
            "seconds": solved - built,
            "build": built - start,
            "value": -found.fun if found.fun is not None else None,
            "status": found.message,
            "rows": matrix.shape[0],
            "columns": matrix.shape[1],
            "kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        }
    )
)
