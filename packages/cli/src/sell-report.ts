import { type Arithmetic, printRational } from "@candor/core/numeric";
import { printQuantity, quantity } from "@candor/core/properties";
import type { BayesianSale, GoodsSale, InterimMenu, OptimalSale } from "@candor/core/selling";
import { plainTable } from "./plain-table.js";

type Numbers<N> = { readonly length: number; [index: number]: N };

/** A sale with its optimum and the optimal auctions of each good alone (none when there is one good). */
export interface Sold<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly sale: GoodsSale<Numbers<N>>;
  readonly title: string;
  readonly optimum: OptimalSale<N>;
  readonly separately: readonly BayesianSale<N>[];
}

/** Types of all bidders together up to which the interim menu is printed. */
const SMALL = 40;

/** What `candor sell` answers, as lines for people. */
export function sellLines<N>(sold: Sold<N>): string[] {
  const { sale, title, optimum } = sold;
  const incentives =
    optimum.incentives === "bayesian"
      ? "Bayesian incentives, interim participation"
      : "dominant strategies, ex post participation";
  const who = sale.bidders.map(({ name }) => name).join(", ");
  const kind = sale.kind === "items" ? "items" : "grades of one object";
  return [
    `${title}: selling ${sale.goods.length === 1 ? "one object" : `the ${kind} ${sale.goods.join(", ")}`} to ${who}`,
    incentives,
    "",
    `largest expected revenue  ${bracket(sold, optimum.lower, optimum.upper)}`,
    ...comparison(sold),
    "",
    ...workLines(sold),
    ...menuLines(sold),
  ];
}

/** One number where the bounds are equal, else both, rounded outwards. */
function bracket<N>({ arithmetic: F }: Pick<Sold<N>, "arithmetic">, lower: N, upper: N): string {
  const [low, high] = [F.toNumber(lower), F.toNumber(upper)];
  if (F.kind === "exact" && F.compare(lower, upper) === 0) {
    const text = printRational(F.toRational(lower));
    return text.includes("/") ? `${text} = ${Number(low.toPrecision(10))}` : text;
  }
  const digits = 10;
  return `between ${roundedTo(low, digits, Math.floor)} and ${roundedTo(high, digits, Math.ceil)}`;
}

function roundedTo(value: number, digits: number, round: (x: number) => number): string {
  return (round(value * 10 ** digits) / 10 ** digits).toFixed(digits);
}

function comparison<N>({ arithmetic: F, sale, optimum, separately }: Sold<N>): string[] {
  if (separately.length === 0) return [];
  const revenues = separately.map(({ lower }) => F.toNumber(lower));
  const alone = sale.kind === "items" ? revenues.reduce((a, b) => a + b, 0) : Math.max(...revenues);
  const gain = (100 * (F.toNumber(optimum.lower) - alone)) / Math.abs(alone);
  const words =
    sale.kind === "items"
      ? "each item sold by itself  "
      : `only grade ${sale.goods[revenues.indexOf(alone)]}  `;
  const more = alone > 0 ? `; together ${gain >= 0 ? "+" : ""}${gain.toFixed(2)} %` : "";
  return [`${words}${Number(alone.toPrecision(10))}${more}`];
}

function workLines<N>({ arithmetic: F, optimum }: Sold<N>): string[] {
  const how = F.kind === "exact" ? "in fractions" : "in doubles";
  if (optimum.incentives === "dominant") {
    const { variables, incentives, columns } = optimum.size;
    return [
      `${how}; ${variables} variables and ${incentives} incentive constraints, ${columns} after merging`,
    ];
  }
  const { work, size } = optimum;
  const merged = size.classes
    .map(({ bidders, types, representatives }) => `${bidders} × ${types} types as ${representatives}`)
    .join(", ");
  const rounds = `${work.rounds} rounds, ${work.incentives} of ${work.pairs} incentive constraints and ${work.sets} Border sets took part`;
  return [
    `${how}; ${merged}; ${rounds}`,
    ...(optimum.status === "stopped" ? ["stopped before the bounds met"] : []),
  ];
}

function menuLines<N>({ arithmetic: F, sale, optimum }: Sold<N>): string[] {
  const total = sale.bidders.reduce((sum, { types }) => sum + types.length, 0);
  if (optimum.incentives === "dominant" || total > SMALL) return [];
  const show = (value: N) => printQuantity(quantity(F, value));
  const head = ["bidder", "type", ...sale.goods.map((good) => `gets ${good}`), "pays", "utility"];
  const menus = new Map<string, { names: string[]; rows: string[][] }>();
  sale.bidders.forEach(({ name, types }, i) => {
    const { shares, payments, utilities } = optimum.mechanism[i];
    const rows = types.map((type, t) => {
      const own = sale.goods.map((_, g) => show(shares[t * sale.goods.length + g]));
      return [type, ...own, show(payments[t]), show(utilities[t])];
    });
    const key = JSON.stringify(rows);
    const alike = menus.get(key);
    if (alike === undefined) menus.set(key, { names: [name], rows });
    else alike.names.push(name);
  });
  const lines = [...menus.values()].flatMap(({ names, rows }) =>
    rows.map((row) => [names.join(", "), ...row]),
  );
  return ["", "What each type expects, by its report:", ...plainTable(head, lines)];
}

/** The same as data. Numbers are {value} in doubles, with {exact} beside them in fractions. */
export function sellData<N>({ arithmetic: F, sale, title, optimum, separately }: Sold<N>): object {
  const number = (value: N) => quantity(F, value);
  const common = {
    title,
    kind: sale.kind,
    goods: sale.goods,
    incentives: optimum.incentives,
    arithmetic: F.kind,
    lower: number(optimum.lower),
    upper: number(optimum.upper),
    alone: separately.map(({ lower, upper }, g) => ({
      good: sale.goods[g],
      lower: number(lower),
      upper: number(upper),
    })),
  };
  if (optimum.incentives === "dominant") return { ...common, size: optimum.size };
  const { status, work, size, mechanism, incentiveViolation } = optimum;
  const bidders = sale.bidders.map(({ name, types }, i) => ({
    name,
    types: types.map((label, t) => ({ label, ...menuEntry(number, sale.goods, mechanism[i], t) })),
  }));
  return { ...common, status, incentiveViolation, work, size, bidders };
}

function menuEntry<N>(
  number: (value: N) => object,
  goods: readonly string[],
  { shares, payments, utilities }: InterimMenu<N>,
  t: number,
): object {
  return {
    gets: Object.fromEntries(goods.map((good, g) => [good, number(shares[t * goods.length + g])])),
    pays: number(payments[t]),
    utility: number(utilities[t]),
  };
}
