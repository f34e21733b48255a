import { type LoadedModel, type ModelFile, nearest, noMechanism, withModel } from "@candor/core/io";
import { type Arithmetic, CandorError, type Problem, parseRational } from "@candor/core/numeric";
import { PROPERTIES, type Property, type Verdict, valueRange } from "@candor/core/properties";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";
import { printReport, type Report } from "../report.js";

interface CheckFlags extends ArithmeticFlags {
  readonly property?: readonly string[];
  readonly tolerance: string;
  readonly relative?: boolean;
  readonly support?: boolean;
  readonly json?: boolean;
}

/** One property asked for, with the ε up to which it counts as holding. */
interface Question {
  readonly property: Property;
  readonly tolerance: string;
  readonly relative: boolean;
  readonly required: boolean;
}

/** `candor check FILE`. Exit code 0 when every required property is proved, 1 when one is not. */
export async function check(path: string, flags: CheckFlags): Promise<number> {
  const { model, files } = openModel(path);
  const questions = questionsOf(model.file, flags);
  const report = withModel(model, arithmeticMode(flags), files, (loaded) =>
    examine(path, loaded, questions, flags),
  );
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report));
  const failed = report.results.some(({ required, verdict }) => required && verdict.status !== "proved");
  return failed ? EXIT.fails : EXIT.holds;
}

function questionsOf(file: ModelFile, flags: CheckFlags): Question[] {
  const problems: Problem[] = [];
  const find = (id: string, path: string): Property | undefined => {
    const found = PROPERTIES.find((property) => property.id === id);
    if (found) return found;
    const close = nearest(
      id,
      PROPERTIES.map((property) => property.id),
    );
    problems.push({
      code: "unknown-property",
      path,
      message: `There is no property "${id}"${close ? `; did you mean ${close}?` : "; candor list properties shows them."}`,
    });
    return undefined;
  };
  const tolerance = (text: string, path: string) => {
    const value = parseRational(text);
    if (value === undefined || value.n < 0n)
      problems.push({
        code: "not-a-number",
        path,
        message: `A tolerance is a number of at least 0, not "${text}".`,
      });
    return text;
  };
  tolerance(flags.tolerance, "--tolerance");
  const required = (file.require ?? []).map((entry, k) => {
    const spec = typeof entry === "string" ? { property: entry } : entry;
    const property = find(spec.property, `require[${k}]`);
    const own =
      "tolerance" in spec && spec.tolerance !== undefined ? String(spec.tolerance) : flags.tolerance;
    const relative =
      String(("relative" in spec ? spec.relative : undefined) ?? flags.relative ?? false) === "true";
    return { property, tolerance: tolerance(own, `require[${k}].tolerance`), relative, required: true };
  });
  const asked = flags.property?.map((id) => find(id, "--property"));
  if (problems.length > 0) throw new CandorError(problems);
  const wanted = asked ?? PROPERTIES;
  return wanted.map(
    (property) =>
      (required.find((question) => question.property === property) as Question | undefined) ?? {
        property: property!,
        tolerance: flags.tolerance,
        relative: flags.relative ?? false,
        required: false,
      },
  );
}

function examine<N>(
  path: string,
  loaded: LoadedModel<N>,
  questions: readonly Question[],
  flags: CheckFlags,
): Report {
  const { mechanism, environment, arithmetic: F } = loaded;
  if (mechanism === undefined) return noMechanism();
  const range = valueRange(environment);
  const results = questions.map((question, k) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${k + 1}/${questions.length} ${question.property.id.padEnd(40)}`);
    const verdict = question.property.check(mechanism, {
      tolerance: toleranceOf(F, question, range),
      profiles: flags.support ? "support" : "all",
    });
    return {
      group: question.property.group,
      title: question.property.title,
      required: question.required,
      verdict: relativeTo(verdict, question, F.toNumber(range)),
    };
  });
  if (process.stderr.isTTY) process.stderr.write(`\r${" ".repeat(50)}\r`);
  return {
    file: path,
    title: environment.title,
    mechanism: mechanism.name,
    arithmetic: F.kind,
    notes: loaded.note === undefined ? [] : [loaded.note],
    results,
  };
}

function toleranceOf<N>(F: Arithmetic<N>, { tolerance, relative }: Question, range: N): N {
  const value = F.from(parseRational(tolerance)!);
  return relative ? F.multiply(value, range) : value;
}

/** ε as a share of the range of the values, when asked for. */
function relativeTo(
  verdict: Verdict,
  { relative }: Question,
  range: number,
): Verdict & { relativeEpsilon?: number } {
  if (!relative || verdict.epsilon === undefined || range === 0) return verdict;
  return { ...verdict, relativeEpsilon: verdict.epsilon.value / range };
}
