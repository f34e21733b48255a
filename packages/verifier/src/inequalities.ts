import type { Document } from "./document.js";
import { demand, type Fraction, minus, ONE, order, over, range, times, total, ZERO } from "./fraction.js";

/** Σ terms ≤ bound, or = bound for an equation. Columns: g(a|k) is k·|A| + a, then p_i(k). */
export type Inequality = readonly [
  key: string,
  terms: readonly Term[],
  bound: Fraction,
  equation?: true | undefined,
];
export type Term = readonly [column: number, coefficient: Fraction];

const EX_POST = { name: "ex-post", ic: "incentives:ex-post", ir: "participation:ex-post" };
const EPISTEMIC = { name: "epistemic", ic: "incentives:epistemic-ex-post", ir: "participation:epistemic" };
const NEGATIVE = minus(ONE);
const same = (a: readonly Fraction[], b: readonly Fraction[]) => a.every((x, k) => order(x, b[k]) === 0);

/** Every inequality that the problem asks for, written out from its definition. */
export function* inequalities(d: Document): Generator<Inequality> {
  const [agents, profiles] = [range(d.sizes.length), range(d.profiles)];
  const stride = d.sizes.map((_, i) => d.sizes.slice(i + 1).reduce((product, size) => product * size, 1));
  const typeAt = (k: number, i: number) => Math.floor(k / stride[i]) % d.sizes[i];
  const swap = (k: number, i: number, type: number) => k + (type - typeAt(k, i)) * stride[i];
  const lies = (i: number, type: number) => range(d.sizes[i]).filter((r) => r !== type);
  /** w · U_i = w · (Σ_a g(a|k) v(a) − p_i(k)). */
  const utility = (i: number, k: number, v: readonly Fraction[], w: Fraction): Term[] => [
    ...v.map((value, a): Term => [k * d.width + a, times(w, value)]),
    [d.payment(i, k), minus(w)],
  ];
  /** w times U_i when `lie` is reported less U_i when `truth` is. */
  const gain = (i: number, lie: number, truth: number, v: readonly Fraction[], w = ONE) => [
    ...utility(i, lie, v, w),
    ...utility(i, truth, v, minus(w)),
  ];
  /** E[v_i | t], or nothing where the state matters and agent i has no belief about it. */
  const expected = (i: number, k: number): readonly Fraction[] | undefined => {
    const v = d.values[i][k];
    if (v.every((values) => same(values, v[0]))) return v[0];
    const mass = total(d.beliefs[i][k]);
    if (order(mass, ZERO) === 0) return undefined;
    return v[0].map((_, a) => over(total(v.map((values, s) => times(d.beliefs[i][k][s], values[a]))), mass));
  };
  /** What i may know of its values at k: each possible state (any where it does not matter), or the expectation over states. */
  const readings = (i: number, k: number) => {
    const own = d.values[i][k];
    const states = range(d.states).filter((s) => d.possible[k][s] || own.every((v) => same(v, own[0])));
    const known = states.map((s) => ({ ...EX_POST, tail: `/${s}`, v: own[s] }));
    const v = expected(i, k);
    return v ? [...known, { ...EPISTEMIC, tail: "", v }] : known;
  };
  /** (k, v_i(·, t, θ), π_i(t_{−i}, θ | t)) over everything that type t of agent i believes in. */
  const belief = (i: number, t: number) => {
    const own = profiles.filter((k) => typeAt(k, i) === t);
    const [v, weights] = [d.values[i], d.beliefs[i]];
    const mass = total(own.flatMap((k) => weights[k]));
    return own.flatMap((k) => weights[k].map((w, s) => ({ k, v: v[k][s], w: over(w, mass) })));
  };
  for (const i of agents) {
    const out = (k: number) => minus(d.outside[i][typeAt(k, i)]);
    const seen: { t: number; v: readonly Fraction[] }[] = [];
    for (const k of d.asked.has("incentives:dominant") ? profiles : []) {
      const [t, v] = [typeAt(k, i), expected(i, k)];
      if (v === undefined || seen.some((known) => known.t === t && same(known.v, v))) continue;
      seen.push({ t, v });
      for (const m of profiles.filter((m) => typeAt(m, i) !== t))
        yield [`dominant-ic/${i}/${k}/${m}`, gain(i, m, swap(m, i, t), v), d.epsilon];
    }
    for (const k of profiles)
      for (const { name, ic, ir, tail, v } of readings(i, k)) {
        for (const r of d.asked.has(ic) ? lies(i, typeAt(k, i)) : [])
          yield [`${name}-ic/${i}/${k}/${r}${tail}`, gain(i, swap(k, i, r), k, v), d.epsilon];
        if (d.asked.has(ir)) yield [`${name}-ir/${i}/${k}${tail}`, utility(i, k, v, NEGATIVE), out(k)];
      }
    const occurs = (k: number) => d.occurs[i][typeAt(k, i)] || d.prior[k]?.every(([n]) => n === 0n);
    demand(!d.interim || profiles.every((k) => occurs(k) !== false), "a type that occurs is left out");
    for (const t of d.interim ? range(d.sizes[i]).filter((t) => d.occurs[i][t]) : []) {
      for (const r of d.asked.has("incentives:bayesian") ? lies(i, t) : []) {
        const terms = belief(i, t).flatMap(({ k, v, w }) => gain(i, swap(k, i, r), k, v, w));
        yield [`bayesian-ic/${i}/${t}/${r}`, terms, d.epsilon];
      }
      const terms = belief(i, t).flatMap(({ k, v, w }) => utility(i, k, v, minus(w)));
      if (d.asked.has("participation:interim")) yield [`interim-ir/${i}/${t}`, terms, minus(d.outside[i][t])];
    }
    if (d.asked.has("participation:ex-ante")) {
      const cells = profiles.flatMap((k) => d.prior[k].map((w, s) => ({ k, w, v: d.values[i][k][s] })));
      const terms = cells.flatMap(({ k, v, w }) => utility(i, k, v, minus(w)));
      yield [`ex-ante-ir/${i}`, terms, total(cells.map(({ k, w }) => times(w, out(k))))];
    }
  }
  const paid = (k: number, w: Fraction) => agents.map((i): Term => [d.payment(i, k), w]);
  const average = (sign: Fraction) => profiles.flatMap((k) => paid(k, times(sign, total(d.prior[k]))));
  for (const k of profiles) {
    if (d.asked.has("money:no-deficit")) yield [`no-deficit/${k}`, paid(k, NEGATIVE), ZERO];
    if (d.asked.has("money:balanced")) yield [`balance/${k}`, paid(k, ONE), ZERO, true];
  }
  if (d.asked.has("money:balanced-ex-ante")) yield ["balance-ex-ante", average(ONE), ZERO, true];
  if (d.asked.has("money:no-deficit-ex-ante")) yield ["no-deficit-ex-ante", average(NEGATIVE), ZERO];
  for (const [x, [[i, j], image]] of d.swaps.entries())
    for (const k of profiles) {
      const m = swap(swap(k, i, typeAt(k, j)), j, typeAt(k, i));
      const place = (l: number) => (l === i ? j : l === j ? i : l);
      const choices = image.map((b, a) => [k * d.width + a, m * d.width + b]);
      const images = [...choices, ...agents.map((l) => [d.payment(l, k), d.payment(place(l), m)])];
      for (const [e, pair] of images.entries()) {
        const terms = pair.map((j, side): Term => [j, side ? NEGATIVE : ONE]);
        yield [`anonymous/${x}/${k}/${e}`, terms, ZERO, true];
      }
    }
}
