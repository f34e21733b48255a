import { it } from "vitest";
import {
  agv,
  balanced,
  balancedDecision,
  pivot,
  postedTrade,
  vcg,
  worstOffTypes,
} from "../../src/mechanisms/index.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { printRational, rational } from "../../src/numeric/rational.js";
import { at, check, revenue, verdict } from "./checks.js";
import { environmentOf, grid, projectSketch, q, tradeSketch } from "./environments.js";

const p = (x: any) => (x.n === undefined ? x : printRational(x));
it("x", () => {
  for (const k of [2, 3, 4, 5, 6, 8, 11]) {
    const env = environmentOf(exact, tradeSketch(grid(k)));
    for (const ties of ["lowest-index", "uniform"] as const) {
      const d = balancedDecision(env, { ties });
      console.log(
        k,
        ties,
        d.exists,
        p(d.surplus),
        p(d.vcgSurplus),
        d.agents.map((a) => p(a.expected)),
      );
    }
    const swapped = tradeSketch(grid(k), {
      alternatives: [
        { name: "trade", gets: [0, 1] },
        { name: "keep", gets: [1, 0] },
      ],
      value: (i, a, t) => (i !== a ? t : rational(0)),
    });
    const d = balancedDecision(environmentOf(exact, swapped));
    console.log(k, "trade first", d.exists, p(d.surplus), p(d.vcgSurplus));
  }
  const env = environmentOf(exact, tradeSketch(grid(3)));
  console.log(
    balancedDecision(env).agents.map((a) => a.leastUtilities.map((u) => [p(u.utility), u.path, u.reason])),
  );
  const v = vcg.build(env, {});
  console.log(
    worstOffTypes(env).map((w) => [w.type, p(w.gain), w.gains.map((g) => g && p(g))]),
    revenue(v),
    v.reasons!([0, 2]),
  );
  const b = balanced.build(env, {});
  for (const id of [
    "bayesian-ic",
    "interim-ir",
    "budget-balance",
    "decision-efficiency",
    "dominant-strategy-ic",
  ])
    console.log(id, verdict(b, id));
  console.log(at(b, 0, 2), b.reasons!([0, 2]));
  const a = agv.build(env, {});
  for (const id of [
    "bayesian-ic",
    "interim-ir",
    "budget-balance",
    "decision-efficiency",
    "dominant-strategy-ic",
  ])
    console.log("agv", id, verdict(a, id), check(a, id).witness?.words);
  console.log(at(a, 0, 2), a.reasons!([0, 2]));
  // correlated AGV
  for (const joint of [
    ["2/5", "1/10", "1/10", "2/5"],
    ["1/10", "2/5", "2/5", "1/10"],
    ["1/2", "1/4", "1/8", "1/8"],
  ]) {
    for (const [name, sk] of [
      ["trade2", tradeSketch(grid(2))],
      ["proj", projectSketch(2, [q(0), q(1)], q("3/2"))],
      ["proj1", projectSketch(2, [q(0), q(2)], q(1))],
      [
        "trade 0 3 / 1 4",
        tradeSketch([], {
          types: [
            [q(0), q(3)],
            [q(1), q(4)],
          ],
        }),
      ],
    ] as const) {
      const e = environmentOf(exact, { ...sk, joint: joint.map(q) });
      console.log(
        name,
        joint.join(),
        ...["marginal", "conditional"].map((x) => {
          const m = agv.build(e, { expectation: x });
          return `${x}: ${verdict(m, "bayesian-ic")} ${verdict(m, "budget-balance")}`;
        }),
      );
    }
  }
  const pj = environmentOf(exact, projectSketch(3, [q(0), q(1), q(3)], q(3)));
  const pv = pivot.build(pj, {});
  console.log(at(pv, 0, 1, 2), pv.reasons!([0, 1, 2]), pv.reasons!([0, 0, 2]));
  const pt = postedTrade.build(env, { price: q("1/2") });
  console.log(pt.reasons!([0, 2]), verdict(pt, "decision-efficiency"));
});
