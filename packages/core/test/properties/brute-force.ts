import type { Mechanism } from "../../src/model/mechanism.js";
import { max } from "../../src/numeric/arithmetic.js";
import {
  allProfiles,
  average,
  plansAt,
  play,
  sure,
  value,
} from "../../src/properties/recheck-definitions.js";
import {
  expected,
  indices,
  isPlan,
  known,
  largest,
  type Oracle,
  typesOf,
  utility,
} from "./brute-force-basics.js";
import { cycleMean } from "./brute-force-cycles.js";

export { onSupport } from "./brute-force-basics.js";

function incentive(reading: typeof expected, any: boolean): Oracle {
  return (m) => {
    const F = m.environment.arithmetic;
    const found = typesOf(m).flatMap((t) =>
      [...t.keys()].flatMap((i) => {
        const others = any ? [...allProfiles(m.messages.map((list) => list.length))] : [undefined];
        return others.flatMap((sent) =>
          m.messages[i].map((_, message) => {
            if (isPlan(m, i, t[i], message)) return undefined;
            const plans = plansAt(m, t).map((plan, j) => (sent && j !== i ? sure(m, sent[j]) : plan));
            const lie = plans.map((plan, j) => (j === i ? sure(m, message) : plan));
            return reading(m, i, t, (s) => F.subtract(utility(m, i, lie, t, s), utility(m, i, plans, t, s)));
          }),
        );
      }),
    );
    return largest(m, found);
  };
}

function participation(reading: typeof expected, any: boolean): Oracle {
  return (m) => {
    const { arithmetic: F, outsideOptions } = m.environment;
    return largest(
      m,
      typesOf(m).flatMap((t) =>
        [...t.keys()].flatMap((i) =>
          (any ? [...allProfiles(m.messages.map((list) => list.length))] : [undefined]).map((sent) => {
            const plans = plansAt(m, t).map((plan, j) => (sent && j !== i ? sure(m, sent[j]) : plan));
            return reading(m, i, t, (s) => F.subtract(outsideOptions[i][t[i]], utility(m, i, plans, t, s)));
          }),
        ),
      ),
    );
  };
}

/** E[f | t_i] where the type has positive probability. */
function interim<N>(m: Mechanism<N>, i: number, type: number, f: (t: readonly number[], s: number) => N) {
  const { beliefs, states, arithmetic: F } = m.environment;
  if (beliefs === undefined || F.compare(beliefs.mass(i, type), F.zero) <= 0) return undefined;
  const points = typesOf(m)
    .filter((t) => t[i] === type)
    .flatMap((t) => states.map((_, s) => [t, s] as const));
  return average(m, points, (t, s) => beliefs.weight(i, t, s), f);
}

function everyType<N>(m: Mechanism<N>, f: (i: number, type: number) => readonly (N | undefined)[]) {
  return largest(
    m,
    m.environment.agents.flatMap(({ types }, i) => indices(types.length).flatMap((type) => f(i, type))),
  );
}

function exAnte<N>(m: Mechanism<N>, f: (t: readonly number[], s: number) => N): N | undefined {
  const { beliefs, states } = m.environment;
  if (beliefs?.prior === undefined) return undefined;
  const points = typesOf(m).flatMap((t) => states.map((_, s) => [t, s] as const));
  return average(m, points, (t, s) => beliefs.prior!(t, s), f);
}

function paid<N>(m: Mechanism<N>, t: readonly number[]): N {
  return play(m, plansAt(m, t)).payments.reduce(m.environment.arithmetic.add);
}

const size = <N>({ environment: { arithmetic: F } }: Mechanism<N>, x: N) => max(F, x, F.negate(x));

/** max_a W − W(g) at one profile. */
function loss<N>(m: Mechanism<N>, t: readonly number[]): N | undefined {
  const { arithmetic: F, agents, alternatives, designer } = m.environment;
  const everyone = [...agents.keys(), ...(designer?.counts ? [-1] : [])];
  const { lottery } = play(m, plansAt(m, t));
  const welfare = (g: readonly N[]) =>
    everyone
      .map((i) => expected(m, i, t, (s) => value(m, i, g, t, s)))
      .reduce((a, b) => (a === undefined || b === undefined ? undefined : F.add(a, b)));
  const current = welfare(lottery);
  if (current === undefined) return undefined;
  const best = alternatives.map(
    (_, a) => welfare(alternatives.map((__, b) => (a === b ? F.one : F.zero))) as N,
  );
  return F.subtract(
    best.reduce((a, b) => max(F, a, b)),
    current,
  );
}

function worth<N>(m: Mechanism<N>, i: number, t: readonly number[], s: number) {
  return (report: number) => {
    const types = t.map((type, j) => (j === i ? report : type));
    return value(m, i, play(m, plansAt(m, types)).lottery, t, s);
  };
}

function cyclical(longest: number, dominant: boolean): Oracle {
  return (m) => {
    const F = m.environment.arithmetic;
    const own = m.environment.agents.map(({ types }) => indices(types.length));
    return largest(
      m,
      typesOf(m).flatMap((k) =>
        [...k.keys()].map((i) => {
          if (k[i] !== 0) return undefined;
          const outcome = (s: number) =>
            play(
              m,
              plansAt(
                m,
                k.map((r, j) => (j === i ? s : r)),
              ),
            ).lottery;
          const at = (c: readonly number[], t: number) => c.map((r, j) => (j === i ? t : r));
          const v = (s: number, t: number, c: readonly number[]) =>
            expected(m, i, at(c, t), (state) => value(m, i, outcome(s), at(c, t), state));
          const truths = (t: number) =>
            (dominant ? typesOf(m).filter((c) => c[i] === 0) : [k]).filter((c) => v(t, t, c) !== undefined);
          const nodes = own[i].filter((t) => truths(t).length > 0);
          const arc = (s: number, t: number) =>
            largest(
              m,
              truths(t).map((c) => F.subtract(v(s, t, c)!, v(t, t, c)!)),
            )!;
          return cycleMean(m, nodes, arc, longest);
        }),
      ),
    );
  };
}

function amount<N>(m: Mechanism<N>, i: number, t: readonly number[]): N {
  const { arithmetic: F, alternatives } = m.environment;
  const gets = alternatives.every(({ personal }) => personal.has("gets"));
  return play(m, plansAt(m, t)).lottery.reduce(
    (total, g, a) =>
      F.add(
        total,
        F.multiply(g, (gets ? alternatives[a].personal.get("gets")![i] : alternatives[a].number) as N),
      ),
    F.zero,
  );
}

function smaller<N>(m: Mechanism<N>, i: number, s: number, t: number): boolean {
  const { types } = m.environment.agents[i];
  return m.environment.arithmetic.compare(types[s].number!, types[t].number!) < 0;
}

/** By property id: the largest violation by enumeration. */
export const ORACLES: Readonly<Record<string, Oracle>> = {
  "dominant-strategy-ic": incentive(expected, true),
  "dominant-strategy-ic-state-known": incentive(known, true),
  "ex-post-ic": incentive(known, false),
  "epistemic-ex-post-ic": incentive(expected, false),
  "bayesian-ic": (m) => {
    const F = m.environment.arithmetic;
    return everyType(m, (i, type) =>
      m.messages[i].map((_, message) => {
        if (isPlan(m, i, type, message)) return undefined;
        return interim(m, i, type, (t, s) => {
          const plans = plansAt(m, t);
          const lie = plans.map((plan, j) => (j === i ? sure(m, message) : plan));
          return F.subtract(utility(m, i, lie, t, s), utility(m, i, plans, t, s));
        });
      }),
    );
  },
  "ex-post-ir-any-reports": participation(expected, true),
  "ex-post-ir": participation(known, false),
  "epistemic-ex-post-ir": participation(expected, false),
  "interim-ir": (m) => {
    const { arithmetic: F, outsideOptions } = m.environment;
    return everyType(m, (i, type) => [
      interim(m, i, type, (t, s) => F.subtract(outsideOptions[i][type], utility(m, i, plansAt(m, t), t, s))),
    ]);
  },
  "ex-ante-ir": (m) => {
    const { arithmetic: F, outsideOptions, agents } = m.environment;
    return largest(
      m,
      [...agents.keys()].map((i) =>
        exAnte(m, (t, s) => F.subtract(outsideOptions[i][t[i]], utility(m, i, plansAt(m, t), t, s))),
      ),
    );
  },
  "budget-balance": (m) =>
    largest(
      m,
      typesOf(m).map((t) => size(m, paid(m, t))),
    ),
  "no-deficit": (m) =>
    largest(
      m,
      typesOf(m).map((t) => m.environment.arithmetic.negate(paid(m, t))),
    ),
  "budget-balance-ex-ante": (m) => {
    const total = exAnte(m, (t) => paid(m, t));
    return total === undefined ? undefined : size(m, total);
  },
  "no-deficit-ex-ante": (m) => exAnte(m, (t) => m.environment.arithmetic.negate(paid(m, t))),
  "decision-efficiency": (m) =>
    largest(
      m,
      typesOf(m).map((t) => loss(m, t)),
    ),
  "groves-form": (m) => {
    const { arithmetic: F, agents, designer } = m.environment;
    const tau = (i: number, t: readonly number[]) => {
      const { lottery, payments } = play(m, plansAt(m, t));
      const others = [...agents.keys(), ...(designer?.counts ? [-1] : [])].filter((j) => j !== i);
      return others.reduce((total, j) => F.add(total, value(m, j, lottery, t, 0)), payments[i]);
    };
    const variations = typesOf(m).flatMap((t) =>
      agents.flatMap(({ types }, i) =>
        types.map((_, r) =>
          F.subtract(
            tau(i, t),
            tau(
              i,
              t.map((own, j) => (j === i ? r : own)),
            ),
          ),
        ),
      ),
    );
    return largest(m, [...variations, ...typesOf(m).map((t) => loss(m, t))]);
  },
  monotonicity: (m) => {
    const F = m.environment.arithmetic;
    return largest(
      m,
      typesOf(m).flatMap((t) =>
        m.environment.agents.flatMap(({ types }, i) =>
          types.map((_, r) => {
            const other = t.map((own, j) => (j === i ? r : own));
            return smaller(m, i, t[i], r) ? F.subtract(amount(m, i, t), amount(m, i, other)) : undefined;
          }),
        ),
      ),
    );
  },
  "interim-monotonicity": (m) => {
    const F = m.environment.arithmetic;
    return everyType(m, (i, low) =>
      m.environment.agents[i].types.map((_, high) => {
        const [a, b] = [low, high].map((type) => interim(m, i, type, (t) => amount(m, i, t)));
        return smaller(m, i, low, high) && a !== undefined && b !== undefined ? F.subtract(a, b) : undefined;
      }),
    );
  },
  "weak-monotonicity": cyclical(2, false),
  "cyclical-monotonicity": cyclical(9, false),
  "dominant-cyclical-monotonicity": cyclical(9, true),
  "interim-cyclical-monotonicity": (m) => {
    const { arithmetic: F, agents, beliefs } = m.environment;
    if (!beliefs?.independent) return undefined;
    return largest(
      m,
      agents.map(({ types }, i) => {
        const v = (s: number, t: number) => interim(m, i, t, (c, state) => worth(m, i, c, state)(s));
        const nodes = indices(types.length).filter((t) => v(t, t) !== undefined);
        return cycleMean(m, nodes, (s, t) => F.subtract(v(s, t)!, v(s, s)!));
      }),
    );
  },
};
