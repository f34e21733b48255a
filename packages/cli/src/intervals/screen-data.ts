import type { ScreeningFindings } from "./examine-screening.js";
import { plainEstimate } from "./plain-estimate.js";
import { warningsOf } from "./screen-lines.js";

/** What `candor screen --json` prints; null stands for infinity. */
export function screenData(found: ScreeningFindings) {
  const { stated, screening, rows, differences, hazard, hazardProved, check } = found;
  const { value, byType, byQuantity, cross, cost, marginalCost, flags } = stated;
  const formula = ({ text, tex }: { text: string; tex: string }) => ({ text, tex });
  const { profit, profitBound, consumerSurplus, welfare, firstBestWelfare } = screening;
  return {
    problem: {
      ...flags,
      formulas: {
        v: formula(value),
        v_theta: formula(byType),
        v_x: formula(byQuantity),
        v_xtheta: formula(cross),
        c: formula(cost),
        c_x: formula(marginalCost),
      },
    },
    profit: plainEstimate(profit),
    profitBound: plainEstimate(profitBound),
    consumerSurplus: plainEstimate(consumerSurplus),
    welfare: plainEstimate(welfare),
    firstBestWelfare: plainEstimate(firstBestWelfare),
    pieces: screening.pieces,
    menu: rows.map((row) => ({ ...row, rent: plainEstimate(row.rent) })),
    highTypesWantLess: screening.reflected,
    participation: screening.participation,
    checks: { differences, hazardRate: { ...hazard, proved: hazardProved }, incentives: check },
    warnings: warningsOf(found),
  };
}
