import type { Perspective } from "../model/perspective.js";
import { expectedAt } from "../model/tabulation.js";

/** Σ_{j≠i} v_j(a, t_j), plus the designer's value where it counts, at the profile (t, c) of one agent's perspective; private values. */
export function othersValue<N>(view: Perspective<N>, type: number, cell: number): (alternative: number) => N {
  const { environment, agent } = view;
  const F = environment.arithmetic;
  const profile = new Int32Array(environment.agents.length);
  view.writeTypes(type, cell, profile);
  const counted = environment.designer?.counts ? [environment.designer.value] : [];
  const others = [...environment.values.filter((_, j) => j !== agent), ...counted];
  return (a) => others.reduce((total, values) => F.add(total, values.at(a, profile, 0)), F.zero);
}

/** The others' expected value of the outcome when the agent is truthful. */
export function othersWelfare<N>(view: Perspective<N>, type: number, cell: number): N {
  const { table, offset, stride } = view.equilibrium;
  return expectedAt(view.environment, table, offset[cell] + type * stride, othersValue(view, type, cell));
}

/** max over profiles and alternatives of Σ |v_j|, for rounding bounds. */
export function othersWelfareScale<N>(view: Perspective<N>): number {
  const { environment } = view;
  const F = environment.arithmetic;
  const profile = new Int32Array(environment.agents.length);
  const all = [...environment.values, ...(environment.designer?.counts ? [environment.designer.value] : [])];
  let scale = 0;
  for (let cell = 0; cell < view.cells.size; cell++)
    for (let type = 0; type < view.typeCount; type++) {
      view.writeTypes(type, cell, profile);
      for (let a = 0; a < environment.alternatives.length; a++) {
        const size = all.reduce((sum, values) => sum + Math.abs(F.toNumber(values.at(a, profile, 0))), 0);
        scale = Math.max(scale, size);
      }
    }
  return scale;
}
