import type { Mechanism } from "../model/mechanism.js";
import { type ProfileView, profileView, statePosterior, welfare } from "../model/profile-view.js";
import { expectedAt } from "../model/tabulation.js";
import type { Table } from "../numeric/arithmetic.js";
import { cellNeverOccurs } from "./budget.js";
import { nameEntries, printEntries, typeLabels } from "./naming.js";
import type { CheckOptions, Property } from "./property.js";
import { printQuantity, quantity, type Verdict, verdictOf, type Witness, Worst } from "./verdict.js";

/** max over t of max_a W(a, t) − Σ_a g(a | t) W(a, t), W(a, t) = Σ_i E_{π_i(θ | t)} v_i (+ v_D where the model counts it). */
export const decisionEfficiency: Property = {
  id: "decision-efficiency",
  group: "efficiency",
  title: "Decision efficiency",
  definition: "the alternative chosen has the highest total value at every profile",
  source: "Efficient mechanism design, lecture notes, definition 1",
  check: checkDecisionEfficiency,
};

function checkDecisionEfficiency<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const view = profileView(mechanism);
  const worst = new Worst(F);
  let missing = 0;
  let scale = 0;
  for (let cell = 0; cell < view.size; cell++) {
    if (options.profiles === "support" && cellNeverOccurs(view, cell)) continue;
    const total = welfareVector(view, cell);
    if (total === undefined) {
      missing++;
      continue;
    }
    if (F.kind === "float") scale = Math.max(scale, welfareScale(view, cell));
    const best = argmax(F, total);
    const achieved = expectedAt(view.environment, view.table, cell, (a) => total[a]);
    const loss = F.subtract(total[best], achieved);
    if (worst.beats(loss))
      worst.take(loss, () => lossWitness(mechanism, view, cell, best, total[best], achieved));
  }
  const { agents, states, alternatives } = view.environment;
  return verdictOf(F, decisionEfficiency.id, worst, {
    over: "every profile of types",
    errorBound: F.errorBound(agents.length * states.length + alternatives.length, 2 * scale),
    notes: [
      ...(missing > 0
        ? [`${missing} profiles of probability 0 were left out: no belief about the state is given there.`]
        : []),
      ...disagreement(view),
      ...(view.environment.designer?.counts === false
        ? ["The designer's own value is stated but does not count (designer: {counts: true} makes it)."]
        : []),
    ],
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && missing > 0,
  });
}

/** W(·, t) at one cell; `undefined` where somebody has no belief about the state. */
export function welfareVector<N>(view: ProfileView<N>, cell: number): Table<N> | undefined {
  const { environment } = view;
  const profile = new Int32Array(environment.agents.length);
  view.write(cell, profile);
  const total = environment.arithmetic.table(environment.alternatives.length);
  for (let a = 0; a < total.length; a++) {
    const value = welfare(environment, a, profile);
    if (value === undefined) return undefined;
    total[a] = value;
  }
  return total;
}

/** The largest sum of absolute values over which welfare is added up at a cell: values may cancel, rounding errors do not. */
export function welfareScale<N>({ environment, write }: ProfileView<N>, cell: number): number {
  const F = environment.arithmetic;
  const profile = new Int32Array(environment.agents.length);
  write(cell, profile);
  const counted = environment.designer?.counts ? [environment.designer.value] : [];
  let scale = 0;
  for (let a = 0; a < environment.alternatives.length; a++) {
    let total = 0;
    for (const values of [...environment.values, ...counted]) {
      let largest = 0;
      for (let state = 0; state < (values.dependsOnState ? environment.states.length : 1); state++)
        largest = Math.max(largest, Math.abs(F.toNumber(values.at(a, profile, state))));
      total += largest;
    }
    scale = Math.max(scale, total);
  }
  return scale;
}

/** The first index at which a table is largest. */
export function argmax<N>(F: { compare(a: N, b: N): number }, table: Table<N>): number {
  let best = 0;
  for (let a = 1; a < table.length; a++) if (F.compare(table[a], table[best]) > 0) best = a;
  return best;
}

function lossWitness<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  cell: number,
  best: number,
  highest: N,
  achieved: N,
): Witness {
  const F = view.environment.arithmetic;
  const profile = new Int32Array(view.environment.agents.length);
  view.write(cell, profile);
  const entries = nameEntries(mechanism, typeLabels(view.environment), profile);
  const numbers = {
    achieved: quantity(F, achieved),
    best: quantity(F, highest),
    loss: quantity(F, F.subtract(highest, achieved)),
  };
  return {
    kind: "profile",
    others: entries,
    numbers,
    words: `Total value is ${printQuantity(numbers.achieved)} where ${view.environment.alternatives[best].name} gives ${printQuantity(numbers.best)}, when ${printEntries(entries)}.`,
  };
}

/** With personal beliefs the agents may disagree about the state given all types; then W adds up different beliefs. */
function disagreement<N>(view: ProfileView<N>): string[] {
  const { environment } = view;
  const F = environment.arithmetic;
  if (environment.beliefs?.kind !== "personal" || environment.states.length === 1) return [];
  const profile = new Int32Array(environment.agents.length);
  for (let cell = 0; cell < view.size; cell++) {
    view.write(cell, profile);
    const [first, ...others] = environment.agents.map((_, i) => statePosterior(environment, i, profile));
    const differ = others.some((other) =>
      environment.states.some((_, s) => first && other && F.compare(first[s], other[s]) !== 0),
    );
    if (differ)
      return [
        "The agents' beliefs about the state differ; each value is taken under its own agent's belief.",
      ];
  }
  return [];
}
