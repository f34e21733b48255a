import type { Mechanism } from "../model/mechanism.js";
import { max } from "../numeric/arithmetic.js";
import { typeLabels } from "./naming.js";
import * as D from "./recheck-definitions.js";
import type { Witness } from "./verdict.js";

/** The number behind a witness of kind `cycle`, from the definitions. */
export function recomputeCycle<N>(mechanism: Mechanism<N>, witness: Witness, property: string): N {
  const { arithmetic: F, agents } = mechanism.environment;
  const agent = agents.findIndex(({ name }) => name === witness.agent);
  const cycle = witness.cycle!.map((name) => agents[agent].types.findIndex(({ label }) => label === name));
  const place = witness.others ?? witness.othersReports;
  const others = D.profileNamed(mechanism, typeLabels(mechanism.environment), place, agent);
  const at = (type: number) => others.map((other, j) => (j === agent ? type : other));
  if (property === "monotonicity" || property === "interim-monotonicity") {
    const [low, high] = cycle.map((type) =>
      property === "monotonicity"
        ? amount(mechanism, agent, at(type))
        : D.givenOwnType(mechanism, agent, type, (types) => amount(mechanism, agent, types)),
    );
    return F.subtract(low, high);
  }
  if (property === "groves-form") {
    const [low, high] = cycle.map((type) => grovesTerm(mechanism, agent, at(type)));
    return F.subtract(high, low);
  }
  const arc = { "interim-cyclical-monotonicity": interimArc, "dominant-cyclical-monotonicity": dominantArc }[
    property
  ];
  const gains = cycle.map((from, k) => {
    const to = cycle[(k + 1) % cycle.length];
    return (arc ?? exPostArc)(mechanism, agent, at, from, to);
  });
  return F.divide(gains.reduce(F.add, F.zero), F.from({ n: BigInt(cycle.length), d: 1n }));
}

type At = (type: number) => readonly number[];

/** E[v_i | t] of the outcome at one profile of types to agent i at another. */
function worth<N>(
  mechanism: Mechanism<N>,
  agent: number,
  outcomeAt: readonly number[],
  truth: readonly number[],
): N {
  const { lottery } = D.play(mechanism, D.plansAt(mechanism, outcomeAt));
  return D.givenTypes(mechanism, agent, truth, (state) => D.value(mechanism, agent, lottery, truth, state));
}

/** v_i(x(s), t) − v_i(x(s), s) against the same others. */
function exPostArc<N>(mechanism: Mechanism<N>, agent: number, at: At, from: number, to: number): N {
  const F = mechanism.environment.arithmetic;
  return F.subtract(worth(mechanism, agent, at(from), at(to)), worth(mechanism, agent, at(from), at(from)));
}

function interimArc<N>(mechanism: Mechanism<N>, agent: number, _: At, from: number, to: number): N {
  const F = mechanism.environment.arithmetic;
  const expected = (type: number) =>
    D.givenOwnType(mechanism, agent, type, (types, state) => {
      const reports = types.map((t, j) => (j === agent ? from : t));
      const { lottery } = D.play(mechanism, D.plansAt(mechanism, reports));
      return D.value(mechanism, agent, lottery, types, state);
    });
  return F.subtract(expected(to), expected(from));
}

/** max over the others' true types c of v_i(x(s, k); t, c) − v_i(x(t, k); t, c), k the others' reports. */
function dominantArc<N>(mechanism: Mechanism<N>, agent: number, at: At, from: number, to: number): N {
  const { arithmetic: F, agents, beliefs, values, states } = mechanism.environment;
  let largest: N | undefined;
  for (const truth of D.allProfiles(agents.map(({ types }) => types.length))) {
    if (truth[agent] !== to) continue;
    const known =
      !values[agent].dependsOnState ||
      states.some((_, state) => beliefs && F.compare(beliefs.weight(agent, truth, state), F.zero) > 0);
    if (!known) continue;
    const gain = F.subtract(worth(mechanism, agent, at(from), truth), worth(mechanism, agent, at(to), truth));
    largest = largest === undefined ? gain : max(F, largest, gain);
  }
  return largest!;
}

/** Expected `gets`, or the expected number of the alternative. */
function amount<N>(mechanism: Mechanism<N>, agent: number, types: readonly number[]): N {
  const { arithmetic: F, alternatives } = mechanism.environment;
  const { lottery } = D.play(mechanism, D.plansAt(mechanism, types));
  const personal = alternatives.every(
    ({ personal: fields }) => typeof fields.get("gets")?.[agent] !== "undefined",
  );
  return lottery.reduce((total, share, a) => {
    const each = personal ? alternatives[a].personal.get("gets")![agent] : alternatives[a].number;
    return F.add(total, F.multiply(share, each as N));
  }, F.zero);
}

/** p_i(t) + Σ_{j≠i} E_g v_j, plus the designer's value where it counts. */
function grovesTerm<N>(mechanism: Mechanism<N>, agent: number, types: readonly number[]): N {
  const { arithmetic: F, agents, designer } = mechanism.environment;
  const { lottery, payments } = D.play(mechanism, D.plansAt(mechanism, types));
  const others = [...agents.keys(), ...(designer?.counts ? [-1] : [])].filter((j) => j !== agent);
  return others.reduce((total, j) => F.add(total, D.value(mechanism, j, lottery, types, 0)), payments[agent]);
}
