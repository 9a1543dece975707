import Link from "next/link";
import { DASHBOARD } from "./token-routes";

/** The name of a token in a row, linked to its page on the dashboard. */
export function TokenLink({ token }: { token: { readonly id: string; readonly name: string } }) {
  return (
    <Link
      data-row-link
      href={`${DASHBOARD.base}/${token.id}`}
      prefetch={false}
      className="font-medium break-words hover:underline"
    >
      {token.name}
    </Link>
  );
}
