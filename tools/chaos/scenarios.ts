import { failover } from "./failover";
import { diskFull } from "./disk-full";
import { KILLS } from "./faults/kill";
import { stopPostgres } from "./faults/stop-postgres";
import { stalledServer } from "./stalled-server";
import type { Scenario } from "./scenario";
import { underLoad } from "./under-load";

/** Everything that `npm run chaos` does, in its order. */
export const SCENARIOS: readonly Scenario[] = [
  underLoad("processes that are killed or stopped", [...KILLS, stopPostgres]),
  diskFull,
  stalledServer,
  failover,
];
