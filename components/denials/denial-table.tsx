import Link from "next/link";
import type { TokenTask } from "@/components/tokens/task-labels";
import { taskHref } from "@/components/tokens/token-routes";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { DenialDto } from "@/lib/denials/dto";
import { REASON_LABELS, SURFACE_LABELS } from "@/lib/denials/labels";
import type { Reason } from "@/lib/denials/reasons";

interface Props {
  denials: readonly DenialDto[];
  /** The URL of the list, with the denials of one token only. */
  tokenHref: (tokenId: string) => string;
}

/** Why requests were denied, which token they presented, and from where. */
export function DenialTable({ denials, tokenHref }: Props) {
  const head = (
    <>
      <Th>Why</Th>
      <Th>Token</Th>
      <Th>From</Th>
      <Th>When</Th>
    </>
  );
  return (
    <Table label="Denials" head={head}>
      {denials.map((denial) => (
        <Tr key={denial.id}>
          <Td>
            <p>{REASON_LABELS[denial.reason]}</p>
            <Details denial={denial} />
          </Td>
          <Td label="Token">
            <Token denial={denial} tokenHref={tokenHref} />
          </Td>
          <Td label="From">
            <span className="font-mono text-muted">{denial.address ?? "Unknown"}</span>
          </Td>
          <Td label="When">
            <Time at={denial.at} />
            <Time at={denial.at} format="exact" className="block text-xs text-muted" />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

function Details({ denial: { surface, demanded, revoked, reason, more, requestId } }: { denial: DenialDto }) {
  return (
    <div className="text-xs break-words text-muted">
      <p>
        {SURFACE_LABELS[surface]}
        {demanded && (
          <>
            {" · "}
            <span className="font-mono">{demanded}</span>
          </>
        )}
      </p>
      {reason === "revoked" && revoked && (
        <p>
          {revoked.byName === null ? "It was deleted" : `${revoked.byName} deleted it`} <Time at={revoked.at} />
        </p>
      )}
      {more > 0 && <p>{more.toLocaleString("en")} more like this before it</p>}
      <p className="font-mono">{requestId}</p>
    </div>
  );
}

const LIMITS = { label: "Change its limits", task: "limits" } as const;
const SCOPES = { label: "Change its scopes", task: "scopes" } as const;

/** What would let the token in: a dialog of its page. */
const REMEDIES: Partial<Record<Reason, { readonly label: string; readonly task: TokenTask }>> = {
  not_yet_valid: LIMITS,
  network: LIMITS,
  rate_limited: LIMITS,
  quota_exceeded: LIMITS,
  wrong_api: SCOPES,
  scope: SCOPES,
  permission: { label: "Change its permissions", task: "permissions" },
};

function Token({ denial: { token, hint, reason }, tokenHref }: { denial: DenialDto } & Pick<Props, "tokenHref">) {
  if (token === null) return <span className="font-mono text-muted">{hint ?? "None of this organization"}</span>;
  const remedy = REMEDIES[reason];
  return (
    <>
      <Link href={tokenHref(token.id)} className="break-words hover:underline">
        {token.name}
        <span className="sr-only">: all its denials</span>
      </Link>
      <p className="text-xs">
        <Link href={taskHref(token.id, remedy?.task)} prefetch={false} className="text-accent-text hover:underline">
          {remedy?.label ?? "Open it"}
          <span className="sr-only">: {token.name}</span>
        </Link>
      </p>
    </>
  );
}
