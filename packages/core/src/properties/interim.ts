import type { Perspective } from "../model/perspective.js";
import { remember } from "../model/remember.js";
import { expectedAt } from "../model/tabulation.js";
import type { Table } from "../numeric/arithmetic.js";
import { utility, valueVector } from "./utilities.js";

/** An agent's expected utilities by true type and message when the others play their strategies. */
export interface InterimUtilities<N> {
  /** U(t, m) at [type · messages + message]; meaningless rows for types of probability 0. */
  readonly byMessage: Table<N>;
  /** U of the strategy itself, by type. */
  readonly truthful: Table<N>;
  /** Expected payment when playing the strategy, by type. */
  readonly payment: Table<N>;
  /** Whether the type has positive probability. */
  readonly occurs: readonly boolean[];
  /** Terms added up per expectation, for the rounding bound. */
  readonly terms: number;
}

const known = new WeakMap<object, unknown>();

/** Interim utilities of one agent; `undefined` when the model states no beliefs. Computed once per perspective. */
export function interimUtilities<N>(view: Perspective<N>): InterimUtilities<N> | undefined {
  if (view.weight === undefined) return undefined;
  return remember(known, view, () => compute(view));
}

function compute<N>(view: Perspective<N>): InterimUtilities<N> {
  const F = view.environment.arithmetic;
  const { agent, typeCount, messageCount } = view;
  const occurs = Array.from(
    { length: typeCount },
    (_, t) => F.compare(view.environment.beliefs!.mass(agent, t), F.zero) > 0,
  );
  const separable =
    view.environment.beliefs!.independent && !view.valueDependsOnCell && !view.valueDependsOnState;
  const byMessage = separable ? byContraction(view, occurs) : bySummation(view, occurs);
  const truthful = F.table(typeCount);
  const payment = F.table(typeCount);
  for (let t = 0; t < typeCount; t++) {
    if (!occurs[t]) continue;
    for (const { message, probability } of view.strategy[t]) {
      truthful[t] = F.add(truthful[t], F.multiply(probability, byMessage[t * messageCount + message]));
      payment[t] = F.add(payment[t], F.multiply(probability, interimPayment(view, t, message)));
    }
  }
  return { byMessage, truthful, payment, occurs, terms: view.cells.size * view.stateCount };
}

/** Σ_{c,θ} w(t, c, θ) u(m, c; t, c, θ) / Σ w, for any beliefs and values. */
function bySummation<N>(view: Perspective<N>, occurs: readonly boolean[]): Table<N> {
  const F = view.environment.arithmetic;
  const { messageCount } = view;
  const result = F.table(view.typeCount * messageCount);
  for (let t = 0; t < view.typeCount; t++) {
    if (!occurs[t]) continue;
    let mass = F.zero;
    for (let c = 0; c < view.cells.size; c++)
      for (let s = 0; s < view.stateCount; s++) {
        const weight = view.weight!(t, c, s);
        if (F.compare(weight, F.zero) === 0) continue;
        mass = F.add(mass, weight);
        const values = valueVector(view, t, c, s);
        for (let m = 0; m < messageCount; m++) {
          const k = t * messageCount + m;
          result[k] = F.add(result[k], F.multiply(weight, utility(view, view.equilibrium, m, c, values)));
        }
      }
    for (let m = 0; m < messageCount; m++)
      result[t * messageCount + m] = F.divide(result[t * messageCount + m], mass);
  }
  return result;
}

/**
 * Independent beliefs and private values: U(t, m) = Σ_a ḡ(a | m) v(a, t) − p̄(m) with the interim lottery ḡ and payment p̄ of
 * a message, so the profiles are passed once per agent and not once per type and message.
 */
function byContraction<N>(view: Perspective<N>, occurs: readonly boolean[]): Table<N> {
  const F = view.environment.arithmetic;
  const width = view.environment.alternatives.length;
  const { messageCount } = view;
  const type = occurs.indexOf(true);
  const result = F.table(view.typeCount * messageCount);
  if (type < 0) return result;
  const mass = totalWeight(view, type);
  const lottery = F.table(width);
  for (let m = 0; m < messageCount; m++) {
    for (let a = 0; a < width; a++) lottery[a] = F.zero;
    addLotteries(view, type, m, lottery);
    const payment = interimPayment(view, type, m);
    const support: number[] = [];
    for (let a = 0; a < width; a++) if (F.compare(lottery[a], F.zero) !== 0) support.push(a);
    for (let t = 0; t < view.typeCount; t++) {
      let total = F.zero;
      for (const a of support) total = F.add(total, F.multiply(lottery[a], view.value(a, t, 0, 0)));
      result[t * messageCount + m] = F.subtract(F.divide(total, mass), payment);
    }
  }
  return result;
}

function addLotteries<N>(view: Perspective<N>, type: number, message: number, lottery: Table<N>): void {
  const F = view.environment.arithmetic;
  const { table, offset, stride } = view.equilibrium;
  for (let c = 0; c < view.cells.size; c++) {
    const row = offset[c] + message * stride;
    const weight = cellWeight(view, type, c);
    const choice = table.choices[row];
    if (choice >= 0) lottery[choice] = F.add(lottery[choice], weight);
    else
      for (let a = 0; a < lottery.length; a++)
        lottery[a] = F.add(lottery[a], F.multiply(weight, table.lotteries![row * lottery.length + a]));
  }
}

/** E[p(m, t_{−i}) | t]. */
export function interimPayment<N>(view: Perspective<N>, type: number, message: number): N {
  const F = view.environment.arithmetic;
  const { payment, offset, stride } = view.equilibrium;
  let total = F.zero;
  for (let c = 0; c < view.cells.size; c++) {
    const row = offset[c] + message * stride;
    if (F.compare(payment[row], F.zero) !== 0)
      total = F.add(total, F.multiply(cellWeight(view, type, c), payment[row]));
  }
  return F.divide(total, totalWeight(view, type));
}

/** E[x(a) of the outcome | t, m] for any function of the alternative alone, e.g. whether the agent gets the object. */
export function interimExpectation<N>(
  view: Perspective<N>,
  type: number,
  message: number,
  x: (alternative: number) => N,
): N {
  const F = view.environment.arithmetic;
  const { table, offset, stride } = view.equilibrium;
  let total = F.zero;
  for (let c = 0; c < view.cells.size; c++) {
    const value = expectedAt(view.environment, table, offset[c] + message * stride, x);
    total = F.add(total, F.multiply(cellWeight(view, type, c), value));
  }
  return F.divide(total, totalWeight(view, type));
}

function cellWeight<N>(view: Perspective<N>, type: number, cell: number): N {
  const F = view.environment.arithmetic;
  let weight = view.weight!(type, cell, 0);
  for (let s = 1; s < view.stateCount; s++) weight = F.add(weight, view.weight!(type, cell, s));
  return weight;
}

function totalWeight<N>(view: Perspective<N>, type: number): N {
  const F = view.environment.arithmetic;
  let total = F.zero;
  for (let c = 0; c < view.cells.size; c++) total = F.add(total, cellWeight(view, type, c));
  return total;
}
