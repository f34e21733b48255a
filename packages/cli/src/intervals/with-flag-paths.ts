import { CandorError } from "@candor/core/numeric";

/** Runs `work`; a problem at a path listed in `flags` names that flag instead. */
export function withFlagPaths<T>(flags: Readonly<Record<string, string>>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({ ...problem, path: flags[problem.path] ?? problem.path })),
    );
  }
}
