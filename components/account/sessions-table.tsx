import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SessionDto } from "@/lib/account/dto";
import type { RevokeSessionAction } from "./actions";
import { browserName } from "./browser-name";
import { EndSession } from "./end-session";

interface Props {
  organizationId: string;
  sessions: readonly SessionDto[];
  revoke: RevokeSessionAction;
}

/** The places where the user is signed in. */
export function SessionsTable({ organizationId, sessions, revoke }: Props) {
  const head = (
    <>
      <Th>Browser</Th>
      <Th>Address</Th>
      <Th>Signed in</Th>
      <Th>Last seen</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <Table label="Sessions" head={head}>
      {sessions.map((session) => {
        const name = browserName(session.userAgent);
        return (
          <Tr key={session.id}>
            <Td>
              <span
                className="inline-flex flex-wrap items-center gap-2 font-medium"
                data-tooltip={session.userAgent ?? undefined}
              >
                {name}
                {session.current && <Badge tone="accent">This one</Badge>}
              </span>
            </Td>
            <Td label="Address">
              <span className="font-mono break-all">{session.address ?? "Unknown"}</span>
            </Td>
            <Td label="Signed in">
              <Time at={session.signedInAt} />
            </Td>
            <Td label="Last seen">
              <Time at={session.lastSeenAt} />
            </Td>
            <Td align="end">
              {!session.current && (
                <EndSession organizationId={organizationId} sessionId={session.id} name={name} revoke={revoke} />
              )}
            </Td>
          </Tr>
        );
      })}
    </Table>
  );
}
