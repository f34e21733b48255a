import { type Mechanism, perspectives } from "@candor/core/model";
import { type Arithmetic, CandorError } from "@candor/core/numeric";
import type { Measured, PrivateMeasures } from "@candor/core/population";
import { PROPERTIES, quantity, type Verdict } from "@candor/core/properties";
import { type Bounded, type Expectations, expectations } from "./expectations.js";
import { type Cell, type Cells, everyQuantity, type QuantityId, valueCell } from "./growth.js";

const CHECKED = ["dominant-strategy-ic", "ex-post-ic", "bayesian-ic", "interim-ir"] as const;

/** Comparisons of reports that take about ten seconds. */
const MOST_COMPARISONS = { exact: 1e7, float: 3e8 };

const NO_PRIOR: Cell = { state: "n/a", reason: "the model states no prior to take expectations under" };
const NO_MONEY: Cell = { state: "n/a", reason: "the model has no money" };

/** Everything the table shows of one mechanism, each part on its own: what fails is said in its cell. */
export function measure<N>(mechanism: Mechanism<N>): Cells {
  const { arithmetic: F, agents, money } = mechanism.environment;
  const checks = Object.fromEntries(CHECKED.map((id) => [id, attempt(() => checkedCell(mechanism, id))]));
  const averages = attempt(() => expectations(mechanism));
  const all = (cell: Cell) => everyQuantity(() => cell);
  const found = "state" in averages ? all(averages) : averageCells(F, averages, agents.length);
  const moneyless = money
    ? {}
    : { payments: NO_MONEY, "payments-per-head": NO_MONEY, "ex-post-deficit": NO_MONEY };
  return { ...found, ...checks, ...moneyless };
}

/** The same from the counts of a private population of n members. */
export function countedCells(measures: PrivateMeasures, n: number, money: boolean): Cells {
  const cell = ({ value, errorBound }: Measured) => valueCell(value, errorBound);
  const perHead = ({ value, errorBound }: Measured) => valueCell(value / n, errorBound / n);
  const { dominance, bayesian, interimShortfall, payments, largestDeficit } = measures;
  return {
    "dominant-strategy-ic": cell(dominance),
    "ex-post-ic": cell(dominance),
    "bayesian-ic": cell(bayesian),
    "interim-ir": cell(interimShortfall),
    payments: money ? cell(payments) : NO_MONEY,
    "payments-per-head": money ? perHead(payments) : NO_MONEY,
    "ex-post-deficit": money ? cell(largestDeficit) : NO_MONEY,
    welfare: cell(measures.welfare),
    "welfare-per-head": perHead(measures.welfare),
    "first-best": cell(measures.firstBest),
    "first-best-per-head": perHead(measures.firstBest),
    loss: cell(measures.loss),
    "loss-per-head": perHead(measures.loss),
  };
}

/** What was computed, or a cell that says why not. */
export function attempt<T>(compute: () => T): T | Extract<Cell, { reason: string }> {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    const [{ code, message }] = error.problems;
    return { state: code === "too-large" ? "too large" : "n/a", reason: message };
  }
}

function checkedCell<N>(mechanism: Mechanism<N>, id: (typeof CHECKED)[number]): Cell {
  if (id === "dominant-strategy-ic") {
    const count = comparisons(mechanism);
    if (count > MOST_COMPARISONS[mechanism.environment.arithmetic.kind])
      return {
        state: "too large",
        reason: `dominance compares about ${count.toExponential(1)} reports here, since values depend on more than the own type`,
      };
  }
  return verdictCell(PROPERTIES.find((property) => property.id === id)!.check(mechanism, {}));
}

/** Types × true cells that matter × cells of reports × reports. */
function comparisons<N>(mechanism: Mechanism<N>): number {
  return perspectives(mechanism).reduce((sum, view) => {
    const truths = view.privateValues === undefined ? view.cells.size : 1;
    return sum + view.typeCount * truths * view.messageCells.size * view.messageCount;
  }, 0);
}

function verdictCell({ epsilon, method, notes }: Verdict): Cell {
  if (epsilon === undefined) return { state: "n/a", reason: notes[0] ?? "it cannot be decided" };
  return valueCell(epsilon.value, method.errorBound, epsilon.exact);
}

function averageCells<N>(F: Arithmetic<N>, { averages, largestDeficit }: Expectations<N>, n: number): Cells {
  const members = F.from({ n: BigInt(n), d: 1n });
  const cell = ({ value, errorBound }: Bounded<N>) => {
    const { value: double, exact } = quantity(F, value);
    return valueCell(double, errorBound, exact);
  };
  const average = (id: keyof NonNullable<typeof averages>, perHead = false): Cell => {
    if (averages === undefined) return NO_PRIOR;
    const { value, errorBound } = averages[id];
    return perHead
      ? cell({ value: F.divide(value, members), errorBound: errorBound / n })
      : cell(averages[id]);
  };
  const parts: Partial<Record<QuantityId, Cell>> = {
    payments: average("payments"),
    "payments-per-head": average("payments", true),
    "ex-post-deficit": cell(largestDeficit),
    welfare: average("welfare"),
    "welfare-per-head": average("welfare", true),
    "first-best": average("firstBest"),
    "first-best-per-head": average("firstBest", true),
    loss: average("loss"),
    "loss-per-head": average("loss", true),
  };
  return everyQuantity((id) => parts[id] ?? NO_PRIOR);
}
