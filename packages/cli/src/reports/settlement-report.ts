import { compareWide, printRational, printWide, toDouble, wideToDouble } from "@candor/core/numeric";
import type { Amount, Population, Settlement, StatePosterior } from "@candor/core/population";
import { plainTable } from "../plain-table.js";

/** What `candor settle` prints. */
export function settlementLines(population: Population, settled: Settlement): string[] {
  const { states, signals, alternatives, groups } = population;
  const { reports, alternative, posterior, payments } = settled;
  const row = (...cells: readonly string[]) => [...cells];
  const counted = signals.map((signal, x) => `${signal} ${whole(settled.signals[x])}`);
  return [
    population.title,
    `${whole(reports)} reports: ${counted.join(", ")}`,
    "",
    `chosen: ${alternatives[alternative]}${tieNote(population, settled)}`,
    "",
    ...plainTable(
      ["alternative", "expected total utility"],
      alternatives.map((name, a) => row(name, printAmount(settled.totalUtility[a]))),
    ),
    "",
    ...plainTable(
      ["state", "posterior"],
      states.map((state, k) => row(state, printPosterior(posterior[k]))),
    ),
    "",
    ...plainTable(
      ["group", "members", "each pays", "together"],
      [
        ...groups.map(({ name }, u) => {
          const { members, payment, total } = settled.groups[u];
          return row(name, whole(members), printAmount(payment), printAmount(total));
        }),
        row("all", whole(reports), "", printAmount(payments)),
      ],
    ),
  ].filter((line, k) => k > 0 || line !== "");
}

function tieNote({ alternatives }: Population, { tied, alternative }: Settlement): string {
  const others = tied.filter((a) => a !== alternative).map((a) => alternatives[a]);
  if (others.length === 0) return "";
  return `, the first listed of an exact tie with ${others.join(", ")}`;
}

/** A probability so near 1 that digits would hide it is shown by what is left. */
function printPosterior({ probability, complement }: StatePosterior): string {
  const nearlySure = complement.mantissa !== 0 && compareWide(complement, { mantissa: 1, exponent: -6 }) < 0;
  return nearlySure ? `1 − ${printWide(complement)}` : printWide(probability);
}

/** With a fraction where it is short. */
function printAmount({ value, exact }: Amount): string {
  const decimal = `${Number(value.toPrecision(12))}`;
  const text = exact && printRational(exact);
  return text === undefined || text.length > 24 || text === decimal
    ? decimal
    : `${text} (${Number(value.toPrecision(9))})`;
}

function whole(count: number): string {
  return count.toLocaleString("en-US");
}

/** The same as data. */
export function settlementData(population: Population, settled: Settlement) {
  const { states, signals, alternatives, groups, title } = population;
  const { reports, alternative, tied, posterior, payments } = settled;
  return {
    title,
    reports,
    signals: signals.map((signal, x) => ({ signal, reports: settled.signals[x] })),
    alternative: alternatives[alternative],
    tied: tied.map((a) => alternatives[a]),
    totalUtility: alternatives.map((name, a) => ({
      alternative: name,
      ...amountData(settled.totalUtility[a]),
    })),
    posterior: states.map((state, k) => ({ state, ...posteriorData(posterior[k]) })),
    groups: groups.map(({ name }, u) => {
      const { members, payment, total } = settled.groups[u];
      return { group: name, members, payment: amountData(payment), total: amountData(total) };
    }),
    payments: amountData(payments),
  };
}

/** Texts hold what doubles cannot. */
function posteriorData({ probability, complement, logOdds, exact }: StatePosterior) {
  return {
    probability: exact ? toDouble(exact) : wideToDouble(probability),
    probabilityText: printWide(probability, 15),
    complementText: printWide(complement, 15),
    ...(Number.isFinite(logOdds) ? { logOdds } : {}),
    ...(exact ? { exact: printRational(exact) } : {}),
  };
}

function amountData({ value, error, exact }: Amount) {
  return { value, error, ...(exact ? { exact: printRational(exact) } : {}) };
}
