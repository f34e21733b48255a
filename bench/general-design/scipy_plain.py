"""The same program stated plainly, payments by profile, solved by scipy's native HiGHS: model building and solving are timed."""
import itertools, json, resource, sys, time
import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

values = json.load(open(sys.argv[1]))
started = time.perf_counter()
values = np.array(values, dtype=float)
n, profiles, m = values.shape
k = round(profiles ** (1 / n))
stride = [k ** (n - 1 - i) for i in range(n)]
type_of = lambda p, i: p // stride[i] % k
g = lambda p, a: p * m + a
pay = lambda i, p: profiles * m + i * profiles + p
rows, columns, entries, bounds = [], [], [], []
weight = 1 / k ** (n - 1)


def utility(row, i, reported, true, sign):
    rows.extend([row] * (m + 1))
    columns.extend([g(reported, a) for a in range(m)] + [pay(i, reported)])
    entries.extend(list(sign * weight * values[i, true]) + [-sign * weight])


row = 0
for i in range(n):
    for t in range(k):
        own = [p for p in range(profiles) if type_of(p, i) == t]
        for r in range(k):
            if r == t:
                continue
            for p in own:
                utility(row, i, p + (r - t) * stride[i], p, 1)
                utility(row, i, p, p, -1)
            bounds.append(0)
            row += 1
        for p in own:
            utility(row, i, p, p, -1)
        bounds.append(0)
        row += 1
size = profiles * m + n * profiles
matrix = coo_array((entries, (rows, columns)), shape=(row, size)).tocsr()
unit = coo_array(
    (np.ones(profiles * m), (np.repeat(np.arange(profiles), m), np.arange(profiles * m))), shape=(profiles, size)
).tocsr()
cost = np.zeros(size)
cost[: profiles * m] = -(values.sum(axis=0) / profiles).ravel()
built = time.perf_counter()
answer = linprog(
    cost, A_ub=matrix, b_ub=bounds, A_eq=unit, b_eq=np.ones(profiles),
    bounds=[(0, None)] * (profiles * m) + [(None, None)] * (n * profiles), method=sys.argv[2],
)
print(json.dumps({
    "value": -answer.fun, "build": built - started, "solve": time.perf_counter() - built,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
