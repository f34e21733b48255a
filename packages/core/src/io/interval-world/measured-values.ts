import type { Distribution } from "../../intervals/distribution.js";
import { affine } from "../../intervals/families/affine.js";
import { toDouble } from "../../numeric/rational.js";
import type { IntervalAgent } from "./interval-world.js";
import type { Affine } from "./own-formula.js";

/** The distribution of a·own + b, one object for agents with the same: what is computed for one is then computed for all. */
export function measuredValues(): (agent: IntervalAgent, formula: Affine) => Distribution {
  const known = new Map<string, Distribution>();
  return ({ written, types }, { slope, shift }) => {
    const [a, b] = [toDouble(slope), toDouble(shift)];
    const key = `${written} ${a} ${b}`;
    const values = known.get(key) ?? (a === 1 && b === 0 ? types : affine(types, a, b));
    known.set(key, values);
    return values;
  };
}
