import type { Mechanism } from "../model/mechanism.js";
import { type ProfileView, profileView } from "../model/profile-view.js";
import type { Arithmetic } from "../numeric/arithmetic.js";
import { nameEntries, printEntries, typeLabels } from "./naming.js";
import type { CheckOptions, Property } from "./property.js";
import { valueRange } from "./range.js";
import {
  printQuantity,
  quantity,
  undecided,
  type Verdict,
  verdictOf,
  type Witness,
  Worst,
} from "./verdict.js";

/** max over t of |Σ_i p_i(t)|. */
export const budgetBalance: Property = {
  id: "budget-balance",
  group: "money",
  title: "Budget balance, ex post",
  definition: "payments add up to zero at every profile",
  source: "Okumura (2018), definition 2.6",
  check: (mechanism, options) => checkProfiles(mechanism, "budget-balance", absolute, options),
};

/** max over t of −Σ_i p_i(t). */
export const noDeficit: Property = {
  id: "no-deficit",
  group: "money",
  title: "No deficit, ex post",
  definition: "the designer never pays more than it receives",
  source: "Mukerjee (2023), no outside funding",
  check: (mechanism, options) =>
    checkProfiles(mechanism, "no-deficit", (F, total) => F.negate(total), options),
};

/** |E_f Σ_i p_i|. */
export const budgetBalanceExAnte: Property = {
  id: "budget-balance-ex-ante",
  group: "money",
  title: "Budget balance, ex ante",
  definition: "expected payments add up to zero",
  source: "Okumura (2018), definition 2.6",
  check: (mechanism, options) => checkAverage(mechanism, "budget-balance-ex-ante", absolute, options),
};

/** −E_f Σ_i p_i. */
export const noDeficitExAnte: Property = {
  id: "no-deficit-ex-ante",
  group: "money",
  title: "No deficit, ex ante",
  definition: "expected payments add up to at least zero",
  source: "Efficient mechanism design, lecture notes, theorem 2",
  check: (mechanism, options) =>
    checkAverage(mechanism, "no-deficit-ex-ante", (F, total) => F.negate(total), options),
};

type Violation = <N>(F: Arithmetic<N>, total: N) => N;

/** |x|. */
export function absolute<N>(F: Arithmetic<N>, total: N): N {
  return F.compare(total, F.zero) < 0 ? F.negate(total) : total;
}

/** Σ_i p_i at one cell. */
export function totalPayment<N>(view: ProfileView<N>, cell: number): N {
  const F = view.environment.arithmetic;
  let total = F.zero;
  for (const payments of view.table.payments) total = F.add(total, payments[cell]);
  return total;
}

/** E_f Σ_i p_i; `undefined` without a prior. */
export function expectedRevenue<N>(view: ProfileView<N>): N | undefined {
  if (view.prior === undefined) return undefined;
  const F = view.environment.arithmetic;
  let total = F.zero;
  for (let cell = 0; cell < view.size; cell++) {
    const payment = totalPayment(view, cell);
    if (F.compare(payment, F.zero) === 0) continue;
    for (let state = 0; state < view.environment.states.length; state++)
      total = F.add(total, F.multiply(view.prior(cell, state), payment));
  }
  return total;
}

/** Whether a prior exists and gives the cell probability 0. */
export function cellNeverOccurs<N>(view: ProfileView<N>, cell: number): boolean {
  const F = view.environment.arithmetic;
  if (view.prior === undefined) return false;
  for (let state = 0; state < view.environment.states.length; state++)
    if (F.compare(view.prior(cell, state), F.zero) > 0) return false;
  return true;
}

function largestPayments<N>(view: ProfileView<N>): number {
  const F = view.environment.arithmetic;
  let top = 0;
  for (const payments of view.table.payments) {
    let own = 0;
    for (let k = 0; k < payments.length; k++) own = Math.max(own, Math.abs(F.toNumber(payments[k])));
    top += own;
  }
  return top;
}

/**
 * Rounding bound of a sum of payments; 0 in exact arithmetic. Payments that should cancel may be nothing but the rounding of values
 * averaged over all profiles, so the range of the values and the number of profiles count too.
 */
export function paymentBound<N>(view: ProfileView<N>, terms: number): number {
  const F = view.environment.arithmetic;
  if (F.kind === "exact") return 0;
  const agents = view.environment.agents.length;
  const values = agents * F.toNumber(valueRange(view.environment));
  return F.errorBound(terms + view.size + 2 * agents, largestPayments(view) + values);
}

function checkProfiles<N>(
  mechanism: Mechanism<N>,
  id: string,
  violation: Violation,
  options: CheckOptions<N>,
): Verdict {
  const F = mechanism.environment.arithmetic;
  const view = profileView(mechanism);
  const worst = new Worst(F);
  for (let cell = 0; cell < view.size; cell++) {
    if (options.profiles === "support" && cellNeverOccurs(view, cell)) continue;
    const total = totalPayment(view, cell);
    const value = violation(F, total);
    if (worst.beats(value)) worst.take(value, () => profileWitness(mechanism, view, cell, total));
  }
  return verdictOf(F, id, worst, {
    over: "every profile of types",
    errorBound: paymentBound(view, 1),
    tolerance: options.tolerance,
    profiles: options.profiles,
  });
}

function profileWitness<N>(mechanism: Mechanism<N>, view: ProfileView<N>, cell: number, total: N): Witness {
  const profile = new Int32Array(view.environment.agents.length);
  view.write(cell, profile);
  const entries = nameEntries(mechanism, typeLabels(view.environment), profile);
  const payments = quantity(view.environment.arithmetic, total);
  return {
    kind: "profile",
    others: entries,
    numbers: { payments },
    words: `Payments add up to ${printQuantity(payments)} when ${printEntries(entries)}.`,
  };
}

function checkAverage<N>(
  mechanism: Mechanism<N>,
  id: string,
  violation: Violation,
  options: CheckOptions<N>,
): Verdict {
  const F = mechanism.environment.arithmetic;
  const view = profileView(mechanism);
  const revenue = expectedRevenue(view);
  if (revenue === undefined) return undecided(F, id, "The model states no prior of the designer.");
  const worst = new Worst(F);
  const value = violation(F, revenue);
  const payments = quantity(F, revenue);
  if (worst.beats(value))
    worst.take(value, () => ({
      kind: "average",
      numbers: { payments },
      words: `Expected payments add up to ${printQuantity(payments)}.`,
    }));
  return verdictOf(F, id, worst, {
    over: "the designer's prior",
    errorBound: paymentBound(view, view.size * view.environment.states.length),
    tolerance: options.tolerance,
  });
}
