# The same program written down whole, every pair of types, solved by SciPy's HiGHS. Two alike bidders.
# Usage: python3 dominant-peer.py <values a good> <goods> [highs|highs-ds|highs-ipm]
import itertools
import json
import sys
import time

import numpy as np
from scipy import __version__
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

k, goods = int(sys.argv[1]), int(sys.argv[2])
method = sys.argv[3] if len(sys.argv) > 3 else "highs"
started, processor = time.perf_counter(), time.process_time()
values = np.array(list(itertools.product((np.arange(k) + 0.5) / k, repeat=goods)))
types = len(values)
profiles = types * types


def get(i, a, b):
    return (i * profiles + a * types + b) * goods


def utility(i, a, b):
    return 2 * profiles * goods + i * profiles + a * types + b


first, second = (x.ravel() for x in np.meshgrid(np.arange(types), np.arange(types), indexing="ij"))
rows, columns, coefficients = [], [], []


def put(row, column, coefficient):
    rows.append(row)
    columns.append(column)
    coefficients.append(np.broadcast_to(coefficient, row.shape))


for g in range(goods):
    for i in range(2):
        put(g * profiles + np.arange(profiles), get(i, first, second) + g, 1.0)
count = goods * profiles
truth, lie, other = (x.ravel() for x in np.meshgrid(*[np.arange(types)] * 3, indexing="ij"))
different = truth != lie
truth, lie, other = truth[different], lie[different], other[different]
for i in range(2):
    row = count + np.arange(len(truth))
    count += len(truth)
    at = (lambda f, own: f(0, own, other)) if i == 0 else (lambda f, own: f(1, other, own))
    put(row, at(utility, truth), -1.0)
    put(row, at(utility, lie), 1.0)
    for g in range(goods):
        put(row, at(get, lie) + g, values[truth, g] - values[lie, g])
rows, columns, coefficients = map(np.concatenate, (rows, columns, coefficients))
kept = coefficients != 0
size = 2 * profiles * (goods + 1)
matrix = coo_matrix((coefficients[kept], (rows[kept], columns[kept])), shape=(count, size)).tocsr()
right = np.zeros(count)
right[: goods * profiles] = 1
costs = np.zeros(size)
for i, own in enumerate((first, second)):
    costs[utility(i, first, second)] = 1 / profiles
    for g in range(goods):
        costs[get(i, first, second) + g] = -values[own, g] / profiles
bounds = np.zeros((size, 2))
bounds[:, 1] = np.where(np.arange(size) < 2 * profiles * goods, 1, np.inf)
built = time.perf_counter()
found = linprog(costs, A_ub=matrix, b_ub=right, bounds=bounds, method=method)
ended = time.perf_counter()
print(
    json.dumps(
        {
            "value": -found.fun,
            "columns": size,
            "rows": count,
            "built": built - started,
            "seconds": ended - started,
            "processor": time.process_time() - processor,
            "version": f"SciPy {__version__} {method}",
        }
    )
)
