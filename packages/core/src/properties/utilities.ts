import type { Perspective, Plays } from "../model/perspective.js";
import { expectedAt } from "../model/tabulation.js";
import type { Table } from "../numeric/arithmetic.js";

/** v(·) of a type at one cell and state: the vector that one inequality is about. */
export function valueVector<N>(view: Perspective<N>, type: number, cell: number, state: number): Table<N> {
  if (view.privateValues !== undefined) return view.privateValues[type];
  const width = view.environment.alternatives.length;
  const vector = view.environment.arithmetic.table(width);
  for (let a = 0; a < width; a++) vector[a] = view.value(a, type, cell, state);
  return vector;
}

/**
 * E[v(·, t, θ) | t] under the agent's belief about the state given all types; `undefined` where the belief puts no weight on
 * the profile, so that nothing is known there.
 */
export function expectedValueVector<N>(
  view: Perspective<N>,
  type: number,
  cell: number,
): Table<N> | undefined {
  if (!view.valueDependsOnState) return valueVector(view, type, cell, 0);
  const F = view.environment.arithmetic;
  const total = F.table(view.environment.alternatives.length);
  let mass = F.zero;
  for (let state = 0; state < view.stateCount; state++) {
    const weight = view.weight?.(type, cell, state) ?? F.zero;
    if (F.compare(weight, F.zero) <= 0) continue;
    mass = F.add(mass, weight);
    for (let a = 0; a < total.length; a++)
      total[a] = F.add(total[a], F.multiply(weight, view.value(a, type, cell, state)));
  }
  if (F.compare(mass, F.zero) <= 0) return undefined;
  for (let a = 0; a < total.length; a++) total[a] = F.divide(total[a], mass);
  return total;
}

/** Σ_a g(a) v(a) − p for one message against one cell. */
export function utility<N>(
  view: Perspective<N>,
  plays: Plays<N>,
  message: number,
  cell: number,
  values: Table<N>,
): N {
  const row = plays.offset[cell] + message * plays.stride;
  const choice = plays.table.choices[row];
  const value =
    choice >= 0 ? values[choice] : expectedAt(view.environment, plays.table, row, (a) => values[a]);
  return view.environment.arithmetic.subtract(value, plays.payment[row]);
}

/** The utility of the strategy's own message (the expected one when it mixes). */
export function truthfulUtility<N>(
  view: Perspective<N>,
  plays: Plays<N>,
  type: number,
  cell: number,
  values: Table<N>,
): N {
  const F = view.environment.arithmetic;
  const mix = view.strategy[type];
  if (mix.length === 1) return utility(view, plays, mix[0].message, cell, values);
  let total = F.zero;
  for (const { message, probability } of mix)
    total = F.add(total, F.multiply(probability, utility(view, plays, message, cell, values)));
  return total;
}

/** Whether a message is exactly what the strategy sends, so that no gain can come from it. */
export function isTruth<N>(view: Perspective<N>, type: number, message: number): boolean {
  const mix = view.strategy[type];
  return mix.length === 1 && mix[0].message === message;
}

/** An upper bound on |value| + |payment| + |outside option|: the scale of rounding errors. */
export function magnitude<N>(view: Perspective<N>): number {
  const F = view.environment.arithmetic;
  const size = (x: N) => Math.abs(F.toNumber(x));
  const cells = view.valueDependsOnCell ? view.cells.size : 1;
  const states = view.valueDependsOnState ? view.stateCount : 1;
  let value = 0;
  for (let t = 0; t < view.typeCount; t++)
    for (let c = 0; c < cells; c++)
      for (let s = 0; s < states; s++)
        for (let a = 0; a < view.environment.alternatives.length; a++)
          value = Math.max(value, size(view.value(a, t, c, s)));
  return value + largest(view.any.payment, size) + largest(view.environment.outsideOptions[view.agent], size);
}

function largest<N>(table: Table<N>, size: (x: N) => number): number {
  let top = 0;
  for (let k = 0; k < table.length; k++) top = Math.max(top, size(table[k]));
  return top;
}

/** Rounding bound of a difference of two expected utilities over `terms` cells and states; 0 in exact arithmetic. */
export function roundingBound<N>(view: Perspective<N>, terms: number): number {
  const F = view.environment.arithmetic;
  if (F.kind === "exact") return 0;
  const alternatives = view.environment.alternatives.length;
  return F.errorBound(terms * (alternatives + 2) + 2 * view.environment.agents.length, 2 * magnitude(view));
}
