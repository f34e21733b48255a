import type { Environment } from "../model/environment.js";
import { typeCounts } from "../model/environment.js";
import { blocksOf } from "../model/perspective.js";
import { cellSpace } from "../model/profiles.js";

/** max v − min v over agents, alternatives, profiles and states: the scale against which a relative ε is read. */
export function valueRange<N>(environment: Environment<N>): N {
  const F = environment.arithmetic;
  let least: N | undefined;
  let most: N | undefined;
  const profile = new Int32Array(environment.agents.length);
  const include = (value: N) => {
    if (least === undefined || F.compare(value, least) < 0) least = value;
    if (most === undefined || F.compare(value, most) > 0) most = value;
  };
  for (const { first } of environment.groups) {
    const values = environment.values[first];
    const states = values.dependsOnState ? environment.states.length : 1;
    const includeProfile = () => {
      for (let a = 0; a < environment.alternatives.length; a++)
        for (let s = 0; s < states; s++) include(values.at(a, profile, s));
    };
    if (values.dependsOnOthers) {
      const cells = cellSpace(blocksOf(environment, typeCounts(environment), true, first));
      for (let c = 0; c < cells.size; c++) {
        cells.write(c, profile);
        for (let t = 0; t < environment.agents[first].types.length; t++) {
          profile[first] = t;
          includeProfile();
        }
      }
    } else
      for (let t = 0; t < environment.agents[first].types.length; t++) {
        profile[first] = t;
        includeProfile();
      }
  }
  return F.subtract(most!, least!);
}
