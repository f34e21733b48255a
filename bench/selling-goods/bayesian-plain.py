"""The plain program of the Bayesian sale of two items to two bidders with k values each, by HiGHS through scipy.

Usage: python3 bayesian-plain.py k [seconds = 120]. Allocation x[t1, t2, i, g], interim shares Q[i, t, g], utilities U[i, t]; every
incentive constraint, nothing merged. Prints a line a method: seconds include building the arrays.
"""

import resource
import sys
import time

import numpy as np
import scipy
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack


def program(k):
    points = (np.arange(k) + 0.5) / k
    values = np.array([(a, b) for a in points for b in points])
    n = len(values)
    p = 1 / n
    x = np.arange(n * n * 4).reshape(n, n, 2, 2)
    q = x.size + np.arange(2 * n * 2).reshape(2, n, 2)
    u = x.size + q.size + np.arange(2 * n).reshape(2, n)
    columns = x.size + q.size + u.size
    cost = np.zeros(columns)
    cost[u] = p
    cost[q] = -p * values[None, :, :]
    # x[·, ·, 0, g] + x[·, ·, 1, g] <= 1
    supply_rows = np.arange(n * n * 2)
    supply = coo_matrix(
        (np.ones(2 * supply_rows.size), (np.tile(supply_rows, 2), np.concatenate([x[:, :, 0, :].ravel(), x[:, :, 1, :].ravel()]))),
        (supply_rows.size, columns),
    )
    # Q[i, t, g] = sum over the other's types of p x
    rows, cols, data = [], [], []
    row = np.arange(2 * n * 2).reshape(2, n, 2)
    for i in range(2):
        own = x[:, :, i, :] if i == 0 else x[:, :, i, :].transpose(1, 0, 2)
        rows.append(np.broadcast_to(row[i][:, None, :], own.shape).ravel())
        cols.append(own.ravel())
        data.append(np.full(own.size, p))
    rows.append(row.ravel())
    cols.append(q.ravel())
    data.append(np.full(q.size, -1.0))
    share = coo_matrix((np.concatenate(data), (np.concatenate(rows), np.concatenate(cols))), (row.size, columns))
    # U[s] + (v_t - v_s) Q[s] - U[t] <= 0
    t, s = [a.ravel() for a in np.meshgrid(np.arange(n), np.arange(n), indexing="ij")]
    keep = t != s
    t, s = t[keep], s[keep]
    blocks = []
    for i in range(2):
        r = np.arange(t.size)
        d = values[t] - values[s]
        blocks.append(
            coo_matrix(
                (
                    np.concatenate([np.ones(t.size), -np.ones(t.size), d[:, 0], d[:, 1]]),
                    (np.tile(r, 4), np.concatenate([u[i][s], u[i][t], q[i][s, 0], q[i][s, 1]])),
                ),
                (t.size, columns),
            )
        )
    incentives = vstack(blocks)
    upper = vstack([supply, incentives]).tocsr()
    bounds = np.concatenate([np.ones(supply.shape[0]), np.zeros(incentives.shape[0])])
    return cost, upper, bounds, share.tocsr(), np.zeros(row.size)


k = int(sys.argv[1])
limit = float(sys.argv[2]) if len(sys.argv) > 2 else 120
print(f"scipy {scipy.__version__}, k = {k}")
for method in ["highs-ipm", "highs-ds"]:
    start, cpu = time.perf_counter(), time.process_time()
    cost, a_ub, b_ub, a_eq, b_eq = program(k)
    built = time.perf_counter() - start
    found = linprog(cost, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, method=method, options={"time_limit": limit})
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    value = "none" if found.fun is None else f"{-found.fun:.9f}"
    print(
        f"{method}: {value}, {a_ub.shape[1]} columns, {a_ub.shape[0] + a_eq.shape[0]} rows, "
        f"{a_ub.nnz + a_eq.nnz} coefficients, {seconds:.2f} s ({built:.2f} s building), {used:.2f} CPU s, {memory:.0f} MB, {found.message.split('.')[0]}"
    )
