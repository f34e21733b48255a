import { balanceData } from "./balance-data.js";
import type { EfficientFindings } from "./examine-efficient.js";
import { plainEstimate } from "./plain-estimate.js";

/** What `candor efficient --json` prints; null stands for infinity. */
export function efficientData(found: EfficientFindings) {
  const { claimants, problem, decision, vcg, audit } = found;
  return {
    agents: claimants.map(({ name, distribution, written }, i) => ({
      ...{ name, values: distribution.name, outside: written },
      ...balanceData(found, i),
    })),
    expectedWelfare: plainEstimate(problem.expectedWelfare),
    status: decision.status,
    surplus: plainEstimate(decision.surplus),
    vcgSurplus: plainEstimate(vcg.surplus),
    minimumSubsidy: { value: decision.minimumSubsidy, error: decision.surplus.error },
    audit,
  };
}
