import type { BalanceFindings } from "./examine-efficient.js";
import { plainEstimate } from "./plain-estimate.js";

/** What the answers about efficient mechanisms say of one agent. */
export function balanceData(
  { vcg, agv, leaving, decision }: Pick<BalanceFindings, "vcg" | "agv" | "leaving" | "decision">,
  i: number,
) {
  const { type, types, net, error, method } = vcg.worstOff[i];
  return {
    worstOff: { type, types, method },
    netGain: { value: net, error },
    vcgPayment: plainEstimate(vcg.expectedPayments[i]),
    agv: { ...agv.participation[i], types: leaving.find(({ agent }) => agent === i)?.types ?? [] },
    ...(decision.mechanism?.offsets && { offset: decision.mechanism.offsets[i] }),
  };
}
