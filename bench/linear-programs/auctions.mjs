// Linear programs of optimal auctions for one object, built straight into typed arrays.
import { LinearProblemBuilder } from "../../packages/core/dist/lp/index.js";

const values = (k) => Array.from({ length: k }, (_, j) => (j + 0.5) / k);

/**
 * n alike bidders with k equally likely values: the revenue-maximal rule that is incentive compatible and individually rational
 * in dominant strategies ("DSIC") or on average over the others ("BIC"). Variables, per profile of values (row-major, the last
 * bidder fastest) and bidder: the probability to get the object, then the payment. All pairs of types are constrained.
 */
export function auction(kind, n, k) {
  const builder = new LinearProblemBuilder("maximise");
  const profiles = k ** n;
  const value = values(k);
  const get = (profile, agent) => profile * n + agent;
  const pay = (profile, agent) => profiles * n + profile * n + agent;
  for (let c = 0; c < profiles * n; c++) builder.addColumn(0, 0, 1);
  for (let c = 0; c < profiles * n; c++) builder.addColumn(1 / profiles, -Infinity, Infinity);
  const agents = Array.from({ length: n }, (_, i) => i);
  for (let p = 0; p < profiles; p++)
    builder.addRow(
      agents.map((i) => get(p, i)),
      agents.map(() => 1),
      -Infinity,
      1,
    );
  for (const agent of agents)
    if (kind === "DSIC") dominant(builder, agent);
    else bayesian(builder, agent);
  return builder.build();

  /** For each profile of the others: the truth is worth at least 0 and at least any lie. */
  function dominant(target, agent) {
    const step = k ** (n - 1 - agent);
    for (let p = 0; p < profiles; p++) {
      const type = Math.floor(p / step) % k;
      target.addRow([get(p, agent), pay(p, agent)], [value[type], -1], 0, Infinity);
      for (let lie = 0; lie < k; lie++) {
        if (lie === type) continue;
        const q = p + (lie - type) * step;
        target.addRow(
          [get(p, agent), pay(p, agent), get(q, agent), pay(q, agent)],
          [value[type], -1, -value[type], 1],
          0,
          Infinity,
        );
      }
    }
  }

  /** The same for interim columns, which are averages over the profiles of the others. */
  function bayesian(target, agent) {
    const step = k ** (n - 1 - agent);
    const others = profiles / k;
    const interim = value.map(() => [target.addColumn(0, 0, 1), target.addColumn(0, -Infinity, Infinity)]);
    interim.forEach((columns, type) => {
      columns.forEach((column, which) => {
        const indices = [column];
        for (let p = 0; p < profiles; p++)
          if (Math.floor(p / step) % k === type) indices.push((which === 0 ? get : pay)(p, agent));
        const coefficients = new Float64Array(indices.length).fill(-1 / others);
        coefficients[0] = 1;
        target.addRow(indices, coefficients, 0, 0);
      });
      target.addRow(columns, [value[type], -1], 0, Infinity);
    });
    interim.forEach(([won, paid], type) => {
      interim.forEach(([lieWon, liePaid], lie) => {
        if (lie !== type)
          target.addRow([won, paid, lieWon, liePaid], [value[type], -1, -value[type], 1], 0, Infinity);
      });
    });
  }
}

/** Revenue of the optimum by Myerson: the expected largest non-negative virtual value; regular, so the same for BIC and DSIC. */
export function optimalRevenue(n, k) {
  const value = values(k);
  // φ_j = v_j − (v_{j+1} − v_j)·Pr(above)/Pr(j)
  const virtual = value.map((v, j) => v - (k - 1 - j) / k);
  let revenue = 0;
  virtual.forEach((phi, j) => {
    const largest = ((j + 1) / k) ** n - (j / k) ** n;
    revenue += Math.max(phi, 0) * largest;
  });
  return revenue;
}
