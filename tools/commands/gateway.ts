// npm run gateway
import { runCommand } from "../launcher/command";
import { launchGateway } from "../launcher/gateway";

await runCommand(launchGateway);
