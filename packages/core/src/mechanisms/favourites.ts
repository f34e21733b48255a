import type { Environment } from "../model/environment.js";

/** Each type's most preferred alternative, indexed [agent][type]; the lowest index among equally good ones. For private values. */
export function favourites<N>(environment: Environment<N>): Int32Array[] {
  const F = environment.arithmetic;
  const profile = new Int32Array(environment.agents.length);
  return environment.agents.map((agent, i) => {
    const best = Int32Array.from(agent.types, (_, t) => {
      profile[i] = t;
      let top = 0;
      let value = environment.values[i].at(0, profile, 0);
      for (let a = 1; a < environment.alternatives.length; a++) {
        const other = environment.values[i].at(a, profile, 0);
        if (F.compare(other, value) > 0) [top, value] = [a, other];
      }
      return top;
    });
    profile[i] = 0;
    return best;
  });
}
