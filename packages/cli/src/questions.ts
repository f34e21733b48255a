import { type ModelFile, nearest } from "@candor/core/io";
import { type Environment, hasPrivateValues } from "@candor/core/model";
import { type Arithmetic, CandorError, type Problem, parseRational } from "@candor/core/numeric";
import { PROPERTIES, type Property } from "@candor/core/properties";

/** One property asked for, with the ε up to which it counts as holding. */
export interface Question {
  readonly property: Property;
  /** As written; absent for the default of the arithmetic. */
  readonly tolerance: string | undefined;
  /** Whether the tolerance is a share of the range of the values. */
  readonly relative: boolean;
  /** Profiles over which ex post and dominance properties range. */
  readonly profiles: "all" | "support";
  readonly required: boolean;
}

export interface QuestionFlags {
  readonly property?: readonly string[];
  readonly tolerance?: string;
  readonly relative?: boolean;
  readonly all?: boolean;
  readonly support?: boolean;
}

/** Properties that say the same as a simpler one when there is a single payoff state. */
const ABOUT_STATES = ["dominant-strategy-ic-state-known", "epistemic-ex-post-ic", "epistemic-ex-post-ir"];

/** What the field calls some of the properties for short. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  dsic: "dominant-strategy-ic",
  "strategy-proof": "dominant-strategy-ic",
  "strategy-proofness": "dominant-strategy-ic",
  epic: "ex-post-ic",
  bic: "bayesian-ic",
  bayesian: "bayesian-ic",
  bne: "bayesian-ic",
  ir: "interim-ir",
  iir: "interim-ir",
  efficiency: "decision-efficiency",
  efficient: "decision-efficiency",
  pareto: "pareto-efficiency",
  groves: "groves-form",
};

/** The share of the range of the values that counts as zero in doubles. */
const FLOAT_TOLERANCE = 1e-9;

/** What the file requires and what the flags ask for. Throws a CandorError listing unknown properties and bad tolerances. */
export function questionsOf(file: ModelFile, flags: QuestionFlags): Question[] {
  const problems: Problem[] = [];
  const profiles = flags.support ? "support" : "all";
  checkTolerance(flags.tolerance, "--tolerance", problems);
  const required = (file.require ?? []).flatMap((entry, k): Question[] => {
    const spec: {
      property: string;
      tolerance?: unknown;
      relative?: unknown;
      profiles?: "all" | "support" | undefined;
    } = typeof entry === "string" ? { property: entry } : entry;
    const property = findProperty(spec.property, `require[${k}]`, problems);
    const tolerance = spec.tolerance === undefined ? flags.tolerance : String(spec.tolerance);
    checkTolerance(tolerance, `require[${k}].tolerance`, problems);
    const relative = String(spec.relative ?? flags.relative ?? false) === "true";
    return property === undefined
      ? []
      : [{ property, tolerance, relative, profiles: spec.profiles ?? profiles, required: true }];
  });
  const asked = flags.property?.flatMap((id) => findProperty(id.trim(), "--property", problems) ?? []);
  if (problems.length > 0) throw new CandorError(problems);
  const wanted =
    asked === undefined
      ? PROPERTIES
      : PROPERTIES.filter(
          (property) =>
            asked.includes(property) || required.some((question) => question.property === property),
        );
  return wanted.map(
    (property) =>
      required.find((question) => question.property === property) ?? {
        property,
        tolerance: flags.tolerance,
        relative: flags.relative ?? false,
        profiles,
        required: false,
      },
  );
}

function findProperty(id: string, path: string, problems: Problem[]): Property | undefined {
  const found = PROPERTIES.find((property) => property.id === id);
  if (found) return found;
  const close =
    ABBREVIATIONS[id.toLowerCase()] ??
    nearest(
      id,
      PROPERTIES.map((property) => property.id),
    );
  const repair = close ? `; did you mean ${close}?` : "; candor list properties shows them.";
  problems.push({ code: "unknown-property", path, message: `There is no property "${id}"${repair}` });
  return undefined;
}

function checkTolerance(text: string | undefined, path: string, problems: Problem[]): void {
  if (text === undefined) return;
  const value = parseRational(text);
  if (value === undefined || value.n < 0n)
    problems.push({
      code: "not-a-number",
      path,
      message: `A tolerance is a number of at least 0, not "${text}".`,
    });
}

/** Whether a question says anything in this model that another one does not; required ones always do. */
export function isRelevant<N>(
  { property, required }: Question,
  environment: Environment<N>,
  file: ModelFile,
): boolean {
  if (required) return true;
  if (environment.states.length === 1 && ABOUT_STATES.includes(property.id)) return false;
  if (property.id === "dominant-cyclical-monotonicity" && hasPrivateValues(environment)) return false;
  if (!environment.money && property.group === "money") return false;
  return environment.money || file.outside !== undefined || property.group !== "participation";
}

/** The tolerance in the unit of the values. */
export function toleranceOf<N>(F: Arithmetic<N>, { tolerance, relative }: Question, range: N): N {
  if (tolerance === undefined)
    return F.kind === "exact" ? F.zero : F.multiply(F.from(parseRational(`${FLOAT_TOLERANCE}`)!), range);
  const value = F.from(parseRational(tolerance)!);
  return relative ? F.multiply(value, range) : value;
}
