import { defineConfig } from "vitest/config";

// `@candor/core/…` resolves through the workspace link to the built files, as for every user: what is tested is what is
// packed, worker threads load the same files, and there is one CandorError to be an instance of. `npm test` builds first;
// with a bare `npx vitest`, build after changing the core. Tests inside packages/core import their neighbours from src.
export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    // Tests in a browser need one: CANDOR_BROWSER=/usr/bin/chromium npm test.
    exclude: ["**/node_modules/**", ...(process.env.CANDOR_BROWSER ? [] : ["test/in-browser/**"])],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Suites that pass no test are mistakes, not successes.
    passWithNoTests: false,
    allowOnly: false,
  },
});
