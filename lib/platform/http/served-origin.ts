import { env, type Env } from "../env";
import { configuredOrigin, isHttps } from "./public-origin";

/** The public origin of this deployment, or null where none is configured. */
export function publicOrigin(variables: Env = env()): string | null {
  return configuredOrigin(variables);
}

/** Whether people reach the console over https, which decides cookie names, Secure and HSTS. */
export function servedOverHttps(variables: Env = env()): boolean {
  return isHttps(variables);
}
