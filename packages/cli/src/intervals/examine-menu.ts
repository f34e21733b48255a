import {
  checkScreening,
  type Estimate,
  envelope,
  expectation,
  optimalScreening,
  type ScreeningCheck,
  survival,
} from "@candor/core/intervals";
import type { OwnFormula } from "@candor/core/io";
import { CandorError, fail, integrate } from "@candor/core/numeric";
import { plainEstimate } from "./plain-estimate.js";
import type { StatedScreening } from "./read-screening.js";
import { typesSeen } from "./types-seen.js";

/** A menu that somebody states, and the problem it is for. */
export interface StatedMenu {
  readonly stated: StatedScreening;
  readonly quantity: OwnFormula;
  /** Absent: what the envelope theorem forces, with the outside option for the lowest type. */
  readonly payment?: OwnFormula;
}

export interface MenuFindings extends StatedMenu {
  readonly check: ScreeningCheck;
  /** A type that gets a quantity that is not offered. */
  readonly unavailable?: { readonly type: number; readonly quantity: number };
  /** Two types of which the higher gets less, among those looked at. */
  readonly fall?: { readonly low: number; readonly high: number; readonly from: number; readonly to: number };
  /** The largest |t(θ) − (v(x(θ), θ) − V(θ))| with V by the envelope theorem from the lowest type's utility; of stated payments. */
  readonly envelope?: { readonly difference: number; readonly at: number };
  readonly profit: Estimate;
  readonly consumerSurplus: Estimate;
  /** Of the best menu, where it was found. */
  readonly optimum?: Estimate;
}

/** Relative; quantities are not told apart by less. */
const ROUNDING = 2 ** -40;

/**
 * Checks a stated menu: lies, participation, quantities on offer, monotonicity, the envelope, and what it earns. Searches, not proofs.
 * Errors: those of the formulas, of `envelope` and of `expectation`; `unbounded-support` where types have no lower end.
 */
export function examineMenu({ stated, quantity, payment }: StatedMenu): MenuFindings {
  const { distribution, value, outside = 0 } = stated.problem;
  const [low, high] = distribution.support;
  if (low === -Infinity)
    fail("unbounded-support", "--types", "The lowest type must exist; truncate the distribution from below.");
  const reservation = typeof outside === "number" ? outside : outside(low);
  const lowest = payment === undefined ? reservation : value.value(quantity.at(low), low) - payment.at(low);
  const types = typesSeen(distribution);
  const jumps = quantity.switches(types);
  const rule = { quantity: quantity.at, types: [low, high], breakpoints: jumps } as const;
  const forced = envelope(rule, { value: value.value, byType: stated.byType.at }, lowest);
  const pays = payment?.at ?? forced.payment;
  const breakpoints = [...jumps, ...(payment?.switches(types) ?? [])];
  const menu = { quantity: quantity.at, payment: pays, breakpoints };
  const integrated = payment === undefined ? types.map((type) => forced.utility(type).error) : [];
  const [fall, unavailable] = [
    firstFall(
      [...types, ...jumps].sort((a, b) => a - b),
      quantity.at,
    ),
    notOffered(stated, [...types, ...jumps], quantity),
  ];
  const optimum = attempted(() => optimalScreening(stated.problem).profit);
  return {
    ...{ stated, quantity },
    check: beyond(2 * Math.max(0, ...integrated), checkScreening(menu, value, distribution, { outside })),
    ...(unavailable !== undefined && { unavailable }),
    ...(payment !== undefined && {
      payment,
      envelope: farthest(types, (type) => pays(type) - forced.payment(type)),
    }),
    ...(fall !== undefined && { fall }),
    ...shared(stated, quantity.at, payment?.at ?? lowest, breakpoints),
    ...(optimum !== undefined && { optimum: plainEstimate(optimum) }),
  };
}

/** The check with payments known within an error. */
function beyond(error: number, { lie, ...check }: ScreeningCheck): ScreeningCheck {
  const total = check.error + error;
  return { ...check, error: total, ...(lie !== undefined && check.largestGain > total && { lie }) };
}

function notOffered(
  { problem: { quantities } }: StatedScreening,
  types: readonly number[],
  { at }: OwnFormula,
): MenuFindings["unavailable"] {
  const off = (x: number) =>
    "from" in quantities
      ? Math.max(quantities.from - x, x - quantities.to)
      : Math.min(...quantities.map((each) => Math.abs(each - x)));
  const type = types.find((each) => !(off(at(each)) <= ROUNDING * (1 + Math.abs(at(each)))));
  return type === undefined ? undefined : { type, quantity: at(type) };
}

/**
 * What is expected for the principal and for the agent. With payments by the envelope the agent expects V(low) + ∫ Pr(θ' > θ) v_θ(x(θ), θ) dθ,
 * one integral instead of one within another.
 */
function shared(
  { problem, byType }: StatedScreening,
  quantity: (type: number) => number,
  payment: ((type: number) => number) | number,
  breakpoints: readonly number[],
): Pick<MenuFindings, "profit" | "consumerSurplus"> {
  const { distribution, value, principal } = problem;
  const [low, high] = distribution.support;
  const own = (type: number) => value.value(quantity(type), type);
  const cost = (type: number) => -(principal?.value(quantity(type), type) ?? 0);
  const mean = (of: (type: number) => number) => expectation(distribution, of, { breakpoints });
  if (typeof payment === "function")
    return {
      profit: plainEstimate(mean((type) => payment(type) - cost(type))),
      consumerSurplus: plainEstimate(mean((type) => own(type) - payment(type))),
    };
  const rents = integrate(
    (type) => survival(distribution, type) * byType.at(quantity(type), type),
    low,
    high,
    { breakpoints: [...distribution.breakpoints, ...breakpoints] },
  );
  const consumerSurplus = { value: payment + rents.value, error: rents.error };
  const total = mean((type) => own(type) - cost(type));
  const profit = { value: total.value - consumerSurplus.value, error: total.error + consumerSurplus.error };
  return { profit, consumerSurplus };
}

/** The neighbours between which the quantity falls most. */
function firstFall(types: readonly number[], quantity: (type: number) => number): MenuFindings["fall"] {
  const given = types.map(quantity);
  let at = 0;
  for (let k = 1; k < types.length; k++) if (given[k] - given[k - 1] < given[at + 1] - given[at]) at = k - 1;
  return given[at + 1] < given[at] - ROUNDING * (1 + Math.abs(given[at]))
    ? { low: types[at], high: types[at + 1], from: given[at], to: given[at + 1] }
    : undefined;
}

function farthest(types: readonly number[], difference: (type: number) => number) {
  let [at, most] = [types[0], 0];
  for (const type of types) {
    const off = Math.abs(difference(type));
    if (off > most) [at, most] = [type, off];
  }
  return { difference: most, at };
}

function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof CandorError) return undefined;
    throw error;
  }
}
