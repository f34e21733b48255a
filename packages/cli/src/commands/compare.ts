import {
  type ArithmeticMode,
  buildEnvironment,
  buildMechanism,
  type ParsedModel,
  withModel,
} from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { compareRevenue, type RevenueComparison } from "@candor/core/theory";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";

/** What two files must share for their mechanisms to be compared. */
const SITUATION = [
  "agents",
  "states",
  "money",
  "alternatives",
  "define",
  "values",
  "designer",
  "possible",
  "beliefs",
] as const;

/** `candor compare FILE OTHER`: are the two mechanisms revenue equivalent? */
export async function compare(
  path: string,
  other: string,
  flags: ArithmeticFlags & { json?: boolean },
): Promise<number> {
  const first = openModel(path);
  const second = openModel(other);
  requireSameSituation(first.model, second.model);
  const answer = inArithmetic(first.model, arithmeticMode(flags), first.files, second.model);
  if (flags.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else
    process.stdout.write(
      [...answer.agents.map((agent) => agent.words), ...answer.notes.map((note) => `Note. ${note}`), ""].join(
        "\n",
      ),
    );
  return EXIT.holds;
}

function inArithmetic(
  model: ParsedModel,
  mode: ArithmeticMode,
  files: Parameters<typeof withModel>[2],
  other: ParsedModel,
): RevenueComparison {
  return withModel(model, mode, files, ({ arithmetic }) => {
    const built = buildEnvironment(model, arithmetic, files);
    return compareRevenue(buildMechanism(model, built, files), buildMechanism(other, built, files));
  });
}

function requireSameSituation(first: ParsedModel, second: ParsedModel): void {
  for (const key of SITUATION)
    if (JSON.stringify(first.file[key]) !== JSON.stringify(second.file[key]))
      fail("different-situations", key, `The two files differ in ${key}; only their mechanisms may differ.`);
}
