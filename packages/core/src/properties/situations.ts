import type { Perspective } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import type { CheckOptions } from "./property.js";
import { inSupport } from "./support.js";
import { expectedValueVector, valueVector } from "./utilities.js";

/** How an ex post property reads the state and the others' reports. */
export interface Reading {
  readonly id: string;
  /** `known`: at every possible θ; `expected`: under π_i(θ | t). */
  readonly state: "known" | "expected";
  /** `truthful`: the others play their strategies; `any`: every profile of their messages. */
  readonly others: "truthful" | "any";
  readonly over: string;
}

/** One true situation of an agent: its type, a cell of the others, and the state where it is known (−1 otherwise). */
export interface Situation<N> {
  readonly type: number;
  readonly cell: number;
  readonly state: number;
  /** v(·) there; absent where no belief is defined and where no state is possible. */
  readonly values: Table<N> | undefined;
}

/** The true situations a property ranges over; what cannot matter is not varied. */
export function* situations<N>(
  view: Perspective<N>,
  reading: Reading,
  options: CheckOptions<N>,
): Generator<Situation<N>> {
  // What the others truly are cannot matter when every report is tried and values are private.
  const anyCell = reading.others === "any" && view.privateValues !== undefined;
  const cells = anyCell && options.profiles !== "support" ? 1 : view.cells.size;
  const known = reading.state === "known" && view.valueDependsOnState;
  for (let type = 0; type < view.typeCount; type++)
    for (let cell = 0; cell < cells; cell++) {
      if (options.profiles === "support" && !inSupport(view, type, cell)) continue;
      if (known) yield* possibleStates(view, type, cell);
      else yield { type, cell, state: -1, values: expectedValueVector(view, type, cell) };
    }
}

function* possibleStates<N>(view: Perspective<N>, type: number, cell: number): Generator<Situation<N>> {
  let some = false;
  for (let state = 0; state < view.stateCount; state++) {
    if (!view.possible(type, cell, state)) continue;
    some = true;
    yield { type, cell, state, values: valueVector(view, type, cell, state) };
  }
  if (!some) yield { type, cell, state: -1, values: undefined };
}

/** The cells of the others' reports to try in a situation: their own, or all of them. */
export function reportCells<N>(
  view: Perspective<N>,
  reading: Reading,
  { cell }: Situation<N>,
): [from: number, to: number] {
  return reading.others === "any" ? [0, view.messageCells.size] : [cell, cell + 1];
}
