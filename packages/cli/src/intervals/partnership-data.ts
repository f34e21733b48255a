import { printRational } from "@candor/core/numeric";
import { balanceData } from "./balance-data.js";
import type { PartnershipFindings } from "./examine-partnership.js";
import { bidDeciles } from "./partnership-lines.js";
import { plainEstimate } from "./plain-estimate.js";

/** What `candor partnership --json` prints; null stands for infinity. */
export function partnershipData(found: PartnershipFindings) {
  const { stated, problem, decision, easiest, dissolvable, bidding, audit } = found;
  return {
    partners: stated.shares.map((share, i) => ({
      ...{ values: stated.distributions[i].name, share: printRational(share) },
      ...balanceData(found, i),
    })),
    expectedWelfare: plainEstimate(problem.expectedWelfare),
    status: decision.status,
    surplus: plainEstimate(decision.surplus),
    minimumSubsidy: { value: decision.minimumSubsidy, error: decision.surplus.error },
    easiest:
      "answer" in easiest
        ? { shares: easiest.answer.shares, surplus: plainEstimate(easiest.answer.surplus) }
        : easiest,
    dissolvable:
      "answer" in dissolvable
        ? { ends: dissolvable.answer.ends, boundary: dissolvable.answer.boundary }
        : dissolvable,
    bidding:
      "answer" in bidding
        ? {
            deciles: bidDeciles(found),
            sidePayments: bidding.answer.sidePayments,
            margin: bidding.answer.margin,
          }
        : bidding,
    audit,
  };
}
