import { type Environment, typeCounts } from "../model/environment.js";
import { expectation } from "../model/mechanism.js";
import { isImpersonal } from "../model/symmetry.js";
import { requireTableFits } from "../model/tabulation.js";
import type { Table } from "../numeric/arithmetic.js";
import type { Ties } from "./options.js";
import { expectsAlike, representative, treatsAlikeAlike } from "./symmetry.js";
import { breakTies, tiedBest } from "./ties.js";

/** What is efficient at one profile of reports. */
export interface EfficientChoice<N> {
  readonly lottery: number | Table<N>;
  /** W(a, r) by alternative: Σ_i v_i(a, r_i), plus the designer's value where it counts. */
  readonly totals: Table<N>;
}

/** An alternative and the value it reaches. */
export interface Peak<N> {
  readonly alternative: number;
  readonly value: N;
}

export interface EfficientAllocation<N> {
  readonly environment: Environment<N>;
  /** Whether permuting the reports of alike agents permutes what each of them gets, and all of them expect alike. */
  readonly alike: boolean;
  /** v_i(a, t_i). */
  value(agent: number, alternative: number, type: number): N;
  choose(reports: ArrayLike<number>): EfficientChoice<N>;
  /** Σ_a g(a) v_i(a, t_i). */
  expectedValue(choice: EfficientChoice<N>, agent: number, type: number): N;
  /** Σ_a g(a) (W(a, r) − v_i(a, r_i)): what the others, the designer included where it counts, get from the choice. */
  othersValue(choice: EfficientChoice<N>, agent: number, report: number): N;
  /** max_a W(a, r) − v_i(a, r_i), or with `instead` max_a W(a, (instead, r_{−i})); the lowest index among the best. */
  highest(choice: EfficientChoice<N>, agent: number, report: number, instead?: number): Peak<N>;
}

/**
 * The efficient choice for private values: max_a W(a, r), W(a, r) = Σ_i v_i(a, r_i) (+ v_D(a) where the designer counts).
 *
 * @param ties `lowest-index`: the alternative listed first among the best; `uniform`: a lottery over all of them. In doubles
 * alternatives within the rounding error of the best are tied.
 * Values are tabulated once, so that one profile costs agents × alternatives, and one agent's counterfactual alternatives.
 * Errors: `too-large` when the values do not fit in memory. The caller has made sure that values are private.
 * Source: Notes on mechanism design, section 2.5; Efficient mechanism design, Definition 1.
 */
export function efficientAllocation<N>(environment: Environment<N>, ties: Ties): EfficientAllocation<N> {
  const F = environment.arithmetic;
  const width = environment.alternatives.length;
  const tables = valueTables(environment);
  const designer = designerValues(environment);
  const value = (agent: number, alternative: number, type: number) =>
    tables[agent][type * width + alternative];
  const average = (choice: EfficientChoice<N>, of: (a: number) => N) =>
    expectation(environment, choice.lottery, of);
  return {
    environment,
    alike: treatsAlikeAlike(environment, ties) && expectsAlike(environment),
    value,
    choose(reports) {
      const totals = totalValues(environment, tables, designer, reports);
      const errorOf = (a: number) =>
        F.errorBound(tables.length + 1, magnitudeAt(environment, tables, designer, reports, a));
      return { totals, lottery: breakTies(F, width, tiedBest(F, totals, errorOf), ties) };
    },
    expectedValue: (choice, agent, type) => average(choice, (a) => value(agent, a, type)),
    othersValue: (choice, agent, report) =>
      average(choice, (a) => F.subtract(choice.totals[a], value(agent, a, report))),
    highest(choice, agent, report, instead) {
      let best: Peak<N> | undefined;
      for (let a = 0; a < width; a++) {
        const others = F.subtract(choice.totals[a], value(agent, a, report));
        const total = instead === undefined ? others : F.add(others, value(agent, a, instead));
        if (best === undefined || F.compare(total, best.value) > 0) best = { alternative: a, value: total };
      }
      return best!;
    },
  };
}

/** v_i(a, t_i) at [type · |A| + alternative]; alike agents share a table when alternatives do not tell them apart. */
function valueTables<N>(environment: Environment<N>): Table<N>[] {
  const F = environment.arithmetic;
  const width = environment.alternatives.length;
  const counts = typeCounts(environment);
  const shared = isImpersonal(environment);
  const entries = counts.reduce((total, count) => total + count * width, 0);
  requireTableFits(entries, "The table of values");
  const profile = new Int32Array(counts.length);
  const tables: Table<N>[] = [];
  for (let i = 0; i < counts.length; i++) {
    const first = representative(environment, i);
    if (shared && first < i) {
      tables.push(tables[first]);
      continue;
    }
    const table = F.table(counts[i] * width);
    for (let t = 0; t < counts[i]; t++) {
      profile[i] = t;
      for (let a = 0; a < width; a++) table[t * width + a] = environment.values[i].at(a, profile, 0);
    }
    profile[i] = 0;
    tables.push(table);
  }
  return tables;
}

function designerValues<N>(environment: Environment<N>): Table<N> {
  const F = environment.arithmetic;
  const table = F.table(environment.alternatives.length);
  if (!environment.designer?.counts) return table;
  const nobody = new Int32Array(environment.agents.length);
  for (let a = 0; a < table.length; a++) table[a] = environment.designer.value.at(a, nobody, 0);
  return table;
}

function totalValues<N>(
  environment: Environment<N>,
  tables: readonly Table<N>[],
  designer: Table<N>,
  reports: ArrayLike<number>,
): Table<N> {
  const F = environment.arithmetic;
  const width = designer.length;
  const totals = F.table(width);
  for (let a = 0; a < width; a++) totals[a] = designer[a];
  for (let i = 0; i < tables.length; i++) {
    const row = reports[i] * width;
    for (let a = 0; a < width; a++) totals[a] = F.add(totals[a], tables[i][row + a]);
  }
  return totals;
}

function magnitudeAt<N>(
  environment: Environment<N>,
  tables: readonly Table<N>[],
  designer: Table<N>,
  reports: ArrayLike<number>,
  alternative: number,
): number {
  const F = environment.arithmetic;
  let magnitude = Math.abs(F.toNumber(designer[alternative]));
  for (let i = 0; i < tables.length; i++)
    magnitude += Math.abs(F.toNumber(tables[i][reports[i] * designer.length + alternative]));
  return magnitude;
}
