import type { Table } from "../numeric/arithmetic.js";
import type { EfficientAllocation } from "./efficient-allocation.js";
import { othersOf } from "./others.js";

/** One agent against the average of the others, when the choice is efficient and types are independent. */
export interface InterimOutcomes<N> {
  /** v̄(s, t) = E[v_i(x(s, t_{−i}), t)] of reporting s when of type t, at [s · types + t]. */
  readonly values: Table<N>;
  /** E[S(t, t_{−i})] by type. */
  readonly surplus: Table<N>;
  /** How many terms an expectation adds up. */
  readonly terms: number;
}

/** Cost: types × others' profiles × agents × alternatives, then types² × alternatives. */
export function interimOutcomes<N>(allocation: EfficientAllocation<N>, agent: number): InterimOutcomes<N> {
  const { environment } = allocation;
  const F = environment.arithmetic;
  const types = environment.agents[agent].types.length;
  const others = othersOf(environment, agent, "believed", allocation.alike);
  const values = F.table(types * types);
  const surplus = F.table(types);
  let terms = 0;
  for (let report = 0; report < types; report++) {
    const lottery = F.table(environment.alternatives.length);
    const total = others.each(report, (profile, weight) => {
      terms++;
      const choice = allocation.choose(profile);
      addLottery(choice.lottery, weight, lottery);
      const best = allocation.highest(choice, agent, report, report).value;
      surplus[report] = F.add(surplus[report], F.multiply(weight, best));
    });
    surplus[report] = F.divide(surplus[report], total);
    for (let t = 0; t < types; t++) values[report * types + t] = F.divide(worthOf(lottery, t), total);
  }
  return { values, surplus, terms };

  function addLottery(source: number | Table<N>, weight: N, target: Table<N>): void {
    if (typeof source === "number") target[source] = F.add(target[source], weight);
    else for (let a = 0; a < target.length; a++) target[a] = F.add(target[a], F.multiply(weight, source[a]));
  }

  function worthOf(lottery: Table<N>, type: number): N {
    let total = F.zero;
    for (let a = 0; a < lottery.length; a++)
      if (F.compare(lottery[a], F.zero) !== 0)
        total = F.add(total, F.multiply(lottery[a], allocation.value(agent, a, type)));
    return total;
  }
}
