import {
  type ArithmeticMode,
  type BuiltModel,
  buildEnvironment,
  buildMechanism,
  type ParsedModel,
  resizeModel,
  type SideFiles,
  statedCounts,
  withMechanism,
  withModel,
} from "@candor/core/io";
import { RULES } from "@candor/core/mechanisms";
import { blocksOf, cellCount, requireTableFits, typeCounts, usesCounts } from "@candor/core/model";
import { fail, float } from "@candor/core/numeric";
import {
  apportion,
  type CountedRuleName,
  type Growth,
  growthPerHead,
  growthRate,
  measurePrivatePopulation,
  privatePopulation,
} from "@candor/core/population";
import {
  type Cell,
  type Cells,
  type Composition,
  everyQuantity,
  type GrowthTable,
  type Measurement,
  type Method,
  QUANTITIES,
  type QuantityId,
  type RuleGrowth,
} from "./growth.js";
import { attempt, countedCells, measure } from "./measure.js";
import type { ListedRule } from "./rule-list.js";

/** Cells × members up to which fractions take seconds. */
const EXACT_BY_DEFAULT = 30_000;
const COUNTED: readonly string[] = ["pivot", "majority", "agv"] satisfies CountedRuleName[];

export interface GrowthQuestion {
  readonly model: ParsedModel;
  readonly files: SideFiles;
  readonly rules: readonly ListedRule[];
  /** Increasing. */
  readonly sizes: readonly number[];
  readonly mode: ArithmeticMode;
  /** Called before each rule in each size. */
  readonly progress: (what: string) => void;
}

/**
 * Every rule at every size, in the proportions of the file's counts, and how each quantity seems to grow. The file has to
 * make sense as it is; whatever does not at another size, or under some rule, is said in the cells. Errors: those of
 * building the file.
 */
export function growthTable(question: GrowthQuestion): GrowthTable {
  const { model, files, rules, sizes } = question;
  // With the smallest counts, since those of the file may be of millions.
  const few = new Map([...statedCounts(model)].map(([name, count]) => [name, Math.min(count, 2)]));
  const { environment } = buildEnvironment(resizeModel(model, few), float, files);
  const compositions = sizes.map((n) => compositionAt(model, n));
  const measured = compositions.map((composition) => measureSize(question, composition));
  return {
    title: environment.title,
    compositions,
    rules: rules.map(({ label }, r): RuleGrowth => {
      const measurements = measured.map((size) => size[r]);
      return { rule: label, measurements, growth: everyQuantity((id) => rateOf(measurements, id)) };
    }),
  };
}

function compositionAt(model: ParsedModel, n: number): Composition {
  const stated = statedCounts(model);
  const members = apportion([...stated.values()], n);
  return { n, groups: new Map([...stated.keys()].map((name, g) => [name, members[g]])) };
}

function rateOf(measurements: readonly Measurement[], id: QuantityId): Growth {
  const points = (of: QuantityId) =>
    measurements.flatMap(({ n, cells }) => {
      const cell = cells[of];
      return cell.state === "value" ? [{ n, value: cell.value, errorBound: cell.errorBound }] : [];
    });
  const total = QUANTITIES.find((each) => id === `${each.id}-per-head`);
  return total === undefined ? growthRate(points(id)) : growthPerHead(points(total.id));
}

/** All rules in one population. */
function measureSize(question: GrowthQuestion, { n, groups }: Composition): Measurement[] {
  const { model, files, rules } = question;
  const built = attempt(() => {
    const empty = [...groups].find(([, members]) => members === 0);
    if (empty !== undefined) fail("empty-group", "agents", `${empty[0]} would have no member.`);
    const resized = resizeModel(model, groups);
    return { resized, built: buildEnvironment(resized, float, files) };
  });
  return rules.map((rule) => {
    question.progress(`${rule.label}, n = ${n}`);
    if ("state" in built) return nothing(n, built);
    const measured = attempt(() => measureRule(question, rule, built.resized, built.built));
    if ("state" in measured) return nothing(n, measured);
    const computed = Object.values(measured.cells).some(({ state }) => state === "value");
    return { n, ...measured, ...(computed ? {} : { method: "not computed" }) };
  });
}

function nothing(n: number, cell: Cell): Measurement {
  return { n, method: "not computed", cells: everyQuantity(() => cell) };
}

/** One rule in one population: by counts of types where it is large and that is possible, else by the general checks. */
function measureRule(
  { files, mode }: GrowthQuestion,
  { section }: ListedRule,
  resized: ParsedModel,
  built: BuiltModel<number>,
): { method: Method; cells: Cells } {
  const { environment } = built;
  const n = environment.agents.length;
  const work = n * cellCount(blocksOf(environment, typeCounts(environment), true));
  const name = countedName(section);
  if (name !== undefined && mode !== "exact" && (mode === "float" || work > EXACT_BY_DEFAULT)) {
    const population = privatePopulation(environment);
    const refusal = RULES.find(({ id }) => id === name)!.refuses(environment);
    if (refusal !== undefined) fail("rule-refuses", "--rules", refusal);
    if (typeof population !== "string") {
      const measures = measurePrivatePopulation(population, name);
      return { method: "doubles by type counts", cells: countedCells(measures, n, environment.money) };
    }
  }
  requireTableFits(work, "The table of payments by type counts", "Look at smaller sizes or fewer types.");
  const model = withMechanism(resized, section);
  return withModel(model, arithmeticFor(mode, model, built, files), files, ({ arithmetic, mechanism }) => ({
    method: arithmetic.kind === "exact" ? "exact" : "doubles",
    cells: measure(mechanism!),
  }));
}

/** The rule's name where it can be looked at through counts: with default options. */
function countedName(section: ListedRule["section"]): CountedRuleName | undefined {
  const plain = Object.entries(section).every(
    ([key, value]) => key === "rule" || (key === "ties" && value === "lowest-index"),
  );
  return plain && COUNTED.includes(String(section.rule)) ? (section.rule as CountedRuleName) : undefined;
}

/** Fractions where they take seconds: a rule that does not treat alike agents alike has every profile visited. */
function arithmeticFor(
  mode: ArithmeticMode,
  model: ParsedModel,
  built: BuiltModel<number>,
  files: SideFiles,
): ArithmeticMode {
  if (mode !== "auto") return mode;
  const mechanism = buildMechanism(model, built, files);
  const { environment } = built;
  const cells = cellCount(blocksOf(environment, typeCounts(environment), usesCounts(mechanism)));
  return cells * environment.agents.length > EXACT_BY_DEFAULT ? "float" : "auto";
}
