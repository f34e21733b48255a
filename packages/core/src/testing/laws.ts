import type { Mechanism } from "../model/mechanism.js";
import { exact } from "../numeric/arithmetic.js";
import { parseRational } from "../numeric/rational.js";
import { confirmWitness } from "../properties/confirm-witness.js";
import type { Property } from "../properties/property.js";
import { PROPERTIES } from "../properties/registry.js";
import { type Quantity, quantity, type Verdict } from "../properties/verdict.js";

import { EPSILON_ORDERS, EX_ANTE, ORDERS, type Order } from "./orders.js";

/** One law that a mechanism's verdicts break: a bug in a property, never in the mechanism. */
export interface FailedLaw {
  readonly law: string;
  /** The numbers that contradict each other. */
  readonly detail: string;
}

export interface LawOptions {
  /** Whether witnesses are computed again by enumerating all profiles. Default true; turn off for large models. */
  readonly witnesses?: boolean;
  /** The properties to hold against each other, by id. Default: all of the registry. */
  readonly properties?: readonly Property[];
}

/**
 * The laws that connect the properties, on one mechanism: dominant ⇒ ex post ⇒ Bayesian within one reading, state known ⇒ state
 * expected, the participation and budget chains, cycle means below the incentive gaps, efficiency and Groves, and every
 * witness confirmed from the definitions. An empty list means that all hold. Verdicts without an answer are passed over.
 *
 * For anyone who writes a property or a mechanism of their own: run it on your examples and on random ones.
 */
export function failedLaws<N>(mechanism: Mechanism<N>, options: LawOptions = {}): FailedLaw[] {
  const checked = options.properties ?? PROPERTIES;
  const verdicts = new Map(checked.map((property) => [property.id, property.check(mechanism, {})]));
  const failed: FailedLaw[] = [];
  const { beliefs } = mechanism.environment;
  const prior = beliefs !== undefined && beliefs.kind !== "personal";
  for (const order of [...ORDERS, ...(prior ? [EX_ANTE] : [])])
    failed.push(...compare(verdicts, order, violation));
  for (const order of EPSILON_ORDERS) failed.push(...compare(verdicts, order, (verdict) => verdict.epsilon));
  failed.push(...efficiencyLaw(mechanism, verdicts), ...grovesLaw(mechanism, verdicts));
  if (options.witnesses !== false)
    for (const verdict of verdicts.values()) failed.push(...witnessLaw(mechanism, verdict));
  return failed;
}

/** ε − slack, the signed violation. */
export function violation({ epsilon, slack }: Verdict): Quantity | undefined {
  if (epsilon === undefined || slack === undefined) return undefined;
  return difference(epsilon, slack);
}

function difference(a: Quantity, b: Quantity): Quantity {
  if (a.exact === undefined || b.exact === undefined) return { value: a.value - b.value };
  return quantity(exact, exact.subtract(parseRational(a.exact)!, parseRational(b.exact)!));
}

/** Whether a ≤ b up to the rounding the verdicts admit. */
function atMost(a: Quantity, b: Quantity, rounding: number): boolean {
  if (a.exact !== undefined && b.exact !== undefined)
    return exact.compare(parseRational(a.exact)!, parseRational(b.exact)!) <= 0;
  return a.value <= b.value + rounding;
}

function rounding(...verdicts: Verdict[]): number {
  return verdicts.reduce((total, { method }) => total + method.errorBound, 0);
}

function compare(
  verdicts: ReadonlyMap<string, Verdict>,
  [smaller, larger, why]: Order,
  number: (verdict: Verdict) => Quantity | undefined,
): FailedLaw[] {
  const [low, high] = [verdicts.get(smaller), verdicts.get(larger)];
  if (low === undefined || high === undefined) return [];
  const [a, b] = [number(low), number(high)];
  if (a === undefined || b === undefined || atMost(a, b, rounding(low, high))) return [];
  return [{ law: `${smaller} ≤ ${larger}: ${why}`, detail: `${print(a)} > ${print(b)}` }];
}

/** Where it is feasible: decision efficiency ≤ Pareto efficiency ≤ decision efficiency + budget balance, with money. */
function efficiencyLaw<N>(mechanism: Mechanism<N>, verdicts: ReadonlyMap<string, Verdict>): FailedLaw[] {
  const [pareto, loss, balance] = ["pareto-efficiency", "decision-efficiency", "budget-balance"].map((id) =>
    verdicts.get(id),
  );
  if (!pareto?.epsilon || !loss?.epsilon || !balance?.epsilon) return [];
  const law = "Pareto efficiency is decision efficiency and a balanced budget";
  const most = difference(loss.epsilon, difference({ value: 0, exact: "0" }, balance.epsilon));
  const low = !mechanism.environment.money || atMost(loss.epsilon, pareto.epsilon, rounding(pareto, loss));
  if (low && atMost(pareto.epsilon, most, rounding(pareto, loss, balance))) return [];
  return [{ law, detail: `${print(loss.epsilon)} ≤ ${print(pareto.epsilon)} ≤ ${print(most)} fails` }];
}

/** With efficiency lost by at most ε and τ_i varying by at most ε no lie gains more than 2ε. */
function grovesLaw<N>(mechanism: Mechanism<N>, verdicts: ReadonlyMap<string, Verdict>): FailedLaw[] {
  const [groves, dominant] = [verdicts.get("groves-form"), verdicts.get("dominant-strategy-ic")];
  if (!mechanism.direct || !groves?.epsilon || !dominant?.epsilon) return [];
  const twice = difference(groves.epsilon, difference({ value: 0, exact: "0" }, groves.epsilon));
  if (atMost(dominant.epsilon, twice, 3 * rounding(groves, dominant))) return [];
  return [
    {
      law: "truth is dominant in a Groves mechanism",
      detail: `${print(dominant.epsilon)} > ${print(twice)}`,
    },
  ];
}

function witnessLaw<N>(mechanism: Mechanism<N>, verdict: Verdict): FailedLaw[] {
  const F = mechanism.environment.arithmetic;
  const claimed = violation(verdict) ?? shortage(verdict);
  const found = confirmWitness(mechanism, verdict);
  if (claimed === undefined || found === undefined) return [];
  const again = quantity(F, found);
  const slack = verdict.method.errorBound;
  if (atMost(claimed, again, slack) && atMost(again, claimed, slack)) return [];
  return [
    {
      law: `the witness of ${verdict.property} attains what it claims`,
      detail: `claimed ${print(claimed)}, recomputed ${print(again)}: ${verdict.witness!.words}`,
    },
  ];
}

/** An infeasible mechanism's verdict has no ε; its witness claims a deficit. */
function shortage({ witness }: Verdict): Quantity | undefined {
  return witness?.numbers.payments && difference({ value: 0, exact: "0" }, witness.numbers.payments);
}

function print({ exact: fraction, value }: Quantity): string {
  return fraction ?? String(value);
}
