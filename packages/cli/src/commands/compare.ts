import {
  type ArithmeticMode,
  buildEnvironment,
  buildMechanism,
  type ParsedModel,
  printRaw,
  type Raw,
  withModel,
} from "@candor/core/io";
import { CandorError, fail } from "@candor/core/numeric";
import { compareRevenue, type RevenueComparison } from "@candor/core/theory";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, type OpenedModel, openModel } from "../files.js";

/** What two files must share for their mechanisms to be compared. */
const SITUATION = [
  "agents",
  "states",
  "money",
  "alternatives",
  "define",
  "values",
  "outside",
  "designer",
  "possible",
  "correspondence",
  "beliefs",
] as const;

const HEADLINES: Readonly<Record<RevenueComparison["answer"], string>> = {
  "payments-differ-by-a-constant":
    "Revenue equivalent: expected allocations agree and payments differ by constants.",
  "payments-differ":
    "Not revenue equivalent: expected allocations agree, payments differ by more than constants.",
  "allocations-differ": "Not comparable: expected allocations differ.",
};

/** `candor compare FILE OTHER`: are the two mechanisms revenue equivalent? Exit code 1 when they are not. */
export async function compare(
  path: string,
  other: string,
  flags: ArithmeticFlags & { json?: boolean },
): Promise<number> {
  const first = openModel(path);
  const second = openModel(other);
  requireSameSituation(first.model, second.model);
  const answer = inArithmetic(first, arithmeticMode(flags), second, other);
  if (flags.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else
    process.stdout.write(
      [
        HEADLINES[answer.answer],
        ...answer.agents.map((agent) => agent.words),
        ...answer.notes.map((note) => `Note. ${note}`),
        "",
      ].join("\n"),
    );
  return answer.answer === "payments-differ-by-a-constant" ? EXIT.holds : EXIT.fails;
}

function inArithmetic(
  { model, files }: OpenedModel,
  mode: ArithmeticMode,
  second: OpenedModel,
  other: string,
): RevenueComparison {
  return withModel(model, mode, files, ({ arithmetic }) => {
    const built = buildEnvironment(model, arithmetic, files);
    return compareRevenue(
      buildMechanism(model, built, files),
      inFile(other, () => buildMechanism(second.model, built, second.files)),
    );
  });
}

/** Problems of the second file say that they are its. */
function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(error.problems.map((each) => ({ ...each, path: `${path}: ${each.path}` })));
  }
}

function requireSameSituation(first: ParsedModel, second: ParsedModel): void {
  for (const key of SITUATION)
    if (sectionOf(first, key) !== sectionOf(second, key))
      fail("different-situations", key, `The two files differ in ${key}; only their mechanisms may differ.`);
}

/** A section as text, in the order of the file. */
function sectionOf({ file }: ParsedModel, key: (typeof SITUATION)[number]): string {
  const section = file[key] as Raw | undefined;
  return section === undefined ? "" : printRaw({ section });
}
