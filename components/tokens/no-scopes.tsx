import Link from "next/link";

/** Said in place of the APIs that a form offers, where none of the organization's APIs has a scope. */
export function NoScopes() {
  return (
    <p className="text-muted">
      None of your APIs has scopes yet. Add them on the page of the{" "}
      <Link href="/admin/apis" className="text-accent-text underline">
        API
      </Link>
      .
    </p>
  );
}
