import type { Denial } from "../access/authenticate/api-token";
import type { HttpExchange } from "./context";
import { problem } from "./problem";
import { rateRefusal } from "./reply";

const REALM = 'Bearer realm="latchkey"';
/** Gives no cause: unknown, expired and revoked tokens look the same. */
const DEAD = `${REALM}, error="invalid_token", error_description="The token is not valid."`;

/** For callers who sent the token without a scheme, or elsewhere. */
const SCHEME = "Send the token in the header “Authorization: Bearer <token>”.";

/** Responds to a failed authentication with the challenge of RFC 6750 section 3. */
export function deny(c: HttpExchange, denial: Denial): Response {
  switch (denial.error) {
    case "no_credential":
      return problem(c, "unauthenticated", { detail: SCHEME }, { "www-authenticate": REALM });
    case "invalid_token":
      return problem(c, "invalid_token", undefined, { "www-authenticate": DEAD });
    case "invalid_request":
      return problem(
        c,
        "invalid_request",
        { detail: denial.description },
        { "www-authenticate": `${REALM}, error="invalid_request"` },
      );
    case "foreign_origin":
      return problem(c, "foreign_origin");
    case "rate_limited":
      return problem(c, "rate_limited", undefined, rateRefusal(c, denial.use));
    case "unavailable":
      return problem(c, "unavailable", undefined, { "retry-after": "5" });
  }
}
