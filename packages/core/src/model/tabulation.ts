import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { type Environment, profileCount } from "./environment.js";
import type { Mechanism, Outcome } from "./mechanism.js";
import { writeProfile } from "./profiles.js";
import { remember } from "./remember.js";

/** Outcomes stored one after the other: `choices` when every outcome is a sure alternative, else `lotteries`. */
export interface OutcomeTable<N> {
  readonly size: number;
  readonly choices: Int32Array;
  /** Present once some outcome is a proper lottery: indexed [outcome · |A| + alternative]; `choices` is −1 there. */
  readonly lotteries?: Table<N>;
  /** Indexed [agent][outcome]. */
  readonly payments: readonly Table<N>[];
}

/** The most table entries that are laid out in memory; beyond it the answer is an estimate and the way out. */
export const LARGEST_TABLE = 2 ** 25;

const COARSER =
  "Use fewer or coarser types, state alike agents as one group (count: …) so that only type counts matter, or give the tables as .npy side files.";
const FEWER = "Use fewer agents in the groups or fewer types.";
/** For groups whose rule still depends on who is who. */
const NOT_ANONYMOUS =
  "The alike agents are one group, but this rule does not treat them alike, so every profile has to be visited: break ties by lot (ties: uniform) where the rule offers it, avoid naming single agents in formulas, or use fewer types.";

/** Refuses a table that would not fit, with the estimate and what to do instead. */
export function requireTableFits(entries: number, what: string, advice = COARSER): void {
  if (entries <= LARGEST_TABLE) return;
  const size = entries < 1e6 ? `${entries}` : entries.toExponential(1);
  fail(
    "too-large",
    "agents",
    `${what} has about ${size} entries (${((entries * 8) / 2 ** 30).toPrecision(3)} GiB as doubles); the limit is ${LARGEST_TABLE.toExponential(1)}. ` +
      advice,
  );
}

/** Collects outcomes produced one by one. */
export function outcomeTable<N>(
  environment: Environment<N>,
  size: number,
  agents: number,
  outcomeAt: (k: number) => { lottery: number | Table<N>; payments: Table<N> },
): OutcomeTable<N> {
  const F = environment.arithmetic;
  const width = environment.alternatives.length;
  const grouped = environment.groups.some(({ count }) => count > 1);
  requireTableFits(size * agents, "The table of payments", grouped ? FEWER : COARSER);
  const choices = new Int32Array(size);
  const payments = Array.from({ length: agents }, () => F.table(size));
  let lotteries: Table<N> | undefined;
  const tableOfLotteries = () => {
    requireTableFits(size * width, "The table of lotteries");
    return F.table(size * width);
  };
  for (let k = 0; k < size; k++) {
    const outcome = outcomeAt(k);
    if (typeof outcome.lottery === "number") choices[k] = outcome.lottery;
    else {
      lotteries ??= tableOfLotteries();
      choices[k] = -1;
      for (let a = 0; a < width; a++) lotteries[k * width + a] = outcome.lottery[a];
    }
    for (let i = 0; i < agents; i++) payments[i][k] = outcome.payments[i];
  }
  return { size, choices, ...(lotteries === undefined ? {} : { lotteries }), payments };
}

const tables = new WeakMap<object, unknown>();

/** The mechanism at every profile of messages, in row-major order; computed once per mechanism. */
export function tabulate<N>(mechanism: Mechanism<N>): OutcomeTable<N> {
  return remember(tables, mechanism, () => tabulateAfresh(mechanism));
}

function tabulateAfresh<N>(mechanism: Mechanism<N>): OutcomeTable<N> {
  const sizes = mechanism.messages.map((list) => list.length);
  const profile = new Int32Array(sizes.length);
  const size = profileCount(sizes);
  const grouped = mechanism.environment.groups.some(({ count }) => count > 1);
  requireTableFits(
    size * sizes.length,
    "The table of all report profiles",
    grouped ? NOT_ANONYMOUS : COARSER,
  );
  return outcomeTable(mechanism.environment, size, sizes.length, (k) => {
    writeProfile(sizes, k, profile);
    return mechanism.outcome(profile);
  });
}

/** Σ_a g(a) x(a) at one row of a table. */
export function expectedAt<N>(
  environment: Environment<N>,
  table: OutcomeTable<N>,
  row: number,
  x: (alternative: number) => N,
): N {
  const choice = table.choices[row];
  if (choice >= 0) return x(choice);
  const F = environment.arithmetic;
  const width = environment.alternatives.length;
  const lotteries = table.lotteries!;
  let total = F.zero;
  for (let a = 0; a < width; a++) {
    const probability = lotteries[row * width + a];
    if (F.compare(probability, F.zero) !== 0) total = F.add(total, F.multiply(probability, x(a)));
  }
  return total;
}

/** The mixture of several outcomes, e.g. over the messages that mixed strategies send. */
export function mixOutcomes<N>(
  environment: Environment<N>,
  parts: Iterable<{ readonly probability: N; readonly outcome: Outcome<N> }>,
): Outcome<N> {
  const F = environment.arithmetic;
  const lottery = F.table(environment.alternatives.length);
  const payments = F.table(environment.agents.length);
  for (const { probability, outcome } of parts) {
    if (typeof outcome.lottery === "number")
      lottery[outcome.lottery] = F.add(lottery[outcome.lottery], probability);
    else
      for (let a = 0; a < lottery.length; a++)
        lottery[a] = F.add(lottery[a], F.multiply(probability, outcome.lottery[a]));
    for (let i = 0; i < payments.length; i++)
      payments[i] = F.add(payments[i], F.multiply(probability, outcome.payments[i]));
  }
  const sure = Array.from({ length: lottery.length }, (_, a) => a).find(
    (a) => F.compare(lottery[a], F.one) === 0,
  );
  return { lottery: sure ?? lottery, payments };
}
