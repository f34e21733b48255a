import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives, usesCounts } from "../model/perspective.js";
import { fail } from "../numeric/candor-error.js";
import { interimValues } from "../properties/derived-graphs.js";
import { interimUtilities } from "../properties/interim.js";
import { roundingBound } from "../properties/utilities.js";
import { printQuantity, type Quantity, quantity } from "../properties/verdict.js";

/** How one agent's interim payments in two mechanisms compare. */
export interface AgentComparison {
  readonly agent: string;
  readonly answer: "payments-differ-by-a-constant" | "payments-differ" | "allocations-differ";
  /** c_i = payment in the second minus payment in the first, when it is the same for every type. */
  readonly constant?: Quantity;
  /** The types whose payment differences lie furthest apart. */
  readonly types?: readonly [string, string];
  /** Those two differences. */
  readonly differences?: readonly [Quantity, Quantity];
  /** Where the interim value of an outcome differs the most: to which true type, of which type's outcome, by how much. */
  readonly allocation?: { readonly report: string; readonly type: string; readonly difference: Quantity };
  readonly words: string;
}

export interface RevenueComparison {
  readonly answer: AgentComparison["answer"];
  readonly agents: readonly AgentComparison[];
  readonly notes: readonly string[];
}

/**
 * Revenue equivalence of two mechanisms on one environment, on finite types three answers per agent: the interim allocation
 * values v̄_i(x̄(r), t) agree for all r, t and payments differ by a constant c_i; they agree but payments differ by more; they
 * do not agree. Types of probability 0 are left out; in doubles numbers within rounding error of each other count as equal.
 *
 * Errors: `different-environments`, `no-beliefs`. Cost: that of the interim utilities of both.
 */
export function compareRevenue<N>(first: Mechanism<N>, second: Mechanism<N>): RevenueComparison {
  const { environment } = first;
  if (environment !== second.environment)
    fail("different-environments", "second", "Both mechanisms must be built on the same environment.");
  if (environment.beliefs === undefined)
    fail("no-beliefs", "environment.beliefs", "Interim payments need beliefs.");
  const byCounts = usesCounts(first) && usesCounts(second);
  const [one, other] = [first, second].map((mechanism) => {
    const direct = composeDirect(mechanism);
    return perspectives(byCounts ? direct : { ...direct, anonymous: false });
  });
  const agents = one.map((view, k) => compareAgent(view, other[k]));
  const order = ["allocations-differ", "payments-differ", "payments-differ-by-a-constant"] as const;
  const answer = order.find((each) => agents.some((agent) => agent.answer === each)) ?? order[2];
  const notes = environment.beliefs.independent
    ? []
    : ["Types are not independent, so equal interim allocations do not tie payments down to a constant."];
  return { answer, agents, notes };
}

function compareAgent<N>(one: Perspective<N>, other: Perspective<N>): AgentComparison {
  const { arithmetic: F, agents } = one.environment;
  const { name, types } = agents[one.agent];
  const [a, b] = [interimUtilities(one)!, interimUtilities(other)!];
  const bound = roundingBound(one, a.terms) + roundingBound(other, b.terms);
  const occurring = types.flatMap((_, t) => (a.occurs[t] ? [t] : []));
  const gap = largestGap(one, other, occurring);
  if (gap !== undefined && Math.abs(F.toNumber(gap.difference)) > bound) {
    const [report, type] = [types[gap.report].label, types[gap.type].label];
    const difference = quantity(F, gap.difference);
    const words = `The allocations differ for ${name}: what type ${report} gets is worth ${printQuantity(difference)} more to type ${type} in the second mechanism.`;
    return { agent: name, answer: "allocations-differ", allocation: { report, type, difference }, words };
  }
  const differences = occurring.map((t) => F.subtract(b.payment[t], a.payment[t]));
  let [low, high] = [0, 0];
  differences.forEach((difference, k) => {
    if (F.compare(difference, differences[low]) < 0) low = k;
    if (F.compare(difference, differences[high]) > 0) high = k;
  });
  const [least, most] = [quantity(F, differences[low]), quantity(F, differences[high])];
  if (F.toNumber(F.subtract(differences[high], differences[low])) <= bound) {
    const words = `${name} gets the same in both, and every type pays ${more(least)} in the second.`;
    return { agent: name, answer: "payments-differ-by-a-constant", constant: least, words };
  }
  const pair = [types[occurring[low]].label, types[occurring[high]].label] as const;
  const words = `${name} gets the same in both, but type ${pair[0]} pays ${more(least)} in the second and type ${pair[1]} ${more(most)}.`;
  return { agent: name, answer: "payments-differ", types: pair, differences: [least, most], words };
}

/** "1/9 more", "4/9 less", "the same" */
function more(difference: Quantity): string {
  const { value, exact } = difference;
  if (value === 0) return "the same";
  if (value > 0) return `${printQuantity(difference)} more`;
  return `${printQuantity({ value: -value, ...(exact === undefined ? {} : { exact: exact.slice(1) }) })} less`;
}

function largestGap<N>(one: Perspective<N>, other: Perspective<N>, occurring: readonly number[]) {
  const F = one.environment.arithmetic;
  const [a, b] = [interimValues(one)!, interimValues(other)!];
  let worst: { report: number; type: number; difference: N; size: N } | undefined;
  for (const report of occurring)
    for (const type of occurring) {
      const k = report * one.typeCount + type;
      const difference = F.subtract(b[k], a[k]);
      const size = F.compare(difference, F.zero) < 0 ? F.negate(difference) : difference;
      if (worst === undefined || F.compare(size, worst.size) > 0) worst = { report, type, difference, size };
    }
  return worst;
}
