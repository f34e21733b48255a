import { type Environment, hasPrivateValues } from "../model/environment.js";
import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import type { GoodsBidder, GoodsSale } from "./goods-sale.js";

const PREFIX = "gets.";
const ADVICE =
  "Generate the alternatives by `items` or `grades`, or give each the personal fields `gets.A`, `gets.B`, …, 1 for who gets the good and 0 for the others";

/** Additivity is exact in fractions; in doubles up to this share of the largest value. */
const RELATIVE_TOLERANCE = 1e-12;

/**
 * Recognises the sale of several goods in an environment: what each agent gets stands in the personal fields `gets.A`, `gets.B`,
 * … of the alternatives (a single good may be called `gets`), the alternatives are all ways to give each good to one bidder or to
 * nobody (`items`) or all ways to give one good to one bidder, or nothing (`grades`), values are private and add up over the
 * goods one gets, types are independent, and getting nothing is worth as much as staying away.
 *
 * No profile is looked at. Errors: `not-a-sale`, which says what to change. O(agents · types · alternatives).
 */
export function readGoodsSale<N>(environment: Environment<N>): GoodsSale<Table<N>> {
  const marginals = environment.beliefs?.marginals;
  if (environment.correspondence !== undefined)
    notASale(
      "correspondence",
      "Sales are looked for among all mechanisms; drop this, or ask candor design, which obeys it.",
    );
  if (marginals === undefined || !environment.beliefs?.independent)
    notASale(
      "beliefs",
      "Types must be independent: state the beliefs as `independent`. For correlated types there are candor auction (one object) and candor design.",
    );
  if (environment.states.length > 1) notASale("states", "There must be a single payoff state.");
  if (!environment.money) notASale("money", "A sale needs money.");
  if (!hasPrivateValues(environment))
    notASale("values", "Values must depend on the alternative and the agent's own type alone.");
  const goods = goodsOf(environment);
  const receivers = environment.alternatives.map((_, a) => receiversIn(environment, goods, a));
  const kind = kindOf(receivers, environment.agents.length, goods.length);
  return {
    kind,
    goods: goods.map((field) => (field === "gets" ? "object" : field.slice(PREFIX.length))),
    bidders: environment.agents.map((agent, i) => ({
      name: agent.name,
      types: agent.types.map(({ label }) => label),
      probabilities: marginals[i],
      values: worths(environment, receivers, goods.length, i),
    })),
  };
}

function notASale(path: string, message: string): never {
  return fail("not-a-sale", path, message);
}

/** The personal fields that say who gets what. */
function goodsOf<N>({ alternatives }: Environment<N>): string[] {
  const fields = [...alternatives[0].personal.keys()];
  const goods = fields.filter((field) => field.startsWith(PREFIX));
  if (goods.length > 0) return goods;
  return fields.includes("gets") ? ["gets"] : notASale("alternatives", `${ADVICE}.`);
}

/** Who gets each good in an alternative, −1 for nobody. */
function receiversIn<N>(
  { arithmetic: F, alternatives }: Environment<N>,
  goods: readonly string[],
  a: number,
) {
  const { name, personal } = alternatives[a];
  return goods.map((field) => {
    let receiver = -1;
    for (const [i, share] of (personal.get(field) ?? []).entries()) {
      if (typeof share === "string")
        return notASale(`alternatives.${name}`, `\`${field}\` must be a number. ${ADVICE}.`);
      if (F.compare(share, F.zero) === 0) continue;
      if (F.compare(share, F.one) !== 0 || receiver >= 0)
        return notASale(`alternatives.${name}`, `\`${field}\` must be 1 for one agent at most. ${ADVICE}.`);
      receiver = i;
    }
    return receiver;
  });
}

/** Which of the two complete lists of alternatives this is. With one good they are the same. */
function kindOf(receivers: readonly (readonly number[])[], agents: number, goods: number) {
  const distinct = new Set(receivers.map((each) => each.join())).size;
  if (distinct < receivers.length)
    notASale("alternatives", "Some alternatives say the same about who gets what; list each way once.");
  const given = (each: readonly number[]) => each.filter((receiver) => receiver >= 0).length;
  if (distinct === (agents + 1) ** goods) return "items";
  if (distinct === agents * goods + 1 && receivers.every((each) => given(each) <= 1)) return "grades";
  return notASale(
    "alternatives",
    `With ${agents} agents and ${goods} goods there are ${(agents + 1) ** goods} ways to give each good to one agent or nobody (items) and ${agents * goods + 1} ways to give one of them or none (grades), but ${distinct} alternatives. ${ADVICE}.`,
  );
}

/** v_i(i gets g alone) − v_i(i gets nothing), after checking that values add up. */
function worths<N>(
  environment: Environment<N>,
  receivers: readonly (readonly number[])[],
  goods: number,
  i: number,
): GoodsBidder<Table<N>>["values"] {
  const F = environment.arithmetic;
  const { name, types } = environment.agents[i];
  const own = receivers.map((each) => each.flatMap((receiver, g) => (receiver === i ? [g] : [])));
  const nothing = own.findIndex((bundle) => bundle.length === 0);
  const alone = Array.from({ length: goods }, (_, g) =>
    own.findIndex((bundle) => bundle.length === 1 && bundle[0] === g),
  );
  const table = F.table(types.length * goods);
  const profile = new Int32Array(environment.agents.length);
  for (let t = 0; t < types.length; t++) {
    profile[i] = t;
    const value = (a: number) => environment.values[i].at(a, profile, 0);
    const without = value(nothing);
    if (F.compare(without, environment.outsideOptions[i][t]) !== 0)
      notASale("outside", `${name} of type ${types[t].label} must value getting nothing like staying away.`);
    for (let g = 0; g < goods; g++) table[t * goods + g] = F.subtract(value(alone[g]), without);
    for (const [a, bundle] of own.entries()) {
      let sum = without;
      for (const g of bundle) sum = F.add(sum, table[t * goods + g]);
      const gap = Math.abs(F.toNumber(F.subtract(sum, value(a))));
      if (gap > (F.kind === "exact" ? 0 : RELATIVE_TOLERANCE * Math.abs(F.toNumber(sum))))
        notASale(
          "values",
          `${name} of type ${types[t].label} values ${environment.alternatives[a].name} at more or less than the goods it gets there one by one; values must add up and not depend on what others get.`,
        );
    }
  }
  return table;
}
